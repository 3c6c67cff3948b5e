import type { Status } from '../../../bot/doctor/check.ts';
import type { Bent, Stage } from './stage.ts';

/** One way in which a deployment is not in order, and what the check says about it. */
export interface Case {
  /** Completes the sentence “the check says what is wrong if …”. */
  readonly condition: string;
  readonly bend: (stage: Stage) => Bent | Promise<Bent>;
  readonly status: Exclude<Status, 'pass'>;
  readonly detail: RegExp;
  readonly advice: RegExp;
}

export const [MINUTE_MS, DAY_MS] = [60_000, 24 * 60 * 60_000];
export const NOBODY = '99999999-9999-4999-8999-999999999999';
/** Nothing listens at this address. Fetch refuses some ports without asking; this is not one of them. */
export const CLOSED = 'https://localhost:2';

/** The ways in which one check finds something: at least one. */
export type Failing = readonly [Case, ...Case[]];

/** A failure that wrong settings cause. */
export function failing(
  condition: string,
  env: Readonly<Record<string, string>>,
): Pick<Case, 'condition' | 'bend' | 'status'> {
  return { condition, bend: () => ({ env }), status: 'failure' };
}

/** A finding that a change of the database causes. */
export function inSql(
  condition: string,
  sql: readonly string[],
  status: Case['status'],
  detail: RegExp,
  advice: RegExp,
): Case {
  return { condition, bend: () => ({ sql }), status, detail, advice };
}

/** Leaves the bot only these permissions in Graph. */
export function granted(world: Stage['world'], ...roles: readonly string[]): Bent {
  world.botRoles.splice(0, world.botRoles.length, ...roles);
  return {};
}

/** Lets the bot's front answer a path with something else. */
export function page(site: Stage['site'], path: string, body: unknown, status = 200): Bent {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  site.bends.set(path, () => ({ status, headers: {}, body: text }));
  return {};
}

/** An Entra that is up, and answers nothing of use. */
export function brokenEntra(site: Stage['site']): string {
  page(site, '/', { error: 'server_error' }, 500);
  return site.url;
}

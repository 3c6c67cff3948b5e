import type { Status } from '../../../bot/doctor/check.ts';
import type { Bent, Stage } from './stage.ts';

/** One way in which a deployment is not in order, and what is said of it. */
export interface Case {
  readonly when: string;
  readonly bend: (stage: Stage) => Bent | Promise<Bent>;
  readonly status: Exclude<Status, 'pass'>;
  readonly detail: RegExp;
  readonly advice: RegExp;
}

export const [MINUTE_MS, DAY_MS] = [60_000, 24 * 60 * 60_000];
export const NOBODY = '99999999-9999-4999-8999-999999999999';
/** Nothing listens there, and fetch may ask it. */
export const CLOSED = 'https://localhost:2';

/** The ways in which one check finds something. */
export type Failing = readonly [Case, ...Case[]];

export function failing(when: string, env: Readonly<Record<string, string>>): Pick<Case, 'when' | 'bend' | 'status'> {
  return { when, bend: () => ({ env }), status: 'failure' };
}

export function inSql(
  when: string,
  sql: readonly string[],
  status: Case['status'],
  detail: RegExp,
  advice: RegExp,
): Case {
  return { when, bend: () => ({ sql }), status, detail, advice };
}

export function granted(world: Stage['world'], ...roles: readonly string[]): Bent {
  world.botRoles.splice(0, world.botRoles.length, ...roles);
  return {};
}

export function page(site: Stage['site'], path: string, body: unknown, status = 200): Bent {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  site.bends.set(path, () => ({ status, headers: {}, body: text }));
  return {};
}

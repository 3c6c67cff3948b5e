import { type Check, type Finding, failure, type Place, skipped } from './check.ts';
import { CHECKS, type CheckId } from './checks.ts';
import { reasonOf } from './reason.ts';
import type { World } from './world.ts';

/** Longer than any single request of a check waits. */
const CHECK_MS = 30_000;

export type Result = Finding & { readonly id: CheckId; readonly title: string };

export interface RunOptions {
  /** Only what can be looked at before anything is deployed. */
  readonly plan: boolean;
  readonly limitMs?: number;
}

/**
 * Looks at everything, side by side; the results are in the order of the list. `world` is undefined where the settings
 * are not in order.
 */
export async function runChecks(
  place: Place,
  world: World | undefined,
  options: RunOptions,
): Promise<readonly Result[]> {
  const wanted = entries().filter(([, check]) => !options.plan || isForPlan(check));
  return Promise.all(
    wanted.map(async ([id, check]) => ({
      id,
      title: check.title,
      ...(await lookAt(check, place, world, options.limitMs)),
    })),
  );
}

/** One of them. A check that throws or does not end is a failure that says so. */
export function lookAt(check: Check, place: Place, world: World | undefined, limitMs = CHECK_MS): Promise<Finding> {
  return withinLimit(() => carryOut(check, place, world), limitMs);
}

/** Object.entries forgets which names there are. */
function entries(): readonly (readonly [CheckId, Check])[] {
  const isId = (name: string): name is CheckId => Object.hasOwn(CHECKS, name);
  return Object.keys(CHECKS).flatMap((name) => (isId(name) ? [[name, CHECKS[name]] as const] : []));
}

function isForPlan(check: Check): boolean {
  return 'early' in check || check.plan === true;
}

async function carryOut(check: Check, place: Place, world: World | undefined): Promise<Finding> {
  if ('early' in check) return check.early(place);
  if (world === undefined) return skipped('The settings are not in order.', 'Correct the settings first.');
  return check.look(world);
}

async function withinLimit(look: () => Promise<Finding>, limitMs: number): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    const advice = 'Try again; if it stays so, look for a firewall or proxy between here and there.';
    timer = setTimeout(() => resolve(failure(`No answer within ${limitMs / 1000} s.`, advice)), limitMs);
  });
  const found = look().catch((cause: unknown) =>
    failure(`The check could not be carried out (${reasonOf(cause)}).`, 'See whether an earlier line says why.'),
  );
  return Promise.race([found, late]).finally(() => clearTimeout(timer));
}

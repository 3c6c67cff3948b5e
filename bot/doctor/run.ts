import { type Check, type Finding, failure, type Installation, skipped } from './check.ts';
import { CHECK_IDS, CHECKS, type CheckId } from './checks.ts';
import type { CheckContext } from './context.ts';
import { unreachedFinding } from './prerequisites.ts';
import { reasonOf } from './reason.ts';

/** This is longer than any single request of a check waits. */
const CHECK_MS = 30_000;

export type CheckResult = Finding & { readonly id: CheckId; readonly title: string };

export interface RunOptions {
  /** Run only the checks that make sense before anything is deployed. */
  readonly plan: boolean;
  /** These checks are left out. */
  readonly without?: readonly CheckId[] | undefined;
  readonly limitMs?: number;
}

/**
 * Runs the checks side by side; the results are in the order of the list. `context` is undefined if the settings cannot
 * be used.
 */
export async function runChecks(
  installation: Installation,
  context: CheckContext | undefined,
  { plan, without = [], limitMs }: RunOptions,
): Promise<readonly CheckResult[]> {
  const wanted = CHECK_IDS.filter((id) => !without.includes(id) && (!plan || isForPlan(CHECKS[id])));
  return Promise.all(
    wanted.map(async (id) => ({
      id,
      title: CHECKS[id].title,
      ...(await lookAt(CHECKS[id], installation, context, limitMs)),
    })),
  );
}

/** Runs one check. A check that throws or does not end in time is a failure, and the finding says so. */
export function lookAt(
  check: Check,
  installation: Installation,
  context: CheckContext | undefined,
  limitMs = CHECK_MS,
): Promise<Finding> {
  return withinLimit(() => carryOut(check, installation, context), limitMs);
}

function isForPlan(check: Check): boolean {
  return 'lookWithoutSettings' in check || check.beforeDeployment === true;
}

async function carryOut(check: Check, installation: Installation, context: CheckContext | undefined): Promise<Finding> {
  if ('lookWithoutSettings' in check) return check.lookWithoutSettings(installation);
  if (context === undefined) return skipped('The settings are not in order.', 'Correct the settings first.');
  for (const service of check.needs?.(context.settings) ?? []) {
    if ((await context.unreached(service)) !== undefined) return unreachedFinding(service, context.settings);
  }
  return check.look(context);
}

async function withinLimit(look: () => Promise<Finding>, limitMs: number): Promise<Finding> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Finding>((resolve) => {
    const advice = 'Try again; if it happens again, look for a firewall or proxy between here and there.';
    timer = setTimeout(() => resolve(failure(`No answer within ${limitMs / 1000} s.`, advice)), limitMs);
  });
  const found = look().catch((cause: unknown) =>
    failure(`The check could not be carried out (${reasonOf(cause)}).`, 'See whether an earlier line says why.'),
  );
  return Promise.race([found, late]).finally(() => clearTimeout(timer));
}

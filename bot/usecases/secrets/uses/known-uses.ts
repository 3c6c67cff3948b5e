import type { KnownUses, ReportCover, SecretUse } from '../../../domain/secrets/last-use.ts';
import type { ClientId } from '../../../domain/shared/application.ts';
import type { Deps } from '../../shared/deps.ts';

export type UseSources = Pick<Deps, 'signInReports' | 'signInLog'>;

/**
 * What is kept of the use of these applications' secrets. Undefined if the report and the log are switched off. Entra is not
 * asked.
 */
export async function knownUses(
  deps: Pick<Deps, 'ledger'> & UseSources,
  clientIds: readonly ClientId[],
): Promise<KnownUses | undefined> {
  return tellsOfUses(deps) ? usesBy(deps, await deps.ledger.lastUses.of(clientIds)) : undefined;
}

/** Whether anything tells of uses. */
export function tellsOfUses({ signInReports, signInLog }: UseSources): boolean {
  return signInReports !== undefined || signInLog !== undefined;
}

/** Marks what is kept with its source. An earlier reading of a report that is switched off now does not count. */
export function usesBy({ signInReports }: Pick<UseSources, 'signInReports'>, kept: KnownUses): KnownUses {
  return signInReports === undefined ? { report: undefined, logAlone: true, uses: kept.uses } : kept;
}

/**
 * Asks the report for one application, before a secret of it is deleted. If the report does not
 * answer, or has been asked too often, what is kept counts.
 */
export async function freshUses(
  deps: Pick<Deps, 'clock' | 'ledger'> & UseSources,
  clientId: ClientId,
): Promise<KnownUses | undefined> {
  const { signInReports, ledger } = deps;
  if (signInReports === undefined) return knownUses(deps, [clientId]);
  const uses = await signInReports.of(clientId);
  if (uses === undefined) return ledger.lastUses.of([clientId]);
  const readAt = deps.clock();
  await ledger.lastUses.note(uses);
  const kept = await ledger.lastUses.of([clientId]);
  return { ...kept, report: { readAt, newest: newestOf(kept.report, uses) } };
}

/** The report was asked for one application: of the others it says no more than the last whole reading. */
function newestOf(report: ReportCover | undefined, uses: readonly SecretUse[]): Date | undefined {
  const times = [...uses.map(({ at }) => at), ...(report?.newest === undefined ? [] : [report.newest])];
  return times.length === 0 ? undefined : new Date(Math.max(...times.map((at) => at.getTime())));
}

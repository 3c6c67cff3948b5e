import { presentOf } from '../../domain/access/away.ts';
import { type ReportRow, reportRows } from '../../domain/access/report.ts';
import type { Deps } from '../shared/deps.ts';
import { allLookedAfter } from '../shared/looked-after.ts';

/** Every secret of the applications that the bot looks after, for other tools. Throws DirectoryFault. */
export async function report(
  deps: Pick<Deps, 'settings' | 'clock' | 'directory' | 'ledger'>,
): Promise<readonly ReportRow[]> {
  const { assignments, reminders } = deps.ledger;
  const [assigned, claims] = await Promise.all([assignments.all(), reminders.claims()]);
  const managers = Map.groupBy(presentOf(assigned), ({ clientId }) => clientId);
  const claimed = new Map(claims.map(({ clientId, keyId, claim }) => [`${clientId} ${keyId}`, claim]));
  const applications = await deps.directory.withOtherCredentials(await allLookedAfter(deps, assigned));
  return reportRows(applications, {
    apis: deps.settings.apis,
    now: deps.clock(),
    zone: deps.settings.reminderZone,
    managersOf: (clientId) => managers.get(clientId)?.length ?? 0,
    claimOf: (clientId, keyId) => claimed.get(`${clientId} ${keyId}`),
  });
}

import { daysLeft } from '../../domain/reminders/ladder.ts';
import { secretView } from '../../domain/shared/application-view.ts';
import { isLive } from '../../domain/shared/expiry.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { assignedApplications } from '../shared/applications.ts';
import type { Deps } from '../shared/deps.ts';

/** What of the asker's expires within so many days, soonest first. */
export async function expiring(deps: Deps, days: number, asker: Asker): Promise<Outcome> {
  const now = deps.clock();
  const mine = await assignedApplications(deps, asker.person);
  if (mine.length === 0) return { kind: 'no-applications' };
  const rows = mine
    .flatMap(({ clientId, displayName, secrets }) =>
      secrets
        .filter((secret) => isLive(secret, now))
        .map((secret) => ({
          application: { clientId, displayName },
          secret: secretView(secret, now),
          daysLeft: daysLeft(secret.end, now, deps.settings.reminderZone),
        })),
    )
    .filter((row) => row.daysLeft <= days)
    .sort((a, b) => a.secret.end.getTime() - b.secret.end.getTime());
  return { kind: 'expiring', days, now, zone: deps.settings.reminderZone, rows };
}

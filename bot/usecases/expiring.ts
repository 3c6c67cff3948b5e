import { isLive } from '../domain/expiry.ts';
import { daysLeft } from '../domain/ladder.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Asker } from '../domain/person.ts';
import { secretView } from '../domain/view.ts';
import { assignedApplications } from './applications.ts';
import type { Deps } from './deps.ts';

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

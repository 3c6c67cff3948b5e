import { daysLeft } from '../../domain/reminders/ladder.ts';
import { secretView } from '../../domain/shared/application-view.ts';
import { hasExpired } from '../../domain/shared/expiry.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { folded } from '../../domain/shared/text.ts';
import { asciiDigits } from '../../domain/shared/typed.ts';
import { assignedApplications, nothingToManage } from '../shared/applications.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { TurnDeps } from '../shared/deps.ts';
import { carries, wholeUpTo } from '../shared/fields.ts';

interface ExpiringCommand {
  readonly kind: 'expiring';
  readonly days: number;
}

/** Secrets live a year at most; a little more shows them all. */
const MOST_DAYS = 400;
const USUAL_DAYS = 60;

/** `expiring`, `expiring 30`, `expiring 30 days`. */
export const expiringCommand: CommandModule<ExpiringCommand> = {
  kind: 'expiring',
  words: ['expiring'],
  read: readExpiring,
  button: carries('expiring', { days: wholeUpTo(MOST_DAYS) }),
  need: 'read',
  help: [{ lead: 'expiring', text: '– what expires within 60 days; add another number of days' }],
  menu: [{ title: 'expiring', text: 'What expires within 60 days', scopes: ['personal', 'team', 'groupChat'] }],
  perform: (deps, { days }) => expiring(deps, days),
};

function readExpiring(rest: string): ExpiringCommand | undefined {
  const [, days] = /^(\d{1,5})(?: days?)?$/.exec(asciiDigits(folded(rest))) ?? [];
  if (rest !== '' && days === undefined) return undefined;
  const wanted = days === undefined ? USUAL_DAYS : Number(days);
  return { kind: 'expiring', days: Math.min(Math.max(wanted, 1), MOST_DAYS) };
}

/** The secrets of the asker that expire within so many days, soonest first. */
async function expiring(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'directory' | 'ledger' | 'askerFacts'>,
  days: number,
): Promise<Outcome> {
  const now = deps.clock();
  const { mine, gone } = await assignedApplications(deps);
  if (mine.length === 0) return nothingToManage(gone);
  const rows = mine
    .flatMap(({ clientId, displayName, secrets }) =>
      secrets
        .filter((secret) => !hasExpired(secret, now))
        .map((secret) => ({
          application: { clientId, displayName },
          secret: secretView(secret, now, secrets),
          daysLeft: daysLeft(secret.end, now, deps.settings.reminderZone),
        })),
    )
    .filter((row) => row.daysLeft <= days)
    .sort((a, b) => a.secret.end.getTime() - b.secret.end.getTime());
  return { kind: 'expiring', days, now, zone: deps.settings.reminderZone, rows };
}

import { daysLeft } from '../../domain/reminders/ladder.ts';
import type { ExpiringRow } from '../../domain/reminders/outcomes.ts';
import { type KnownUses, reportShown } from '../../domain/secrets/last-use.ts';
import type { Application, ClientSecret } from '../../domain/shared/application.ts';
import { secretView } from '../../domain/shared/application-view.ts';
import { dayNumber, instantOf } from '../../domain/shared/calendar.ts';
import { hasExpired } from '../../domain/shared/expiry.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { folded } from '../../domain/shared/text.ts';
import { asciiDigits } from '../../domain/shared/typed.ts';
import { knownUses, type UseSources } from '../secrets/uses/known-uses.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { Deps, TurnDeps } from '../shared/deps.ts';
import { carries, PAGE, QUERY, wholeUpTo } from '../shared/fields.ts';
import { seenBy } from '../shared/looked-after.ts';
import { pageOf } from '../shared/page-of.ts';

interface ExpiringCommand {
  readonly kind: 'expiring';
  readonly days: number;
  /** Like the filter of `list`. A command of an earlier version has none. */
  readonly filter?: string;
  readonly page?: number;
  /** The person asked for more days than there are to look at. */
  readonly isCut?: boolean;
}

/** Secrets live a year at most; a little more shows them all. */
const MOST_DAYS = 400;
const USUAL_DAYS = 60;
/** As many as keep the largest card under the platform's limit. */
const PER_PAGE = 25;
/** Words that say a number of days. */
const DAYS_OF: Readonly<Record<string, number>> = { soon: USUAL_DAYS, 'this week': 7 };

/** `expiring`, `expiring 30`, `expiring 30 days`, `expiring 30 NL`, `expiring Matchwell 90`. */
export const expiringCommand: CommandModule<ExpiringCommand> = {
  kind: 'expiring',
  words: ['expiring'],
  read: readExpiring,
  button: carries('expiring', { days: wholeUpTo(MOST_DAYS), filter: QUERY, page: PAGE }),
  need: 'read',
  help: [
    { lead: 'expiring', text: '– what expires within 60 days; add another number of days, or words to filter' },
    {
      section: 'administrators',
      lead: 'expiring all',
      text: '– of every application; or a country or an organisation, such as expiring 30 NL',
    },
  ],
  menu: [{ title: 'expiring', text: 'What expires within 60 days', scopes: ['personal', 'team', 'groupChat'] }],
  perform: expiring,
};

/** A number of days before or after words, or either of them alone. The words begin with a letter. */
const DAYS_FIRST = /^(?:(\d{1,5})(?: days?)?(?: |$))?(\p{L}.*)?$/iu;
const DAYS_LAST = /^(\p{L}.*?) (\d{1,5})(?: days?)?$/iu;

function readExpiring(rest: string): ExpiringCommand | undefined {
  const typed = asciiDigits(rest).replace(/[\s.!?]+$/, '');
  const [, wordsBefore, daysAfter] = DAYS_LAST.exec(typed) ?? [];
  const first = wordsBefore === undefined ? DAYS_FIRST.exec(typed) : undefined;
  if (wordsBefore === undefined && first === null) return undefined;
  const days = daysAfter ?? first?.[1];
  const words = wordsBefore ?? first?.[2] ?? '';
  const said = DAYS_OF[folded(words)];
  const wanted = days === undefined ? (said ?? USUAL_DAYS) : Number(days);
  const filter = said === undefined ? words : '';
  const command = { kind: 'expiring', days: Math.min(Math.max(wanted, 1), MOST_DAYS), filter, page: 1 } as const;
  return wanted > MOST_DAYS ? { ...command, isCut: true } : command;
}

/** The secrets that expire within so many days, soonest first: of the asker's applications, or for administrators of all. */
async function expiring(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'directory' | 'ledger' | 'askerFacts'> & UseSources,
  { days, filter = '', page: wanted = 1, isCut = false }: ExpiringCommand,
): Promise<Outcome> {
  const zone = deps.settings.reminderZone;
  const seen = await seenBy(deps, filter);
  if ('kind' in seen) return seen;
  const { whose, mayShowAll } = seen;
  const { shown, page, pages, total } = pageOf(soonestFirst(deps, seen.applications, days), wanted, PER_PAGE);
  const uses = await knownUses(deps, [...new Set(shown.map(({ application }) => application.clientId))]);
  const rows = shown.map((one) => rowOf(deps, one, uses, seen.isReadOnly(one.application.clientId)));
  const report = uses === undefined ? {} : { report: reportShown(uses) };
  const about = {
    days,
    now: deps.clock(),
    zone,
    filter,
    page,
    pages,
    total,
    whose,
    mayShowAll,
    ...(isCut ? { isCut } : {}),
  };
  return { kind: 'expiring', ...about, rows, ...report };
}

interface Ending {
  readonly application: Application;
  readonly secret: ClientSecret;
}

/** The secrets that end on one of these days. There may be tens of thousands, so the calendar is asked once. */
function soonestFirst(
  { settings, clock }: Pick<Deps, 'settings' | 'clock'>,
  applications: readonly Application[],
  days: number,
): readonly Ending[] {
  const now = clock();
  const over = instantOf(dayNumber(now, settings.reminderZone) + days + 1, '00:00', settings.reminderZone);
  return applications
    .flatMap((application) => application.secrets.map((secret) => ({ application, secret })))
    .filter(({ secret }) => !hasExpired(secret, now) && secret.end < over)
    .sort((a, b) => a.secret.end.getTime() - b.secret.end.getTime());
}

function rowOf(
  { settings, clock }: Pick<Deps, 'settings' | 'clock'>,
  { application: { clientId, displayName, secrets }, secret }: Ending,
  uses: KnownUses | undefined,
  readOnly: boolean,
): ExpiringRow {
  const now = clock();
  return {
    application: { clientId, displayName },
    secret: secretView(secret, now, secrets, uses),
    daysLeft: daysLeft(secret.end, now, settings.reminderZone),
    ...(readOnly ? { readOnly } : {}),
  };
}

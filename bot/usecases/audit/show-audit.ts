import type { AuditRow } from '../../domain/audit/audit-events.ts';
import type { ApplicationRef } from '../../domain/shared/application.ts';
import { type ApplicationFilter, readFilter } from '../../domain/shared/application-filter.ts';
import { AUDIT_DAYS } from '../../domain/shared/command.ts';
import { foldedName } from '../../domain/shared/names.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { asciiDigits } from '../../domain/shared/typed.ts';
import { isAdministrator } from '../shared/administrators.ts';
import { findVisible, isApplication, isClientId } from '../shared/applications.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { Deps, TurnDeps } from '../shared/deps.ts';
import { carries, PAGE, QUERY, wholeUpTo } from '../shared/fields.ts';
import { seenBy } from '../shared/looked-after.ts';
import { opening } from '../shared/opening.ts';

const PER_PAGE = 10;
const DAY_MS = 24 * 60 * 60_000;

/** So many days back at most. */
const MOST_DAYS = 3_660;

interface AuditCommand {
  readonly kind: 'audit';
  /** Empty: about everything that the asker may see. */
  readonly query: string;
  readonly days: number;
  readonly page: number;
}

/**
 * `audit [application] [days]` shows administrators the whole record, and managers what is about their applications.
 */
export const auditCommand: CommandModule<AuditCommand> = {
  kind: 'audit',
  words: ['audit'],
  read: readAudit,
  button: carries('audit', { query: QUERY, days: wholeUpTo(MOST_DAYS).default(AUDIT_DAYS), page: PAGE }),
  need: 'read',
  help: [
    {
      section: 'access',
      lead: 'audit',
      text: '– what was done, when and by whom, within 30 days; add an application or another number of days',
    },
    {
      section: 'administrators',
      lead: 'audit',
      text: 'with a country, or with all and an organisation – the record of these applications, such as audit all Matchwell 90',
    },
    { topic: 'access', lead: 'audit', text: '– what was done with your applications, when and by whom' },
  ],
  menu: [{ title: 'audit', text: 'What was done, when and by whom', scopes: ['personal'] }],
  perform: showAudit,
};

/** The choice of one application, after `audit` was not clear. The button carries the number of days as its hint. */
export const openAuditCommand = opening('audit', {
  perform: (deps, { query, hint }) => showAudit(deps, { kind: 'audit', query, days: daysOf(hint), page: 1 }),
});

/** `audit`, `audit 90`, `audit <application>`, `audit <application> 90 days`. */
function readAudit(rest: string): AuditCommand {
  const [, query = '', days] = /^(?:(.*?) )??(\p{Nd}{1,4})(?: days?)?[\s.!?]*$/iu.exec(rest) ?? [undefined, rest];
  const wanted = days === undefined ? AUDIT_DAYS : Number(asciiDigits(days));
  return { kind: 'audit', query, days: Math.min(Math.max(wanted, 1), MOST_DAYS), page: 1 };
}

function daysOf(hint: string): number {
  return /^[1-9]\d{0,3}$/.test(hint) ? Number(hint) : AUDIT_DAYS;
}

type Reading = Pick<TurnDeps, 'settings' | 'clock' | 'log' | 'directory' | 'ledger' | 'askerFacts'>;

async function showAudit(deps: Reading, given: AuditCommand): Promise<Outcome> {
  const command = foldedName(given.query) === 'all' ? { ...given, query: '' } : given;
  const administrator = await isAdministrator(deps);
  if (command.query.trim() === '') {
    if (administrator) return page(deps, command, undefined, undefined);
    const mine = (await deps.askerFacts()).managed.map(({ clientId }) => clientId);
    return mine.length === 0 ? { kind: 'no-applications' } : page(deps, command, mine, undefined);
  }
  if (isOfSeveral(readFilter(command.query))) return recordOfSeveral(deps, command);
  const found = await findOne(deps, administrator, command);
  if (!isApplication(found)) return found;
  const { clientId, displayName } = found;
  return page(deps, command, [clientId], { clientId, displayName });
}

/** Whether the words mean several applications: `all Matchwell`, `NL`, `cannot connect`. */
function isOfSeveral({ isAll, state, words, country }: ApplicationFilter): boolean {
  return isAll || state !== undefined || words === country?.toLowerCase();
}

/** The record of all applications that the asker sees and that the words fit. */
async function recordOfSeveral(deps: Reading, command: AuditCommand): Promise<Outcome> {
  const seen = await seenBy(deps, command.query);
  if ('kind' in seen) return seen;
  const clientIds = seen.applications.map(({ clientId }) => clientId);
  if (clientIds.length === 0) return { kind: 'not-found', purpose: 'audit', query: command.query, suggestions: [] };
  return page(deps, command, clientIds, undefined, seen.applications);
}

/** An administrator may also name, by its client ID, an application that had managers and is not in Entra any more. */
async function findOne(
  deps: Reading,
  administrator: boolean,
  { query, days }: AuditCommand,
): Promise<ApplicationRef | Outcome> {
  const found = await findVisible(deps, administrator, 'audit', query, String(days));
  const clientId = foldedName(query);
  if (!administrator || isApplication(found) || found.kind !== 'not-found' || !isClientId(clientId)) return found;
  const [known] = await deps.ledger.knownApplications.namesOf([clientId]);
  return known === undefined || known.displayName === '' ? found : known;
}

async function page(
  deps: Pick<Deps, 'settings' | 'clock' | 'log' | 'directory' | 'ledger'>,
  { query, days, page: wanted }: AuditCommand,
  clientIds: readonly string[] | undefined,
  application: ApplicationRef | undefined,
  known?: readonly ApplicationRef[],
): Promise<Outcome> {
  const since = new Date(deps.clock().getTime() - days * DAY_MS);
  const offset = (Math.max(1, wanted) - 1) * PER_PAGE;
  const { rows, total } = await deps.ledger.audit.find({ clientIds, since, offset, limit: PER_PAGE });
  const pages = Math.max(1, Math.ceil(total / PER_PAGE));
  if (wanted > pages) return page(deps, { kind: 'audit', query, days, page: pages }, clientIds, application, known);
  const applications = application === undefined ? await namesOf(deps, rows, known) : [application];
  return { kind: 'audit', rows, applications, application, query, days, page: Math.max(1, wanted), pages, total };
}

/** The names of the applications in the rows. Entra is asked if they are not known yet. If Entra does not answer, the record is shown without names. */
async function namesOf(
  deps: Pick<Deps, 'log' | 'directory'>,
  rows: readonly AuditRow[],
  known: readonly ApplicationRef[] | undefined,
): Promise<readonly ApplicationRef[]> {
  const clientIds = [...new Set(rows.flatMap(({ clientId }) => clientId ?? []))];
  if (clientIds.length === 0) return [];
  try {
    const found =
      known?.filter(({ clientId }) => clientIds.includes(clientId)) ?? (await deps.directory.applications(clientIds));
    return found.map(({ clientId, displayName }) => ({ clientId, displayName }));
  } catch (cause) {
    deps.log.warn('applications of the record not named', {}, cause);
    return [];
  }
}

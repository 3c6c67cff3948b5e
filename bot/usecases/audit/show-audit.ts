import { AUDIT_KINDS } from '../../domain/audit/audit-kinds.ts';
import type { ApplicationRef } from '../../domain/shared/application.ts';
import { type ApplicationFilter, readFilter } from '../../domain/shared/application-filter.ts';
import { AUDIT_DAYS } from '../../domain/shared/command.ts';
import { foldedName } from '../../domain/shared/names.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { asciiDigits } from '../../domain/shared/typed.ts';
import { isAdministrator } from '../shared/administrators.ts';
import { findVisible, isApplication, isClientId, refOf } from '../shared/applications.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { TurnDeps } from '../shared/deps.ts';
import { carries, chosenUpTo, FLAG_IF_ASKED, ID, oneOf, PAGE, QUERY } from '../shared/fields.ts';
import { seenBy } from '../shared/looked-after.ts';
import { opening } from '../shared/opening.ts';
import { type Asked, recordPage } from './record-page.ts';

/** So many days back at most. */
const MOST_DAYS = 3_660;

interface AuditCommand extends Asked {
  readonly kind: 'audit';
}

/**
 * `audit [application] [days] [by name]` shows administrators the whole record, and managers what is about their
 * applications.
 */
export const auditCommand: CommandModule<AuditCommand> = {
  kind: 'audit',
  words: ['audit'],
  read: readAudit,
  button: carries('audit', {
    query: QUERY,
    days: chosenUpTo(MOST_DAYS).default(AUDIT_DAYS),
    page: PAGE,
    about: oneOf([...AUDIT_KINDS, 'all']).optional(),
    by: ID.optional(),
    details: FLAG_IF_ASKED,
  }),
  need: 'read',
  help: [
    {
      section: 'access',
      lead: 'audit',
      text: '– what was done, when and by whom, within 30 days; add an application, another number of days, or “by” and a name',
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

/** `audit`, `audit 90`, `audit <application>`, `audit <application> 90 days`, each with `by <name>` beside it. */
function readAudit(rest: string): AuditCommand {
  const all = withoutDays(rest);
  const [, before = '', by] = /^(?:(.*?) )?by (.+)$/iu.exec(all.words) ?? [undefined, all.words];
  const { words: query, days = all.days } = withoutDays(before);
  const wanted = days === undefined ? AUDIT_DAYS : Number(asciiDigits(days));
  const command = { kind: 'audit', query, days: Math.min(Math.max(wanted, 1), MOST_DAYS), page: 1 } as const;
  return by === undefined ? command : { ...command, by };
}

/** Takes a number of days off the end of the words. */
function withoutDays(text: string): { readonly words: string; readonly days?: string | undefined } {
  const [, words = '', days] = /^(?:(.*?) )??(\p{Nd}{1,4})(?: days?)?[\s.!?]*$/iu.exec(text) ?? [undefined, text];
  return { words, days };
}

function daysOf(hint: string): number {
  return /^[1-9]\d{0,3}$/.test(hint) ? Number(hint) : AUDIT_DAYS;
}

type Reading = Pick<TurnDeps, 'settings' | 'clock' | 'log' | 'directory' | 'ledger' | 'askerFacts'>;

async function showAudit(deps: Reading, given: AuditCommand): Promise<Outcome> {
  const command = foldedName(given.query) === 'all' ? { ...given, query: '' } : given;
  const administrator = await isAdministrator(deps);
  if (command.query.trim() === '') {
    if (administrator) return recordPage(deps, command, { clientIds: undefined });
    const mine = (await deps.askerFacts()).managed.map(({ clientId }) => clientId);
    return mine.length === 0 ? { kind: 'no-applications' } : recordPage(deps, command, { clientIds: mine });
  }
  if (isOfSeveral(readFilter(command.query))) return recordOfSeveral(deps, command);
  const found = await findOne(deps, administrator, command);
  if (!isApplication(found)) return found;
  return recordPage(deps, command, { clientIds: [found.clientId], application: refOf(found), known: [found] });
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
  return recordPage(deps, command, { clientIds, known: seen.applications });
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

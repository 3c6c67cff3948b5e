import type { AuditAction, AuditRow } from '../../bot/domain/audit/audit-events.ts';
import { AUDIT_KINDS } from '../../bot/domain/audit/audit-kinds.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { shownMoment } from '../shared/dates.ts';
import { limited, personOrId, shownHint, shownName, shownPerson } from '../shared/describe.ts';
import template from './audit-card.json' with { type: 'json' };
import {
  AUDIT,
  aboutText,
  actText,
  auditPosition,
  auditReference,
  byText,
  foldedText,
  isWhole,
  KINDS,
  keyText,
  moreEntries,
  PERIODS,
  periodTitle,
  RESULTS,
} from './sentences.ts';

type Audit = Extract<Outcome, { kind: 'audit' }>;

/** Entries on one page. */
const ROWS_SHOWN = 25;
/** People in the choice: enough for the applications of an organisation, and few enough for the platform. */
const PEOPLE_SHOWN = 40;
/** Characters of a text that a button carries: enough for any name, and short enough for the platform. */
const QUERY_KEPT = 140;
const NAME_SHOWN = 80;
/** What the operator's command line does. If another entry names no person, the bot did it. */
const OPERATORS: ReadonlySet<AuditAction> = new Set(['assignment.added', 'assignment.removed']);

/** One page of the record, with a sentence for each entry: who did what, with which secret, and when. */
export function auditCard(outcome: Audit): Rendered {
  const { application, days, page, pages, total, rows, details = true } = outcome;
  const drawn = limited(rows, ROWS_SHOWN, (row) => rowData(row, outcome), moreEntries);
  const position = auditPosition(days, total, page, pages);
  const { reminders = 0, about, by = '' } = outcome;
  const isFolded = !details && by === '' && (about === undefined || about === 'reminders') && reminders > 0;
  return fill(template, `${AUDIT.title}: ${position}`, {
    title: AUDIT.title,
    ofLabel: AUDIT.of,
    ofApplication: application !== undefined,
    ofName:
      application === undefined
        ? plainText(outcome.query, QUERY_KEPT) || AUDIT.all
        : shownName(application.displayName),
    position,
    hasFolded: isFolded,
    folded: foldedText(reminders),
    isEmpty: rows.length === 0,
    empty: AUDIT.empty,
    rows: drawn.rows,
    hasMore: drawn.hasMore,
    more: drawn.more,
    ...filterData(outcome),
    query: plainText(application?.clientId ?? outcome.query, QUERY_KEPT),
    days,
    isDetailed: details,
    offersDetails: !details,
    hasPages: pages > 1,
    hasNewer: page > 1,
    newer: page - 1,
    hasOlder: page < pages,
    older: page + 1,
  });
}

/** The choices of the filter, and what is chosen now. They lie behind a button, until something is chosen. */
function filterData({ about, by = '', days, people = [] }: Audit): CardData {
  const kept = plainText(by, NAME_SHOWN);
  const everybody = { title: AUDIT.everybody, value: 'all' };
  const chosen = people.find(({ oid }) => oid === by);
  const typed = kept === '' || chosen !== undefined ? [] : [{ title: kept, value: kept }];
  const known = people.filter((one) => one !== chosen).slice(0, PEOPLE_SHOWN);
  const persons = [...(chosen ? [chosen] : []), ...known].map((one) => ({ title: personOrId(one), value: one.oid }));
  const said = [
    ...(about === undefined ? [] : [KINDS[about]]),
    ...(kept === '' ? [] : [byText(chosen === undefined ? kept : shownPerson(chosen))]),
  ];
  return {
    isFiltered: said.length > 0,
    filterLabel: AUDIT.filter,
    filter: said.join(' · '),
    aboutLabel: AUDIT.aboutLabel,
    byLabel: AUDIT.byLabel,
    daysLabel: AUDIT.daysLabel,
    choiceError: AUDIT.choiceError,
    about: about ?? 'all',
    kinds: (['all', ...AUDIT_KINDS] as const).map((value) => ({ title: KINDS[value], value })),
    by: kept || 'all',
    people: [everybody, ...typed, ...persons],
    period: String(days),
    periods: [...new Set([...PERIODS, days])].map((value) => ({ title: periodTitle(value), value: String(value) })),
  };
}

function rowData(row: AuditRow, outcome: Audit): CardData {
  const { action, result, clientId, at, actor, subject } = row;
  const nobody = OPERATORS.has(action) ? AUDIT.operator : AUDIT.bot;
  const secret = secretText(row, outcome);
  const details = outcome.details === false ? '' : detailsOf(row);
  return {
    hasWho: actor !== undefined || !isWhole(action),
    who: actor === undefined ? nobody : personOrId(actor),
    sentence: actText(action),
    hasSecret: secret !== '',
    secret,
    hasApplication: clientId !== undefined && outcome.application === undefined,
    application: clientId === undefined ? '' : applicationName(clientId, outcome),
    hasSubject: subject !== undefined,
    subject: subject === undefined ? '' : aboutText(personOrId(subject)),
    hasResult: result !== 'done',
    result: RESULTS[result],
    colour: result === 'intended' ? 'Default' : 'Attention',
    when: shownMoment(at),
    hasDetails: details !== '',
    details,
  };
}

function applicationName(clientId: string, { applications, application }: Audit): string {
  const all = application === undefined ? applications : [application, ...applications];
  return shownName(all.find((one) => one.clientId === clientId)?.displayName ?? clientId);
}

/** The name and hint of the secret; the beginning of its ID if nothing tells them any more. */
function secretText({ clientId, keyId }: AuditRow, { secrets = [] }: Audit): string {
  if (keyId === undefined) return '';
  const known = secrets.find((one) => one.clientId === clientId && one.keyId === keyId);
  if (known === undefined) return keyText(plainText(keyId).slice(0, 8));
  return `${shownName(known.name, NAME_SHOWN)} (${shownHint(known.hint)})`;
}

/** What joins an entry with others, and with the log. */
function detailsOf({ keyId, detail, reference }: AuditRow): string {
  const parts = [
    keyId === undefined ? '' : keyText(plainText(keyId).slice(0, 8)),
    plainText(detail, 120),
    reference === '' ? '' : auditReference(plainText(reference, 40)),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

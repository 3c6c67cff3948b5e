import type { AuditAction, AuditRow } from '../../bot/domain/audit/audit-events.ts';
import type { Outcome } from '../../bot/domain/shared/outcome.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { shownMoment } from '../shared/dates.ts';
import { limited, personOrId, shownName } from '../shared/describe.ts';
import template from './audit-card.json' with { type: 'json' };
import {
  ACTIONS,
  AUDIT,
  auditPosition,
  auditReference,
  auditWho,
  keyText,
  moreEntries,
  PERIODS,
  periodTitle,
  RESULTS,
} from './sentences.ts';

type Audit = Extract<Outcome, { kind: 'audit' }>;

/** Entries on one page. */
const ROWS_SHOWN = 25;
/** Characters of a text that a button carries: enough for any name, and short enough for the platform. */
const QUERY_KEPT = 140;
/** What the operator's command line does. If another entry names no person, the bot did it. */
const OPERATORS: ReadonlySet<AuditAction> = new Set(['assignment.added', 'assignment.removed']);

/** One page of the record, with a sentence for each entry. */
export function auditCard(outcome: Audit): Rendered {
  const { application, days, page, pages, total, rows, applications } = outcome;
  const names = new Map([...applications, ...(application ? [application] : [])].map((one) => [one.clientId, one]));
  const nameOf = (clientId: string): string => shownName(names.get(clientId)?.displayName ?? clientId);
  const drawn = limited(rows, ROWS_SHOWN, (row) => rowData(row, nameOf), moreEntries);
  const position = auditPosition(days, total, page, pages);
  return fill(template, `${AUDIT.title}: ${position}`, {
    title: AUDIT.title,
    ofLabel: AUDIT.of,
    ofApplication: application !== undefined,
    ofName:
      application === undefined
        ? plainText(outcome.query, QUERY_KEPT) || AUDIT.all
        : shownName(application.displayName),
    position,
    isEmpty: rows.length === 0,
    empty: AUDIT.empty,
    rows: drawn.rows,
    hasMore: drawn.hasMore,
    more: drawn.more,
    periods: PERIODS.map((period) => ({ period, title: periodTitle(period) })),
    query: plainText(application?.clientId ?? outcome.query, QUERY_KEPT),
    days,
    hasPages: pages > 1,
    hasNewer: page > 1,
    newer: page - 1,
    hasOlder: page < pages,
    older: page + 1,
  });
}

function rowData(row: AuditRow, nameOf: (clientId: string) => string): CardData {
  const { action, result, clientId, keyId, at, actor, subject, detail, reference } = row;
  const details = [
    keyId === undefined ? '' : keyText(plainText(keyId).slice(0, 8)),
    plainText(detail, 120),
    reference === '' ? '' : auditReference(plainText(reference, 40)),
  ];
  const nobody = OPERATORS.has(action) ? AUDIT.operator : AUDIT.bot;
  const shown = details.filter((part) => part !== '').join(' · ');
  return {
    sentence: ACTIONS[action],
    hasApplication: clientId !== undefined,
    application: clientId === undefined ? '' : ` · ${nameOf(clientId)}`,
    hasResult: result !== 'done',
    result: RESULTS[result],
    colour: result === 'intended' ? 'Default' : 'Attention',
    who: auditWho(shownMoment(at), actor === undefined ? nobody : personOrId(actor), whomOf(subject)),
    hasDetails: shown !== '',
    details: shown,
  };
}

function whomOf(subject: AuditRow['subject']): string {
  return subject === undefined ? '' : personOrId(subject);
}

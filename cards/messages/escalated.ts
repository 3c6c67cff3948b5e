import type { AdministratorNotice, EscalatedApplication } from '../../bot/domain/messages/notice.ts';
import type { Rendered } from '../fill.ts';
import { shownDate } from '../shared/dates.ts';
import { shownName } from '../shared/describe.ts';
import { type AssignableRow, assignableCard } from './assignable.ts';
import { ALARMS, darkText, escalatedText } from './sentences.ts';
import { shownManagers } from './undelivered.ts';

/** Applications that cannot connect or whose secrets end today: who was told, and a button to assign somebody. */
export function escalatedCard({ applications }: Extract<AdministratorNotice, { kind: 'escalated' }>): Rendered {
  const isDark = applications.some(({ cutOff }) => cutOff);
  return assignableCard({
    title: isDark ? ALARMS.darkTitle : ALARMS.endingTitle,
    intro: ALARMS.escalatedIntro,
    rows: applications.map(rowOf),
    advice: [ALARMS.escalated],
  });
}

function rowOf({ clientId, displayName, day, cutOff, managers, claimedBy, told }: EscalatedApplication): AssignableRow {
  const when = darkText(shownDate(day), cutOff);
  const [claimed] = claimedBy === undefined ? [] : shownManagers([claimedBy]);
  const about = escalatedText(shownManagers(managers), claimed, told);
  return { clientId, displayName, when, about, line: `${shownName(displayName)}: ${when}. ${about}` };
}

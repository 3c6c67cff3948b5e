import type { AdministratorNotice, UntoldApplication } from '../../bot/domain/messages/notice.ts';
import type { Rendered } from '../fill.ts';
import { shownDate } from '../shared/dates.ts';
import { shownName } from '../shared/describe.ts';
import { type AssignableRow, assignableCard } from './assignable.ts';
import { ALARMS, endText, unopenedText, untoldText } from './sentences.ts';
import { shownManagers } from './undelivered.ts';

/** Secrets expire and nobody can be told: which, when, and a button to assign somebody. */
export function untoldCard({ applications }: Extract<AdministratorNotice, { kind: 'nobody-to-tell' }>): Rendered {
  const isUnopened = applications.some(({ managers = [] }) => managers.length > 0);
  return assignableCard({
    title: applications.some(({ contacts }) => contacts === true) ? ALARMS.noManagerTitle : ALARMS.nobodyTitle,
    intro: ALARMS.nobody,
    rows: applications.map(rowOf),
    advice: isUnopened ? [ALARMS.unopenedAdvice, ALARMS.nobodyAdvice] : [ALARMS.nobodyAdvice],
  });
}

function rowOf(application: UntoldApplication): AssignableRow {
  const { clientId, displayName, contacts = false } = application;
  const [when, managers] = [endOf(application), shownManagers(application.managers ?? [])];
  const about = [
    ...(managers.length > 0 ? [unopenedText(managers)] : []),
    ...(contacts ? [ALARMS.nobodyButContacts] : []),
  ].join('; ');
  return {
    ...{ clientId, displayName, when },
    about,
    line: untoldText(shownName(displayName), when, about),
  };
}

/** Empty if it is unknown: an earlier version kept no date. */
function endOf({ day, expired = false }: UntoldApplication): string {
  return day === undefined ? '' : endText(shownDate(day), expired);
}

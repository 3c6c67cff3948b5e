import type { AdministratorNotice, UntoldApplication } from '../../bot/domain/messages/notice.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { shownDate } from '../shared/dates.ts';
import { shortName, shownName } from '../shared/describe.ts';
import { moreOfThem } from '../shared/sentences.ts';
import { ALARMS, endText, unopenedText, untoldText } from './sentences.ts';
import { shownReader } from './undelivered.ts';
import template from './untold.json' with { type: 'json' };

/** Applications with a button: the most urgent ones. The others are lines. */
const BUTTONS = 10;
/** Applications that are named. The rest is counted. */
const SHOWN = 50;
/** Characters of the name of a manager in a list of applications. */
const MANAGER_SHOWN = 40;

/** Secrets expire and nobody can be told: which, when, and a button to assign somebody. */
export function untoldCard({ applications }: Extract<AdministratorNotice, { kind: 'nobody-to-tell' }>): Rendered {
  const named = applications.slice(BUTTONS, SHOWN).map(lineOf);
  const hidden = applications.length - SHOWN;
  const isUnopened = applications.some(({ managers = [] }) => managers.length > 0);
  const advice = isUnopened ? [ALARMS.unopenedAdvice, ALARMS.nobodyAdvice] : [ALARMS.nobodyAdvice];
  return fill(template, ALARMS.nobodyTitle, {
    title: ALARMS.nobodyTitle,
    intro: ALARMS.nobody,
    first: applications.slice(0, BUTTONS).map(rowOf),
    lines: [...named, ...(hidden > 0 ? [moreOfThem(hidden)] : [])].map((text) => ({ text })),
    advice: advice.map((text) => ({ text })),
  });
}

function rowOf(application: UntoldApplication): CardData {
  const { displayName, clientId } = application;
  const [end, managers] = [endOf(application), managersOf(application)];
  return {
    name: shownName(displayName),
    shortName: shortName(displayName),
    clientId: plainText(clientId),
    hasEnd: end !== '',
    end,
    hasManagers: managers.length > 0,
    managers: managers.length > 0 ? unopenedText(managers) : '',
  };
}

function lineOf(application: UntoldApplication): string {
  return untoldText(shownName(application.displayName), endOf(application), managersOf(application));
}

/** Empty if it is unknown: an earlier version kept no date. */
function endOf({ day, expired = false }: UntoldApplication): string {
  return day === undefined ? '' : endText(shownDate(day), expired);
}

function managersOf({ managers = [] }: UntoldApplication): readonly string[] {
  return managers.map((name) => shownReader(name, MANAGER_SHOWN));
}

import type { RotationView } from '../../bot/domain/rotation/outcomes.ts';
import { SILENT_DAYS, silenceOf } from '../../bot/domain/rotation/rotation.ts';
import { SILENT_DAYS as IN_USE_DAYS, type ReportCover } from '../../bot/domain/secrets/last-use.ts';
import { counted, shownDay, shownLength, shownMoment } from '../shared/dates.ts';
import { safeFromText } from '../shared/sentences-status.ts';
import {
  EVIDENCE,
  LOG,
  lateLogText,
  newFirstUsed,
  notSilentText,
  oldLastUsed,
  reportRead,
  silentLatelyUsedText,
  silentText,
  stillUsedText,
} from './sentences.ts';

/**
 * What the sign-in report says of an open rotation, and how old the report is. Empty if the operator has switched it
 * off.
 */
export function evidenceLines({ rotation, evidence, reportOn }: RotationView): readonly string[] {
  if (!reportOn || rotation.state !== 'open') return [];
  const firstUsed = evidence?.newFirstUsed ?? rotation.firstUsed;
  const used = firstUsed === undefined ? [] : [newFirstUsed(shownMoment(firstUsed))];
  if (evidence === undefined) return [...used, EVIDENCE.absent];
  const { report, oldLastUsed: last, oldSafeFrom: safeFrom } = evidence;
  const fresh = rotation.fresh === undefined || used.length > 0 ? used : [EVIDENCE.newUnused];
  const old = last === undefined ? EVIDENCE.oldUnused : oldLastUsed(shownMoment(last));
  const safe = safeFrom === undefined ? [] : [safeFromText(shownDay(safeFrom))];
  return [...fresh, old, ...safe, ...ageLines(report)];
}

function ageLines(report: ReportCover | undefined): readonly string[] {
  if (report === undefined) return [];
  const { readAt, newest } = report;
  const age = newest === undefined ? undefined : shownLength(readAt.getTime() - newest.getTime());
  return [reportRead(shownMoment(readAt), age)];
}

/**
 * What the log of sign-ins says of the last step. Undefined if it was not read for this rotation. If the form of the deletion
 * is going to say that the secret is in use, the card says so, too.
 */
export function silenceAdvice({ rotation, evidence, logLate }: RotationView): string | undefined {
  if (logLate && rotation.log !== undefined) return lateLogText(shownMoment(rotation.log.until));
  const silence = silenceOf(rotation, evidence);
  if (silence === undefined) return undefined;
  const { since, isUse, enoughAt, days, isEnough } = silence;
  if (!isEnough) return (isUse ? stillUsedText : notSilentText)(SILENT_DAYS, shownMoment(since), shownMoment(enoughAt));
  // If the log alone tells of uses, the form counts the days from there.
  const isInUse = evidence === undefined ? isUse && days < IN_USE_DAYS : evidence.oldSafeFrom !== undefined;
  const silent = (isInUse ? silentLatelyUsedText : silentText)(counted(days, 'day'));
  const isTest = rotation.updated === undefined && rotation.log?.signedInAt !== undefined;
  return isTest ? `${silent} ${LOG.maybeTest}` : silent;
}

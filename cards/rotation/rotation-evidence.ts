import type { RotationView } from '../../bot/domain/rotation/outcomes.ts';
import { type Rotation, SILENT_DAYS, silenceOf } from '../../bot/domain/rotation/rotation.ts';
import type { ReportCover } from '../../bot/domain/secrets/last-use.ts';
import { counted, shownDay, shownLength, shownMoment } from '../shared/dates.ts';
import { safeFromText } from '../shared/sentences-status.ts';
import {
  EVIDENCE,
  newFirstUsed,
  notSilentText,
  oldLastUsed,
  reportRead,
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

/** What the log of sign-ins says of the last step. Undefined if it was not read for this rotation. */
export function silenceAdvice(rotation: Rotation): string | undefined {
  const silence = silenceOf(rotation);
  if (silence === undefined) return undefined;
  const { since, enoughAt, days, isEnough } = silence;
  if (isEnough) return silentText(counted(days, 'day'));
  const isUse = rotation.log?.oldUsedAt?.getTime() === since.getTime();
  return (isUse ? stillUsedText : notSilentText)(SILENT_DAYS, shownMoment(since), shownMoment(enoughAt));
}

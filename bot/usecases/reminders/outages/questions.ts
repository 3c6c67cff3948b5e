import { REFUSALS, type Refusal, refusedQuestion } from '../../../domain/secrets/sign-in-log.ts';
import type { ClientId } from '../../../domain/shared/application.ts';
import type { LogReading } from '../../../ports/reminders/outages.ts';
import type { LogPart } from '../../../ports/secrets/sign-in-log.ts';

/** What the log is asked for: one kind of refusal of all applications, or the successes of one application. */
export type Question =
  | { readonly kind: 'refused'; readonly why: Refusal }
  | { readonly kind: 'succeeded'; readonly clientId: ClientId };

const MINUTE_MS = 60_000;
/** A question is asked again after this. */
const EVERY_MS = { refused: 45_000, succeeded: 30_000 } as const;
/** Entries appear minutes late: the log is read again from so long before the end of the last reading. */
const OVERLAP_MS = 30 * MINUTE_MS;
/** The first reading looks back so far, */
const FIRST_MS = 60 * MINUTE_MS;
/** and the one after a long time without a reading at most so far. */
const LONGEST_MS = 24 * 60 * MINUTE_MS;

export function keyOf(question: Question): string {
  return question.kind === 'refused' ? refusedQuestion(question.why) : `succeeded ${question.clientId}`;
}

/** The questions that are due: what was never asked comes first, and then what was asked longest ago. */
export function questionsDue(
  readings: readonly LogReading[],
  watched: readonly ClientId[],
  now: Date,
): readonly Question[] {
  const byKey = new Map(readings.map((reading) => [reading.question, reading]));
  const askedAt = (question: Question) => byKey.get(keyOf(question))?.askedAt.getTime() ?? Number.NEGATIVE_INFINITY;
  const all: readonly Question[] = [
    ...REFUSALS.map((why) => ({ kind: 'refused' as const, why })),
    ...watched.map((clientId) => ({ kind: 'succeeded' as const, clientId })),
  ];
  return all
    .filter((question) => now.getTime() - askedAt(question) >= EVERY_MS[question.kind])
    .sort((a, b) => askedAt(a) - askedAt(b) || 0);
}

/** From when on the log is asked. */
export function sinceOf(reading: LogReading | undefined, now: Date): Date {
  if (reading === undefined) return new Date(now.getTime() - FIRST_MS);
  return new Date(Math.max(reading.until.getTime() - OVERLAP_MS, now.getTime() - LONGEST_MS));
}

/**
 * The reading after an answer. If the answer leaves entries out, a time was never asked for, or a success does not say with
 * which secret it was, the reading begins after that.
 */
export function readingAfter(
  question: Question,
  before: LogReading | undefined,
  since: Date,
  { entries, complete, unclearAt }: LogPart,
  now: Date,
): LogReading {
  const oldest = new Date(Math.min(now.getTime(), ...entries.map(({ at }) => at.getTime())));
  const begun = complete ? since : oldest;
  const joined = before !== undefined && begun <= before.until && before.from < begun ? before.from : begun;
  const isUnclear = question.kind === 'succeeded' && unclearAt !== undefined && unclearAt > joined;
  const from = isUnclear ? unclearAt : joined;
  return { question: keyOf(question), from, until: now, askedAt: now };
}

/** The reading after a question that was not answered. */
export function readingUnanswered(question: Question, before: LogReading | undefined, now: Date): LogReading {
  const since = sinceOf(before, now);
  return before === undefined
    ? { question: keyOf(question), from: since, until: since, askedAt: now }
    : { ...before, askedAt: now };
}

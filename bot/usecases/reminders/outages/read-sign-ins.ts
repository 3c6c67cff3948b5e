import { FORM_LIFETIME_MS } from '../../../domain/secrets/operation.ts';
import type { LoggedSignIn } from '../../../domain/secrets/sign-in-log.ts';
import type { LogReading } from '../../../ports/reminders/outages.ts';
import { DirectoryFault } from '../../../ports/secrets/directory.ts';
import type { SignInLog } from '../../../ports/secrets/sign-in-log.ts';
import { alarmOf } from '../../shared/alarm.ts';
import type { Deps } from '../../shared/deps.ts';
import { noteRefused } from './note-refused.ts';
import { noteSucceeded } from './note-succeeded.ts';
import { keyOf, type Question, questionsDue, readingAfter, readingUnanswered, sinceOf } from './questions.ts';

/** No question is begun later than this after the round began, so that the lock never lapses while one is asked. */
const ROUND_MS = 20_000;
/** If something is watched, the next round comes after this. */
const AGAIN_MS = 15_000;
/** The successes of an application are asked for until it shows whether its new secret works (`meaningOf`). */
const CREATED_MS = 10 * 60_000;
/** If the bot may not read the log, it tries again after this. */
const DENIED_MS = 15 * 60_000;

/**
 * Reads what is new in Entra's log of sign-ins. One process at a time does; each question goes on where it was read last,
 * also after a restart. Without the right or the licence the administrators are told once, and everything else works. See
 * decision 0039: the log of sign-ins is asked narrow questions.
 */
export async function readSignIns(deps: Deps, stopping: AbortSignal): Promise<void> {
  const { signInLog } = deps;
  if (signInLog === undefined) return;
  await deps.ledger.locks.withLock('sign-in-log', 0, () => round(deps, signInLog, stopping));
}

async function round(deps: Deps, log: SignInLog, stopping: AbortSignal): Promise<void> {
  const { outages } = deps.ledger;
  const begun = deps.clock();
  const access = await outages.access();
  if (access?.deniedSince !== undefined && begun.getTime() - access.triedAt.getTime() < DENIED_MS) return;
  const watched = await outages.watched(
    new Date(begun.getTime() - FORM_LIFETIME_MS),
    new Date(begun.getTime() - CREATED_MS),
  );
  const readings = await outages.readings();
  const due = questionsDue(readings, watched, begun);
  let isAllowed = false;
  for (const question of due) {
    if (stopping.aborted || deps.clock().getTime() - begun.getTime() > ROUND_MS) break;
    const answer = await answerTo({ deps, log, stopping }, question, readings);
    if (answer === 'refused') break;
    isAllowed ||= answer === 'read';
  }
  if (isAllowed && (access === undefined || access.deniedSince !== undefined)) await outages.allowed(begun);
  const again = new Date(deps.clock().getTime() + AGAIN_MS);
  if (due.length > 0 && watched.length > 0) await deps.jobs.wake('read-sign-ins', again);
}

interface Asking {
  readonly deps: Deps;
  readonly log: SignInLog;
  readonly stopping: AbortSignal;
}

/** `unread`: this question alone has failed. `refused`: the bot may not ask any more, or not now. */
async function answerTo(
  asking: Asking,
  question: Question,
  readings: readonly LogReading[],
): Promise<'read' | 'unread' | 'refused'> {
  try {
    await ask(asking, question, readings);
    return 'read';
  } catch (cause) {
    if (!(cause instanceof DirectoryFault)) throw cause;
    return failed(asking, question, readings, cause);
  }
}

async function ask(
  { deps, log, stopping }: Asking,
  question: Question,
  readings: readonly LogReading[],
): Promise<void> {
  const before = readingOf(question, readings);
  const now = deps.clock();
  const since = sinceOf(before, now);
  if (question.kind === 'refused') {
    const part = await log.refused(question.why, since, stopping);
    if (!part.complete) deps.log.warn('more sign-ins were refused than are read', { reason: question.why });
    noteNameless(deps, part.entries, before?.until ?? since);
    return noteRefused(deps, question.why, part.entries, readingAfter(question, before, since, part, now));
  }
  const part = await log.succeeded(question.clientId, since, stopping);
  await noteSucceeded(deps, question.clientId, part.entries, readingAfter(question, before, since, part, now));
}

/** Only the log of the bot tells of them: they concern no application. Those from before `since` were told of. */
function noteNameless({ log }: Deps, entries: readonly LoggedSignIn[], since: Date): void {
  const count = entries.filter(({ clientId, at }) => clientId === undefined && at >= since).length;
  if (count > 0) log.info('sign-ins refused, and Entra does not say of which application', { count });
}

/** What was not read is asked again: in the next round if Graph takes no requests, and after the others if it fails by itself. */
async function failed(
  { deps, stopping }: Asking,
  question: Question,
  readings: readonly LogReading[],
  cause: DirectoryFault,
): Promise<'unread' | 'refused'> {
  const { problem, requestId } = cause;
  const [at, reason] = [deps.clock(), keyOf(question)];
  deps.log.warn('sign-in log not read', { problem, requestId, reason }, cause);
  if (problem === 'throttled' || stopping.aborted) return 'refused';
  if (problem === 'forbidden') {
    await deps.ledger.outages.denied(at, [alarmOf(deps, { kind: 'log-denied' })]);
    await deps.jobs.wake('send-outbox', at);
    return 'refused';
  }
  await deps.ledger.outages.tried(readingUnanswered(question, readingOf(question, readings), at));
  return 'unread';
}

function readingOf(question: Question, readings: readonly LogReading[]): LogReading | undefined {
  return readings.find((reading) => reading.question === keyOf(question));
}

import { FORM_LIFETIME_MS } from '../../../domain/secrets/operation.ts';
import type { LogReading } from '../../../ports/reminders/outages.ts';
import { DirectoryFault } from '../../../ports/secrets/directory.ts';
import type { SignInLog } from '../../../ports/secrets/sign-in-log.ts';
import { alarmOf } from '../../shared/alarm.ts';
import type { Deps } from '../../shared/deps.ts';
import { noteRefused } from './note-refused.ts';
import { noteSucceeded } from './note-succeeded.ts';
import { keyOf, type Question, questionsDue, readingAfter, sinceOf } from './questions.ts';

/** No question is begun later than this after the round began, so that the lock never lapses while one is asked. */
const ROUND_MS = 20_000;
/** If something is watched, the next round comes after this. */
const AGAIN_MS = 15_000;
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
  const watched = await outages.watched(new Date(begun.getTime() - FORM_LIFETIME_MS));
  const readings = await outages.readings();
  const due = questionsDue(readings, watched, begun);
  try {
    for (const question of due) {
      if (stopping.aborted || deps.clock().getTime() - begun.getTime() > ROUND_MS) break;
      await ask({ deps, log, stopping }, question, readings);
    }
    if (due.length > 0 && (access === undefined || access.deniedSince !== undefined)) await outages.allowed(begun);
  } catch (cause) {
    if (!(cause instanceof DirectoryFault)) throw cause;
    await failed(deps, cause);
  }
  const again = new Date(deps.clock().getTime() + AGAIN_MS);
  if (due.length > 0 && watched.length > 0) await deps.jobs.wake('read-sign-ins', again);
}

interface Asking {
  readonly deps: Deps;
  readonly log: SignInLog;
  readonly stopping: AbortSignal;
}

async function ask(
  { deps, log, stopping }: Asking,
  question: Question,
  readings: readonly LogReading[],
): Promise<void> {
  const before = readings.find((reading) => reading.question === keyOf(question));
  const now = deps.clock();
  const since = sinceOf(before, now);
  if (question.kind === 'refused') {
    const part = await log.refused(question.why, since, stopping);
    if (!part.complete) deps.log.warn('more sign-ins were refused than are read', { reason: question.why });
    return noteRefused(deps, question.why, part.entries, readingAfter(question, before, since, part, now));
  }
  const part = await log.succeeded(question.clientId, since, stopping);
  await noteSucceeded(deps, question.clientId, part.entries, readingAfter(question, before, since, part, now));
}

/** The next round asks again what was not read. */
async function failed(deps: Deps, cause: DirectoryFault): Promise<void> {
  const { problem, requestId } = cause;
  deps.log.warn('sign-in log not read', { problem, requestId }, cause);
  if (problem !== 'forbidden') return;
  const at = deps.clock();
  await deps.ledger.outages.denied(at, [alarmOf(deps, { kind: 'log-denied' })]);
  await deps.jobs.wake('send-outbox', at);
}

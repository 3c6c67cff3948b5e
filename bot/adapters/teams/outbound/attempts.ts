import { setTimeout as wait } from 'node:timers/promises';
import { tooLargeText } from '../../../../cards/index.ts';
import type { ConnectorResult } from './connector.ts';
import { type Json, textMessage } from './respond.ts';
import { isTooLarge, isWorthAnotherTry } from './results.ts';

/** A pause that is longer does not fit into a turn: the outbox takes the message over. */
const LONGEST_PAUSE_MS = 5_000;
const ATTEMPTS = 3;
/** The pause if Teams names none. */
const OWN_PAUSE_MS = 1_000;
/** The part of the text that a shorter message keeps. */
const KEPT = 2_000;

type Attempt = (activity: Json) => Promise<ConnectorResult>;

/** Sends a message. If Teams refuses it for its size, sends the text that notifications show, with a word about the rest. */
export async function sendFitting(attempt: Attempt, activity: Json): Promise<ConnectorResult> {
  const result = await attempt(activity);
  return isTooLarge(result) ? attempt(shorterOf(activity)) : result;
}

/**
 * Sends a message that carries no value, again after each short pause that Teams asks for. If it gets no answer at all, it
 * stops: the message may have arrived.
 */
export async function sendPatiently(attempt: Attempt, activity: Json): Promise<ConnectorResult> {
  for (let attempts = 1; ; attempts += 1) {
    const result = await sendFitting(attempt, activity);
    if (result.kind === 'done' || result.status === undefined || !isWorthAnotherTry(result)) return result;
    const pause = result.afterMs ?? OWN_PAUSE_MS;
    if (attempts === ATTEMPTS || pause > LONGEST_PAUSE_MS) return result;
    await wait(pause);
  }
}

function shorterOf({ summary, text }: Json): Json {
  const told = [summary, text].find((each) => typeof each === 'string') ?? '';
  return textMessage(tooLargeText(String(told).slice(0, KEPT)));
}

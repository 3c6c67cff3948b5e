import { setTimeout as wait } from 'node:timers/promises';

/** Teams takes 50 requests a second from one app in one tenant. Answers to people need some of them, and go first. */
const APART_MS = 1000 / 30;
/**
 * Teams takes 7 requests a second for one conversation, but 8 in 2 seconds (Microsoft: rate limits of bots in Teams).
 */
const APART_IN_CONVERSATION_MS = 300;
const CONVERSATIONS = 1_000;

/** Resolves when the next message that nobody asked for may go to this conversation. */
export type Pace = (conversationId: string) => Promise<void>;

/** Each process counts for itself, so that Teams seldom throttles. A message that is throttled is sent again later. */
export function createPace(now: () => number = () => performance.now()): Pace {
  const next = new Map<string, number>();
  let nextOfAll = 0;
  return async (conversationId) => {
    const at = now();
    const slot = Math.max(at, nextOfAll, next.get(conversationId) ?? 0);
    nextOfAll = slot + APART_MS;
    next.delete(conversationId);
    next.set(conversationId, slot + APART_IN_CONVERSATION_MS);
    const [oldest] = next.keys();
    if (next.size > CONVERSATIONS && oldest !== undefined) next.delete(oldest);
    if (slot > at) await wait(slot - at);
  };
}

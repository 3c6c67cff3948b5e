import { setTimeout as wait } from 'node:timers/promises';

/** Teams takes 50 requests a second of one app and tenant; answers to people go first and need room. */
const APART_MS = 1000 / 30;
/** And 7 a second, but 8 in 2 seconds, of one conversation (Microsoft: rate limits of bots in Teams). */
const APART_IN_CONVERSATION_MS = 300;
const CONVERSATIONS = 1_000;

/** Resolves when the next message of one's own accord may go to this conversation. */
export type Pace = (conversationId: string) => Promise<void>;

/** Per process, to keep from being throttled at all; what is throttled nevertheless comes back later. */
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

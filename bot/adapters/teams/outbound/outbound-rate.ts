import { setTimeout } from 'node:timers/promises';

/**
 * Teams takes 50 requests a second from one app in one tenant:
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit. Messages that nobody asked for take at most
 * 46 of them, less those that the bot makes for people: an answer never waits, and finds room.
 */
const MOST_A_SECOND = 46;
const SECOND_MS = 1_000;
const APART_MS = SECOND_MS / MOST_A_SECOND;
/** Teams takes 7 requests a second for one conversation, but 8 in 2 seconds. */
const APART_IN_CONVERSATION_MS = 300;
const CONVERSATIONS = 1_000;
/** Another process may send, too. After Teams has throttled, each takes half for so long. */
const CAREFUL_MS = 30_000;

/** Resolves when the next message that nobody asked for may go to this conversation. */
export type Pace = (conversationId: string) => Promise<void>;

export interface OutboundRate {
  /** A request of any kind goes to Teams now. */
  readonly sent: () => void;
  /** Teams has refused a request because there were too many. */
  readonly throttled: () => void;
  readonly pace: Pace;
}

/**
 * The rate of one process. Requests that people wait for are only counted. Messages that nobody asked for wait their turn,
 * in order. A message that is throttled all the same is sent again later. See decision 0028: digests fill what answers
 * leave.
 */
export function createOutboundRate(
  now: () => number = () => performance.now(),
  wait: (ms: number) => Promise<unknown> = setTimeout,
): OutboundRate {
  /** When the last requests of any kind were made: as many as fit into a second. */
  const recent: number[] = [];
  const own = createSpacing();
  let careful = Number.NEGATIVE_INFINITY;
  let line: Promise<void> = Promise.resolve();

  const slotOf = (conversationId: string): number => {
    const full = recent.at(-MOST_A_SECOND) ?? Number.NEGATIVE_INFINITY;
    return Math.max(full + SECOND_MS, own.slotOf(conversationId));
  };
  const turn = async (conversationId: string): Promise<void> => {
    // Looked at again after each wait: meanwhile somebody may have been answered.
    for (let slot = slotOf(conversationId); slot > now(); slot = slotOf(conversationId)) await wait(slot - now());
    own.take(conversationId, now(), now() < careful ? 2 * APART_MS : APART_MS);
  };

  return {
    sent: () => {
      recent.push(now());
      if (recent.length > MOST_A_SECOND) recent.shift();
    },
    throttled: () => {
      careful = now() + CAREFUL_MS;
    },
    pace: (conversationId) => {
      line = line.then(() => turn(conversationId));
      return line;
    },
  };
}

/** When the next message of the bot's own accord may go: after the last one, and after the last one to its conversation. */
function createSpacing() {
  const next = new Map<string, number>();
  let nextOfAll = Number.NEGATIVE_INFINITY;
  return {
    slotOf: (conversationId: string) => Math.max(nextOfAll, next.get(conversationId) ?? Number.NEGATIVE_INFINITY),
    take: (conversationId: string, at: number, apartMs: number) => {
      nextOfAll = at + apartMs;
      next.delete(conversationId);
      next.set(conversationId, at + APART_IN_CONVERSATION_MS);
      const [oldest] = next.keys();
      if (next.size > CONVERSATIONS && oldest !== undefined) next.delete(oldest);
    },
  };
}

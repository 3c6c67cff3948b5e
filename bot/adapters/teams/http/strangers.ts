import type { ServerResponse } from 'node:http';
import { createRateLimit, type Limit } from '../inbound/limits/rate-limit.ts';
import { createWaitingRoom } from './waiting-room.ts';

/** So many requests whose token is no good are answered at once; Teams itself sends hardly any, a scanner some hundred. */
const LIMIT: Limit = { burst: 1_000, refillMs: 10_000, keys: 1 };

/**
 * Turns away who has no good token: over the limit a second later, so that a client that waits for its answers cannot send
 * many, or not at all if too many wait already. Resolves when the request has its answer, or its client has left.
 */
export function createStrangers(now: () => number): (response: ServerResponse, answer: () => void) => Promise<void> {
  const allow = createRateLimit(now, LIMIT);
  const room = createWaitingRoom();
  return async (response, answer) => {
    if (allow('')) return answer();
    // Its client left while the token was looked at. It would keep its place for ever, because nothing tells of that twice.
    if (response.closed) return;
    const over = new Promise<void>((resolve) => void response.once('close', resolve));
    if (!room.hold(response, async () => answer())) response.destroy();
    return over;
  };
}

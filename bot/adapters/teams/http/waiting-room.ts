import type { ServerResponse } from 'node:http';

const PLACES = 200;
const WAIT_MS = 1_000;
/** Those who came together do not leave together: their next requests would also come together, between the turns. */
const SPREAD_MS = 500;

export interface WaitingRoom {
  /** Answers a second later or a little more, unless the client has left by then. False if nobody else may wait: nothing is answered. */
  hold(response: ServerResponse, answer: () => Promise<void>): boolean;
}

/** Requests wait here without work. A client that sends many of them on one connection gets one answer a second. */
export function createWaitingRoom(): WaitingRoom {
  let waiting = 0;
  let turn = 0;
  return {
    hold: (response, answer) => {
      if (waiting >= PLACES) return false;
      waiting += 1;
      turn = (turn + 1) % PLACES;
      const waitMs = WAIT_MS + (SPREAD_MS * turn) / PLACES;
      const timer = setTimeout(() => void answer().catch(() => response.destroy()), waitMs);
      // Also emitted after an answer.
      response.once('close', () => {
        waiting -= 1;
        clearTimeout(timer);
      });
      return true;
    },
  };
}

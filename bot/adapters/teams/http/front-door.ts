import type { IncomingMessage, ServerResponse } from 'node:http';
import type { BrowserPages } from '../../../ports/shared/browser-pages.ts';
import type { Log } from '../../../ports/shared/log.ts';
import { type Allow, createRateLimit, type Limit } from '../inbound/limits/rate-limit.ts';
import { sendEarly, sendPageEarly } from './http.ts';
import type { ReadyAnswer } from './readiness.ts';
import { createWaitingRoom, type WaitingRoom } from './waiting-room.ts';

/** What a request without a sign-in asks for. Each has limits of its own. */
const DOORS = ['ready', 'health', 'script', 'link', 'made-up', 'other'] as const;
type Door = (typeof DOORS)[number];

const SHARED = { keys: 1 };
/**
 * How much of each is worked on in this process: far less than turns get. A genuine link has a bucket of its own, so that
 * a flood of made-up ones locks nobody out.
 */
const LIMITS: Readonly<Record<Door, Limit>> = {
  ready: { burst: 20, refillMs: 2_000, ...SHARED },
  health: { burst: 20, refillMs: 2_000, ...SHARED },
  script: { burst: 40, refillMs: 2_000, ...SHARED },
  link: { burst: 10, refillMs: 10_000, keys: 10_000 },
  'made-up': { burst: 20, refillMs: 4_000, ...SHARED },
  other: { burst: 20, refillMs: 4_000, ...SHARED },
};
const LOGGED_EVERY_MS = 60_000;
const RETRY_AFTER = '10';

export interface FrontDoorDeps {
  readonly pages: Pick<BrowserPages, 'sortOf' | 'busy'>;
  readonly readiness: () => Promise<ReadyAnswer>;
  readonly log: Log;
  readonly isDraining: () => boolean;
  /** Milliseconds that only go forward. */
  readonly now: () => number;
}

/**
 * Decides before anything else looks at a request: true if it is worked on. Otherwise it is answered here, a second later
 * and without work, or not at all if too many wait already. See decision 0020: links carry a tag.
 */
export function createFrontDoor(deps: FrontDoorDeps): (request: IncomingMessage, response: ServerResponse) => boolean {
  const limits = recordOf((door): Allow => createRateLimit(deps.now, LIMITS[door]));
  // A flood at one door leaves the places of another free.
  const rooms = recordOf((): WaitingRoom => createWaitingRoom());
  const noteFull = recordOf((door) =>
    onceInAWhile(deps.now, () => deps.log.warn('requests held back', { kind: door })),
  );
  return (request, response) => {
    const visit = visitOf(deps.pages, request);
    if (visit === undefined || limits[visit.door](visit.key)) return true;
    noteFull[visit.door]();
    if (deps.isDraining()) response.setHeader('connection', 'close');
    if (!rooms[visit.door].hold(response, () => answerLate(deps, visit, response))) request.socket.destroy();
    return false;
  };
}

function recordOf<T>(make: (door: Door) => T): Readonly<Record<Door, T>> {
  const [ready, health, script, link, madeUp, other] = DOORS;
  return {
    [ready]: make(ready),
    [health]: make(health),
    [script]: make(script),
    [link]: make(link),
    [madeUp]: make(madeUp),
    [other]: make(other),
  };
}

interface Visit {
  readonly door: Door;
  readonly path: string;
  /** Each has a bucket of its own. */
  readonly key: string;
}

/** Undefined for turns: the gate looks at their tokens, and people have limits of their own. */
function visitOf(pages: FrontDoorDeps['pages'], { method, url = '/' }: IncomingMessage): Visit | undefined {
  const { pathname: path, searchParams: query } = URL.parse(url, 'http://bot.invalid') ?? new URL('http://bot.invalid');
  if (method === 'POST' && path === '/api/messages') return undefined;
  if (path === '/readyz') return { door: 'ready', path, key: '' };
  if (path === '/healthz') return { door: 'health', path, key: '' };
  if (!/^\/(sign-in|contact)\//.test(path)) return { door: 'other', path, key: '' };
  const sort = pages.sortOf({ path, query });
  return sort.kind === 'genuine' ? { door: 'link', path, key: sort.text } : { door: sort.kind, path, key: '' };
}

/** A probe of the platform hears the truth, however late. */
async function answerLate(
  { pages, readiness }: FrontDoorDeps,
  { door, path }: Visit,
  response: ServerResponse,
): Promise<void> {
  switch (door) {
    case 'ready': {
      const { status, body } = await readiness();
      return sendEarly(response, status, body);
    }
    case 'health':
      return sendEarly(response, 200, { status: 'up' });
    case 'script':
    case 'link':
    case 'made-up':
      return sendPageEarly(response, pages.busy(path));
    case 'other':
      response.setHeader('retry-after', RETRY_AFTER);
      return sendEarly(response, 429, { error: 'refused' });
  }
}

function onceInAWhile(now: () => number, act: () => void): () => void {
  let last = Number.NEGATIVE_INFINITY;
  return () => {
    if (now() - last < LOGGED_EVERY_MS) return;
    last = now();
    act();
  };
}

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFrontDoor } from '../../../../../bot/adapters/teams/http/front-door.ts';
import type { BrowserPages } from '../../../../../bot/ports/shared/browser-pages.ts';
import { type Visitor, visitor } from './visitor.ts';

const GENUINE = '/sign-in/genuine';
const BUSY = { status: 429, headers: { 'Retry-After': '10', 'Content-Type': 'text/html' }, body: 'busy' };

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  vi.useFakeTimers();
  world = createWorld();
});
afterEach(() => vi.useRealTimers());

/** A front door with a fake clock. A link that begins with "genuine" is genuine. */
function createWorld() {
  const clock = { now: 0 };
  const state = { draining: false, ready: true };
  const warned: string[] = [];
  const sortOf: BrowserPages['sortOf'] = ({ path }) => {
    if (path.endsWith('.js')) return { kind: 'script' };
    return path.startsWith(GENUINE) ? { kind: 'genuine', text: path } : { kind: 'made-up' };
  };
  const admits = createFrontDoor({
    pages: { sortOf, busy: () => BUSY },
    readiness: async () => ({ status: state.ready ? 200 : 503, body: { status: state.ready ? 'ready' : 'not ready' } }),
    log: { info: () => {}, warn: (event, fields) => warned.push(`${event}: ${fields?.['kind']}`), error: () => {} },
    isDraining: () => state.draining,
    now: () => clock.now,
  });
  const pass = async (ms: number) => {
    clock.now += ms;
    await vi.advanceTimersByTimeAsync(ms);
  };
  /** So many requests at once; how many of them are worked on, and the rest. */
  const send = (count: number, url: string, method = 'GET') => {
    const visitors = Array.from({ length: count }, () => visitor(method, url));
    const held = visitors.filter(({ request, response }) => !admits(request, response));
    return { worked: count - held.length, held };
  };
  return { state, warned, pass, send };
}

const statuses = (held: readonly Visitor[]) => new Set(held.map((one) => one.answer()?.status));

describe('the front door', () => {
  it.each([
    ['made-up links', '/sign-in/made-up', 20],
    ['made-up states', '/sign-in/callback?state=made-up', 20],
    ['unknown addresses', '/nowhere', 20],
    ['an address that is none', 'http://[', 20],
    ['/readyz', '/readyz', 20],
    ['/healthz', '/healthz', 20],
    ['scripts', '/sign-in/close.js?v=1', 40],
  ])('lets a few of %s be worked on at once, and a few more every second', async (_name, url, burst) => {
    expect(world.send(100, url).worked).toBe(burst);
    expect(world.send(100, url).worked).toBe(0);
    await world.pass(1_000);
    const more = world.send(100, url).worked;
    expect(more).toBeGreaterThanOrEqual(5);
    expect(more).toBeLessThanOrEqual(burst / 2);
  });

  it('has no limit for turns, which have limits of their own', () => {
    expect(world.send(1_000, '/api/messages', 'POST').worked).toBe(1_000);
    expect(world.send(100, '/api/messages').worked).toBe(20);
  });

  it('answers what is over the limit after a second or more: pages say that it is too much, probes hear the truth', async () => {
    world.state.ready = false;
    const asked = ['/sign-in/x', '/sign-in/close.js', '/nowhere', '/readyz', '/healthz'];
    const held = asked.map((url) => world.send(60, url).held);
    await world.pass(999);
    expect(new Set(held.flatMap((some) => [...statuses(some)]))).toEqual(new Set([undefined]));
    await world.pass(501);
    expect(held.map((some) => [...statuses(some)])).toEqual([[429], [429], [429], [503], [200]]);
    expect(held[0]?.[0]?.answer()?.body).toBe('busy');
    expect(held[3]?.[0]?.answer()?.body).toBe('{"status":"not ready"}');
  });

  it('gives late answers the security headers, and tells when to try again', async () => {
    const [page, other] = ['/sign-in/x', '/nowhere'].map((url) => world.send(21, url).held[0]?.response);
    await world.pass(1_500);
    for (const response of [page, other]) {
      expect(response?.getHeader('x-content-type-options')).toBe('nosniff');
      expect(response?.getHeader('retry-after')).toBe('10');
    }
  });

  it('keeps a bucket for each genuine link, so that a flood of others does not lock it out', () => {
    world.send(500, '/sign-in/made-up');
    expect(world.send(1, `${GENUINE}-1`).worked).toBe(1);
    expect(world.send(500, `${GENUINE}-2`).worked).toBe(10);
    expect(world.send(1, `${GENUINE}-1`).worked).toBe(1);
  });

  it('lets 200 wait at one door and cuts the connection of the next, while others may still wait at other doors', async () => {
    const { held } = world.send(20 + 200 + 3, '/sign-in/made-up');
    expect(held.filter((one) => one.wasCut()).length).toBe(3);
    expect(world.send(21, '/readyz').held.filter((one) => one.wasCut()).length).toBe(0);
    await world.pass(1_500);
    expect(world.send(200, '/sign-in/made-up').held.filter((one) => one.wasCut()).length).toBe(0);
  });

  it('frees the place of a client that leaves, and answers nobody in its place', async () => {
    const { held } = world.send(220, '/sign-in/made-up');
    for (const one of held) one.leave();
    expect(world.send(200, '/sign-in/made-up').held.filter((one) => one.wasCut()).length).toBe(0);
    await world.pass(1_500);
    expect(statuses(held)).toEqual(new Set([undefined]));
  });

  it('says in the log which door is full, once a minute', async () => {
    world.send(100, '/sign-in/made-up');
    world.send(100, '/readyz');
    expect(world.warned).toEqual(['requests held back: made-up', 'requests held back: ready']);
    await world.pass(60_000);
    world.send(100, '/readyz');
    expect(world.warned).toHaveLength(3);
  });

  it('closes the connections of those who wait while the process stops', () => {
    world.state.draining = true;
    expect(world.send(21, '/readyz').held[0]?.response.getHeader('connection')).toBe('close');
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Issuer, startIssuer } from './issuer.ts';
import { createPagesWorld, random } from './pages-world.ts';

let issuer: Issuer;
let world: Awaited<ReturnType<typeof createPagesWorld>>;
beforeAll(async () => {
  issuer = await startIssuer();
});
beforeEach(async () => {
  world = await createPagesWorld(issuer);
});
afterAll(() => issuer.close());

const secondsNow = () =>
  Math.floor(Date.now() / 1000)
    .toString(36)
    .padStart(7, '0');

type Change = readonly [name: string, of: (text: string, other: string) => string];

/** What somebody makes of a genuine text; `other` is a genuine text for the other purpose. */
const CHANGES: readonly Change[] = [
  ['made up', () => `${random.token()}${secondsNow()}${random.token().slice(0, 24)}`],
  ['in the form of an older version', () => random.token()],
  ['cut', (text) => text.slice(0, -1)],
  ['changed', (text) => `${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`],
  ['changed in its first part', (text) => `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`],
  ['genuine for the other purpose', (_text, other) => other],
];

describe('a ticket that the bot did not make', () => {
  it.each(CHANGES)('is answered without a look into the ledger if it is %s', async (_name, change) => {
    const path = await world.link();
    const { asked } = await world.start(path);
    const ticket = change(path.slice('/sign-in/'.length), asked.get('state') ?? '');
    world.looked.length = 0;
    const { status, text } = await world.get(`/sign-in/${ticket}`);
    expect([status, text.includes('no longer valid')]).toEqual([410, true]);
    expect(world.looked).toEqual([]);
  });
});

describe('a state that the bot did not make', () => {
  it.each(CHANGES)('is answered without a look into the ledger if it is %s', async (_name, change) => {
    const path = await world.link();
    const { location, asked } = await world.start(path);
    const back = new URL(world.approve(location), 'https://bot.example');
    back.searchParams.set('state', change(asked.get('state') ?? '', path.slice('/sign-in/'.length)));
    world.looked.length = 0;
    const { status, text } = await world.get(`${back.pathname}${back.search}`);
    expect([status, text.includes('was interrupted')]).toEqual([400, true]);
    expect(world.looked).toEqual([]);
  });
});

it('a ticket and a state that are older than a sign-in lasts are answered without a look into the ledger', async () => {
  const path = await world.link();
  const back = world.approve((await world.start(path)).location);
  world.looked.length = 0;
  world.clock.now = new Date(world.clock.now.getTime() + 12 * 60_000);
  expect([(await world.get(path)).status, (await world.get(back)).status]).toEqual([410, 400]);
  expect(world.looked).toEqual([]);
});

it('a genuine ticket and state are looked up', async () => {
  const { location } = await world.start(await world.link());
  expect(world.looked).toEqual(['byTicket', 'begin']);
  await world.get(world.approve(location));
  expect(world.looked).toEqual(['byTicket', 'begin', 'takeHandshake', 'finish']);
});

it('a link that is genuine but unknown is not valid any more', async () => {
  const { status } = await world.get(`/sign-in/${await world.links.make('ticket')}`);
  expect([status, world.looked]).toEqual([410, ['byTicket']]);
});

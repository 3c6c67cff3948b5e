import { expect, it } from 'vitest';
import { createLinkTokens } from '../../../../bot/adapters/node/link-tokens.ts';
import { createRandom } from '../../../../bot/adapters/node/random.ts';

const random = createRandom();
const NOW = new Date('2026-11-24T10:00:00.900Z');

/** Tokens over a database that holds one key, and how often it was asked for it. */
function createWorld() {
  const asked = { times: 0 };
  let kept: string | undefined;
  const keys = {
    keep: async (candidate: string) => {
      asked.times += 1;
      kept ??= candidate;
      return kept;
    },
  };
  const time = { now: NOW };
  return { asked, keys, time, links: createLinkTokens(keys, random, () => time.now) };
}

it('makes texts in base64url that are genuine for their purpose only, in every process of one database', async () => {
  const { keys, links } = createWorld();
  const ticket = await links.make('ticket');
  expect(ticket).toMatch(/^[\w-]{74}$/);
  expect(await links.isGenuine('ticket', ticket)).toBe(true);
  expect(await links.isGenuine('state', ticket)).toBe(false);
  expect(await createLinkTokens(keys, random, () => NOW).isGenuine('ticket', ticket)).toBe(true);
  expect(await createWorld().links.isGenuine('ticket', ticket)).toBe(false);
});

it('takes no text for genuine in which one character is another or missing', async () => {
  const { links } = createWorld();
  const ticket = await links.make('ticket');
  for (let index = 0; index < ticket.length; index += 1) {
    const [before, after] = [ticket.slice(0, index), ticket.slice(index + 1)];
    const other = ticket[index] === 'A' ? 'B' : 'A';
    for (const text of [`${before}${other}${after}`, `${before}${after}`])
      expect(await links.isGenuine('ticket', text)).toBe(false);
  }
  for (const text of ['', 'a', `${ticket}A`, `${ticket}=`, ` ${ticket}`, 'é'.repeat(74), 'a'.repeat(100_000)])
    expect(await links.isGenuine('ticket', text)).toBe(false);
});

it('reads the key once for all callers, and again only if the first reading failed', async () => {
  const { asked, keys, links } = createWorld();
  const texts = await Promise.all(Array.from({ length: 5 }, () => links.make('state')));
  expect(new Set(texts).size).toBe(5);
  expect(asked.times).toBe(1);
  let down = true;
  const late = createLinkTokens(
    {
      keep: (candidate) => (down ? Promise.reject(new Error('no answer')) : keys.keep(candidate)),
    },
    random,
    () => NOW,
  );
  await expect(late.make('ticket')).rejects.toThrow('no answer');
  down = false;
  expect(await late.isGenuine('state', texts[0] ?? '')).toBe(true);
});

it('does not read the key for a text that cannot be one of ours', async () => {
  const { asked, links } = createWorld();
  expect(await links.isGenuine('ticket', '../../etc/passwd')).toBe(false);
  expect(asked.times).toBe(0);
});

it('takes a text for genuine as long as a sign-in lasts, and a minute more for clocks that differ', async () => {
  const { time, links } = createWorld();
  const ticket = await links.make('ticket');
  const after = async (seconds: number) => {
    time.now = new Date(NOW.getTime() + seconds * 1000);
    return [await links.isGenuine('ticket', ticket), links.seemsGenuine('ticket', ticket)];
  };
  for (const seconds of [-59, 0, 600, 658]) expect(await after(seconds)).toEqual([true, true]);
  for (const seconds of [-62, 661, 86_400]) expect(await after(seconds)).toEqual([false, false]);
});

it('takes no text for genuine whose time was changed', async () => {
  const { time, links } = createWorld();
  const ticket = await links.make('ticket');
  time.now = new Date(NOW.getTime() + 700_000);
  const seconds = Math.floor(time.now.getTime() / 1000).toString(36);
  const younger = `${ticket.slice(0, 43)}${seconds.padStart(7, '0')}${ticket.slice(50)}`;
  expect(await links.isGenuine('ticket', younger)).toBe(false);
});

it('reads the key, once, when a process that has just started is asked about a text that looks genuine', async () => {
  const { asked, keys, links } = createWorld();
  const ticket = await links.make('ticket');
  const started = createLinkTokens(keys, random, () => NOW);
  for (const text of ['../../etc/passwd', 'a'.repeat(74)]) expect(started.seemsGenuine('ticket', text)).toBe(false);
  expect(asked.times).toBe(1);
  for (let visit = 1; visit <= 3; visit += 1) expect(started.seemsGenuine('ticket', ticket)).toBe(false);
  await started.isGenuine('ticket', ticket);
  expect([started.seemsGenuine('ticket', ticket), asked.times]).toEqual([true, 2]);
});

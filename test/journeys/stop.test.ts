import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NEWS } from '../../cards/secrets/sentences.ts';
import { type FreshDatabase, migratedDatabase } from '../once/fresh-database.ts';
import { type BotChild, type LocalBot, startChild, startLocalBot } from './local-bot.ts';
import { cardOf, linkOf, type Person, personAt } from './person.ts';
import { startSwitch } from './switch.ts';

/** What platforms give a process between SIGTERM and SIGKILL. */
const LIMIT_MS = 30_000;
/** Longer than a button waits for its answer: the rest is said afterwards, by work that has outlived its turn. */
const SLOW_MS = 6_000;
const EXPIRY = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);
/** Teams lets a bot send 60 messages in 30 s to one conversation. */
const PACE_MS = 700;
const text = (value: unknown) => JSON.stringify(value);
const NAMES = ['During', 'Before', 'Meanwhile', 'After'];

let server: FreshDatabase;
let bot: LocalBot;
let manager: Person;
const children: BotChild[] = [];

async function another(): Promise<BotChild> {
  const child = await startChild(bot);
  children.push(child);
  return child;
}

beforeAll(async () => {
  server = await migratedDatabase();
  bot = await startLocalBot({ DATABASE_URL: server.url });
  bot.teams.faults.silentSignIn = false;
  manager = personAt(bot, 'Anna', 'channel');
  await manager.signIn(linkOf(cardOf(await manager.ask('list'))));
  await bot.stop();
});
afterAll(async () => {
  for (const child of children.filter((one) => one.isRunning())) child.signal('SIGKILL');
  await Promise.all(children.map((child) => child.exited));
  await bot.close();
  await server.stop();
});

function secretsCalled(name: string) {
  return bot.world.applications.flatMap((one) => one.passwordCredentials).filter((one) => one.displayName === name);
}

function messagesWithValueOf(name: string) {
  const texts = manager.sees().map((message) => JSON.stringify(message));
  return texts.filter((text) => text.includes('codeSnippet') && text.includes(name));
}

async function statusOf(url: string): Promise<number> {
  return (await fetch(url)).status;
}

/** What is not final or given back. */
async function leftovers(): Promise<unknown> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query(`
    SELECT 'operation' AS what, nonce AS which FROM operations WHERE state IN ('intended', 'added')
    UNION ALL SELECT 'lock', name FROM locks WHERE until > now()
    UNION ALL SELECT 'job', name FROM pgboss.job WHERE state = 'active'`);
  await client.end();
  return rows;
}

it('finishes a creation on SIGTERM, still answers turns for a moment, and ends in time', async () => {
  const child = await another();
  bot.teams.setBot(child.url);
  const form = await manager.ask('create partner-nl-matchwell-dm');
  bot.graph.faults.next({ method: 'POST', path: /addPassword/, kind: 'delay', delayMs: SLOW_MS });
  const before = bot.graph.counts.get('POST addPassword') ?? 0;
  const pressed = manager.press(cardOf(form), 'submit-create', { name: 'During', expiry: EXPIRY });
  await expect.poll(() => bot.graph.counts.get('POST addPassword')).toBe(before + 1);
  const began = performance.now();
  child.signal('SIGTERM');
  await expect.poll(() => statusOf(`${child.url}/readyz`)).toBe(503);
  expect(await statusOf(`${child.url}/healthz`)).toBe(200);
  child.signal('SIGTERM');
  expect(JSON.stringify(cardOf(await manager.ask('who am i')))).toContain('Anna');
  expect((await pressed).status).toBe(200);
  expect(await child.exited).toBe(0);
  expect(performance.now() - began).toBeLessThan(LIMIT_MS);
  expect(secretsCalled('During')).toHaveLength(1);
  expect(messagesWithValueOf('During')).toHaveLength(1);
  expect(await leftovers()).toEqual([]);
  expect(await child.log()).not.toMatch(/stopping failed|stopping took too long|turns not finished/);
});

it('loses no turn and does none twice in a swap of two processes', async () => {
  const [old, young] = [await another(), await another()];
  const way = await startSwitch([old.url, young.url]);
  bot.teams.setBot(way.url);
  try {
    const asking = { asked: 0, on: true };
    const other = personAt(bot, bot.world.people[1]?.name ?? '', 'personal');
    // What the other manager hears of the new secrets answers nothing.
    const answered = () =>
      other.sees().filter(({ author, attachments }) => author.oid === null && !text(attachments).includes(NEWS.created))
        .length;
    const mark = answered();
    const asks = (async () => {
      while (asking.on) {
        await other.ask('who am i');
        asking.asked += 1;
        await pause(PACE_MS);
      }
    })();
    const create = async (name: string) => {
      const form = await manager.ask('create partner-nl-matchwell-dm', 'submit-create');
      bot.graph.faults.next({ method: 'POST', path: /addPassword/, kind: 'delay', delayMs: 500 });
      expect((await manager.press(cardOf(form), 'submit-create', { name, expiry: EXPIRY })).status).toBe(200);
    };
    await create('Before');
    expect(way.forwardedTo(young.url)).toBe(0);
    const swapped = create('Meanwhile');
    old.signal('SIGTERM');
    await swapped;
    expect(await old.exited).toBe(0);
    await create('After');
    asking.on = false;
    await asks;
    await expect.poll(() => NAMES.map((name) => messagesWithValueOf(name).length)).toEqual([1, 1, 1, 1]);
    expect(NAMES.map((name) => secretsCalled(name).length)).toEqual([1, 1, 1, 1]);
    expect(answered() - mark).toBe(asking.asked);
    expect([way.forwardedTo(old.url), way.forwardedTo(young.url)]).toEqual([expect.any(Number), expect.any(Number)]);
    expect(way.forwardedTo(young.url)).toBeGreaterThan(1);
    expect(way.failed()).toBe(0);
  } finally {
    await way.close();
  }
});

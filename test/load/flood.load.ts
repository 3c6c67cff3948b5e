import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { event } from '../contracts/samples/ledger.ts';
import type { BotRun } from './bot-run.ts';
import { printFigures } from './figures.ts';
import { createManagers, type Manager } from './managers.ts';
import { type OnPostgres, startOnPostgres } from './on-postgres.ts';

/** Each of them takes some turns of each phase, so that nobody comes near the limit of turns. */
const MANAGERS = 40;
/** Phases alone and beside a flood take turns, so that what else the machine does falls on both. */
const ROUNDS = 2;
const TURNS = 10;
const CONNECTIONS = 50;
const WARM_UP_MS = 1_000;
/** Each connection waits for its late answer; what is answered at once has small buckets. */
const MOST_ANSWERS_A_SECOND = 3 * CONNECTIONS;

const FLOODER = fileURLToPath(new URL('./flooder.ts', import.meta.url));
const figures: Record<string, string> = {};
let place: OnPostgres;
let bot: BotRun;

beforeAll(async () => {
  const managers = createManagers(MANAGERS, [400]);
  place = await startOnPostgres(managers);
  bot = await place.load.start();
  place.load.teams.setBot(bot.url);
  for (const { person } of managers) await signIn(person);
  await timesOfTurns();
});
afterAll(async () => {
  await bot.stop();
  await place.close();
  printFigures(`a signed-in person's turn beside ${CONNECTIONS} connections without a sign-in, p95`, figures);
});

async function signIn({ oid, name }: Manager['person']): Promise<void> {
  const [signedInAt, person] = [new Date(), { tid: place.load.world.tenantId, oid }];
  const claims = { person, name, roles: [], acrs: [], authTime: signedInAt, issuedAt: signedInAt };
  const expiresAt = new Date(signedInAt.getTime() + 3_600_000);
  await place.ledger.sessions.start({ ...claims, signedInAt, expiresAt }, event({ action: 'session.started' }));
}

/** Milliseconds from a message to the bot's answer in the chat. */
async function timesOfTurns(): Promise<readonly number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < TURNS; turn++)
    for (const { person } of place.managers) times.push(await timeOfTurn(person.oid));
  return times;
}

function p95(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
}

async function timeOfTurn(oid: string): Promise<number> {
  const { teams } = place.load;
  const answers = () => teams.messages(oid, 'personal').filter(({ author }) => author.oid === null);
  const before = answers().length;
  const start = performance.now();
  await teams.sendMessage(oid, 'personal', 'who am i');
  await teams.waitFor(() => answers()[before], 40_000);
  const took = performance.now() - start;
  expect(JSON.stringify(answers()[before])).toContain('Manager');
  return took;
}

/** Asks for the address from many connections while `work` runs. The answers that they got in a second. */
async function flooding(address: string, work: () => Promise<void>): Promise<number> {
  const child = spawn(process.execPath, [FLOODER, address, String(CONNECTIONS)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const printed = text(child.stdout);
  await wait(WARM_UP_MS);
  const start = performance.now();
  await work();
  child.stdin.end();
  return Number(await printed) / ((performance.now() - start + WARM_UP_MS) / 1000);
}

describe('threat 40, unauthenticated pages slow everybody: a flood of requests without a sign-in', () => {
  it.each([
    ['made-up links', '/sign-in/{made-up}'],
    ['made-up states', '/sign-in/callback?code=x&state={made-up}'],
    ['/readyz', '/readyz'],
  ])('of %s is answered late, and hardly delays the turns of people', async (name, path) => {
    const alone: number[] = [];
    const beside: number[] = [];
    const rates: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      alone.push(...(await timesOfTurns()));
      const rate = await flooding(`${bot.url}${path}`, async () => void beside.push(...(await timesOfTurns())));
      rates.push(rate);
    }
    const ratio = (p95(beside) / p95(alone)).toFixed(2);
    const rate = Math.max(...rates);
    figures[name] =
      `${p95(alone).toFixed(1)} ms alone, ${p95(beside).toFixed(1)} ms beside (ratio ${ratio}); ${Math.round(rate)} answers a second`;
    expect(rate).toBeLessThan(MOST_ANSWERS_A_SECOND);
  });
});

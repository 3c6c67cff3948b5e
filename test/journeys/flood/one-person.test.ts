import { afterAll, beforeAll, expect, it } from 'vitest';
import { tooManyText } from '../../../cards/index.ts';
import type { LocalPerson } from '../../../infra/local/people.ts';
import { messageActivity } from '../../../infra/local/teams/activities.ts';
import { spoken } from '../../../infra/local/teams/spoken.ts';
import { type FreshDatabase, migratedDatabase } from '../../once/fresh-database.ts';
import { type BotChild, type LocalBot, startChild, startLocalBot } from '../local-bot.ts';
import { personAt } from '../person.ts';

/** They come at the same moment, at each of two processes. */
const AT_ONCE = 200;

let server: FreshDatabase;
let bot: LocalBot;
let other: BotChild;
let authorization: string;
beforeAll(async () => {
  server = await migratedDatabase();
  bot = await startLocalBot({ DATABASE_URL: server.url });
  other = await startChild(bot);
  authorization = `Bearer ${await bot.teams.sign(bot.teams.serviceUrl)}`;
});
afterAll(async () => {
  other.signal('SIGKILL');
  await other.exited;
  await bot.close();
  await server.stop();
});

let lastId = 0;

/** Sends what the person says to a process, and answers with the status. */
async function say(url: string, person: LocalPerson, text: string): Promise<number> {
  const conversation = {
    id: bot.teams.conversationId(person.oid, 'personal'),
    ...({ kind: 'personal', name: '', team: null, channelType: null } as const),
    ...{ members: [person], sharedWith: [] },
  };
  const { serviceUrl } = bot.teams;
  const base = { world: bot.world, serviceUrl, conversation, person, id: `flood-${++lastId}` };
  const body = JSON.stringify(messageActivity(base, spoken(text, [])));
  const headers = { authorization, 'content-type': 'application/json' };
  const answer = await fetch(`${url}/api/messages`, { method: 'POST', headers, body });
  await answer.text();
  return answer.status;
}

/** Says the same to both processes, without waiting for an answer before the next one. */
function flood(person: LocalPerson): Promise<readonly number[]> {
  const places = Array.from({ length: AT_ONCE }, () => [bot.url, other.url]).flat();
  return Promise.all(places.map((url) => say(url, person, 'sign out')));
}

it('one person who sends hundreds of turns a second to two processes is told once, slowed, and alone in that', async () => {
  const [anna, boris] = [personAt(bot, 'Anna', 'personal'), personAt(bot, 'Bram', 'personal')];
  const told = () => anna.sees().filter((message) => JSON.stringify(message).includes(tooManyText()));
  const start = performance.now();
  const flooding = flood(anna.who);
  const others: number[] = [];
  for (let turn = 0; turn < 10; turn++) others.push(await say(turn % 2 ? bot.url : other.url, boris.who, 'sign out'));
  const statuses = [...(await flooding), ...(await flood(anna.who))];
  const seconds = (performance.now() - start) / 1000;
  expect(others).toEqual(Array(10).fill(200));
  expect(new Set(statuses)).toEqual(new Set([200, 429]));
  const taken = statuses.filter((status) => status === 200).length;
  expect(statuses.length - taken).toBeGreaterThan(2 * AT_ONCE);
  // Sixty in each process at first, six a second together, and the answer that tells it.
  expect(taken).toBeLessThanOrEqual(2 * 60 + 6 * seconds + 1);
  await bot.teams.waitFor(() => told()[0], 20_000);
  // All that was to come has come by now: the same person is answered again, and was not told twice.
  await expect.poll(() => say(bot.url, anna.who, 'help'), { timeout: 40_000, interval: 1_000 }).toBe(200);
  await bot.teams.waitFor(
    () => anna.sees().find((message) => JSON.stringify(message).includes('I look after the client secrets')),
    20_000,
  );
  expect(told()).toHaveLength(1);
});

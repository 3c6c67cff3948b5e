import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../once/fresh-database.ts';
import { type LocalBot, startLocalBot } from './local-bot.ts';
import { cardOf, linkOf, personAt } from './person.ts';

let server: FreshDatabase;
let bot: LocalBot;
beforeAll(async () => {
  server = await freshDatabase();
  bot = await startLocalBot({ DATABASE_URL: server.url });
});
afterAll(async () => {
  await bot.close();
  await server.stop();
});

it('does the main job on PostgreSQL and keeps sessions over a SIGKILL', async () => {
  bot.teams.faults.silentSignIn = false;
  const manager = personAt(bot, 'Anna', 'channel');
  const listed = await manager.signIn(linkOf(cardOf(await manager.ask('list'))));
  expect(JSON.stringify(cardOf(listed))).toContain('Your applications');
  await bot.kill();
  await bot.start();
  const form = await manager.ask('create partner-nl-matchwell-dm');
  const expiry = new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 10);
  const inputs = { name: 'On PostgreSQL', expiry };
  const answers = await Promise.all([1, 2, 3].map(() => manager.press(cardOf(form), 'submit-create', inputs)));
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
  const delivered = () => manager.sees().filter((message) => JSON.stringify(message).includes('codeSnippet'));
  // The bot answers a press after four seconds, even if its work is not done.
  await bot.teams.waitFor(() => delivered().length > 0, 40_000);
  const made = bot.world.applications
    .flatMap((one) => one.passwordCredentials)
    .filter((one) => one.displayName === inputs.name);
  expect(made).toHaveLength(1);
  expect(delivered()).toHaveLength(1);
});

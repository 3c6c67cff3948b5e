import { afterAll, beforeAll, expect, it } from 'vitest';
import { activity } from '../bench.ts';
import { startBot } from '../bot.ts';

let bot: Awaited<ReturnType<typeof startBot>>;
beforeAll(async () => {
  bot = await startBot();
});
afterAll(() => bot.close());

const many = (authorization: string, count: number, text = 'list') =>
  Promise.all(
    Array.from({ length: count }, () => bot.post(activity(bot.connector.serviceUrl, { text }), authorization)),
  );

it('answers each of many requests without a good token, and those of people meanwhile', async () => {
  const strangers = Promise.all([many('', 1_050), many('Bearer not.a.token', 80, 'x'.repeat(100_000))]);
  const people = await Promise.all(Array.from({ length: 10 }, () => bot.post(activity(bot.connector.serviceUrl))));
  expect(people.map(({ status }) => status)).toEqual(Array(10).fill(200));
  const answers = (await strangers).flat();
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  expect(new Set(answers.map(({ headers }) => headers.get('x-content-type-options')))).toEqual(new Set(['nosniff']));
  expect(new Set(await Promise.all(answers.map((answer) => answer.text())))).toEqual(new Set(['{"error":"refused"}']));
  expect(bot.ran).toHaveLength(10);
  // The connections are as good as before.
  expect((await many('', 5)).map(({ status }) => status)).toEqual(Array(5).fill(401));
});

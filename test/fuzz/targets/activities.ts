import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { activity } from '../../bot/adapters/teams/bench.ts';
import { startBot } from '../../bot/adapters/teams/bot.ts';
import { KINDS, WHOLE } from '../../bot/adapters/teams/inbound/kinds.ts';
import { bends, bent, json } from '../bend.ts';
import { inTime, promise, targetOf } from '../target.ts';

const given = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constantFrom(...Object.keys(KINDS)), changes: bends(6) }) },
  { weight: 2, arbitrary: fc.record({ body: json }) },
  { weight: 1, arbitrary: fc.record({ raw: fc.oneof(fc.string({ unit: 'binary' }), fc.json()) }) },
);

/** What the log says when the bot itself has failed. */
const FAULTS = ['turn failed', 'answer failed', 'command failed', 'token exchange failed', 'request failed'];
const ANSWERED = [200, 201, 202, 501];

/** Any body with a genuine token: an answer of the bot's own in time, and no fault. */
export const activitiesTarget = targetOf('activities', given, async () => {
  const bot = await startBot();
  return {
    run: async (one) => {
      bot.log.lines.length = 0;
      for (const list of [bot.ran, bot.heard, bot.lacks, bot.late, bot.shown, bot.connector.calls]) list.length = 0;
      const { status } = await inTime(bot.post(bodyOf(one, bot.connector.serviceUrl)));
      promise(ANSWERED.includes(status) || (status >= 400 && status < 500), `the answer is ${status}`);
      const faults = bot.log.lines.filter(({ event }) => FAULTS.includes(event));
      promise(faults.length === 0, `a fault is logged: ${JSON.stringify(faults)}`);
    },
    close: () => bot.close(),
  };
});

type Given = typeof given extends fc.Arbitrary<infer T> ? T : never;

function bodyOf(one: Given, serviceUrl: string): unknown {
  if ('raw' in one) return one.raw;
  if ('body' in one) return JSON.stringify(one.body);
  // Each is from another person, because one person may take so many turns only.
  const from = { id: `29:${randomUUID()}`, aadObjectId: randomUUID(), name: 'Ann' };
  return JSON.stringify(bent(activity(serviceUrl, { ...WHOLE, from, ...KINDS[one.kind] }), one.changes));
}

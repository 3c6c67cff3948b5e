import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { activity, asker, until } from '../bench.ts';
import { startBot } from '../bot.ts';

let bot: Awaited<ReturnType<typeof startBot>>;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.close());

const CHANNEL = { id: '19:c@thread.tacv2;messageid=1', conversationType: 'channel' };
const CHAT = 'a:one-to-one';
const sent = () => bot.connector.calls.filter(({ method, body }) => method === 'POST' && body['type'] === 'message');
const isTargeted = ({ path }: { readonly path: string }) => path.endsWith('?isTargetedActivity=true');
const ask = () => bot.post(activity(bot.connector.serviceUrl, { conversation: CHANNEL, text: 'list' }));
const refuseTargeted = (status: number, code: string) => {
  bot.connector.state.answer = ({ path }) =>
    path.includes('Targeted') ? { status, body: { error: { code } } } : { status: 201, body: { id: 'sent' } };
};

/** Microsoft's pages do not say what Teams answers to a targeted message for a guest. */
const REFUSALS = [
  [400, 'BadArgument'],
  [403, 'BotNotInConversationRoster'],
  [404, 'MemberNotFoundInConversation'],
] as const;

describe('a message that one guest alone sees, if Teams refuses it', () => {
  test.each(REFUSALS)('with %i %s, is sent to the 1:1 chat of the guest and never openly', async (status, code) => {
    await bot.conversations.remember(asker('personal', bot.connector.serviceUrl));
    refuseTargeted(status, code);
    await ask();
    await until(() => sent().length === 2);
    const [refused, instead] = sent();
    expect(refused && isTargeted(refused)).toBe(true);
    expect(instead?.path).toContain(encodeURIComponent(CHAT));
  });

  test.each(REFUSALS)(
    'with %i %s, reaches nobody if the guest has no 1:1 chat, and the log says so',
    async (status, code) => {
      refuseTargeted(status, code);
      await ask();
      await until(() => bot.log.lines.some(({ event }) => event === 'message not delivered'));
      expect(sent().map(isTargeted)).toEqual([true]);
    },
  );
});

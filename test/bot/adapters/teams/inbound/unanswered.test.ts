import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../../../../bot/domain/shared/outcome.ts';
import { APIS } from '../../../domain/shared/apis.ts';
import { activity, until } from '../bench.ts';
import { startBot } from '../bot.ts';

let bot: Awaited<ReturnType<typeof startBot>>;
beforeEach(async () => {
  bot = await startBot({ answerWithinMs: 900, typingAfterMs: 60_000 });
});
afterEach(() => bot.close());

const CHANNEL = { id: '19:c@thread.tacv2;messageid=1', conversationType: 'channel' };
const SIGNED_OUT: Outcome = { kind: 'signed-out' };
const HELP: Outcome = {
  kind: 'help',
  topic: 'token',
  apis: APIS,
  example: { tokenUrl: 'https://login.test', scope: 'api://x/.default', clientId: undefined },
  signedIn: false,
  commands: [],
};
const send = (extra: Record<string, unknown> = {}) => bot.post(activity(bot.connector.serviceUrl, extra));
const press = (value: Record<string, unknown>) =>
  send({ type: 'invoke', name: 'adaptiveCard/action', value, conversation: CHANNEL });
const messages = () => bot.connector.calls.filter(isMessage);
const isTargeted = (call: { path: string } | undefined) => call?.path.endsWith('?isTargetedActivity=true');
/** Slower than the time Teams waits, until told to go on. */
function slow(outcome: Outcome): () => void {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  bot.script.run = () => promise;
  return () => resolve(outcome);
}

const TOO_MANY = (retryAfter: string) => ({ status: 429, body: { error: { code: 'TooManyRequests' } }, retryAfter });
const SENT = { status: 201, body: { id: 'sent-1' } };
const isMessage = (call: { body: Record<string, unknown> }) => call.body['type'] === 'message';
/** The first messages are refused. */
function refuseFirst(times: number, answer: ReturnType<typeof bot.connector.state.answer>): void {
  let left = times;
  bot.connector.state.answer = (call) => {
    if (isMessage(call)) left -= 1;
    return isMessage(call) && left >= 0 ? answer : SENT;
  };
}

describe('an answer that Teams does not take', () => {
  test('is sent again after the pause that Teams asks for', async () => {
    refuseFirst(1, TOO_MANY('1'));
    const before = performance.now();
    await send({ conversation: CHANNEL, text: 'list' });
    await until(() => messages().length === 2);
    expect(performance.now() - before).toBeGreaterThan(900);
    expect(messages().map(isTargeted)).toEqual([true, true]);
    expect(bot.ran).toHaveLength(1);
    expect(bot.late).toEqual([]);
  });

  test.each([
    ['the pause is too long for a turn', TOO_MANY('60'), 1, 60_000],
    ['Teams fails', { status: 503 }, 3, undefined],
  ])('is left to the outbox if %s', async (_name, answer, attempts, afterMs) => {
    refuseFirst(99, answer);
    await send({ conversation: CHANNEL, text: 'list' });
    await until(() => bot.late.length === 1);
    expect(bot.late).toEqual([{ outcome: SIGNED_OUT, afterMs }]);
    expect(messages()).toHaveLength(attempts);
  });

  test('becomes a shorter one if it is too large', async () => {
    refuseFirst(1, { status: 413, body: { error: { code: 'MessageSizeTooBig' } } });
    await send({ conversation: CHANNEL, text: 'list' });
    await until(() => messages().length === 2);
    expect(messages()[1]?.body).toMatchObject({ type: 'message', text: expect.stringContaining('too large') });
    expect(messages()[1]?.body).not.toHaveProperty('attachments');
    expect(messages().map(isTargeted)).toEqual([true, true]);
  });
});

describe('the note beside a card that others see', () => {
  const SHARED = {
    action: { type: 'Action.Execute', verb: 'digest-item', data: { digest: 'd', item: 1, act: 'show' } },
  };
  const note = async () => {
    const answer = await press(SHARED);
    const { type, value } = Object(await answer.json());
    expect(type).toBe('application/vnd.microsoft.activity.message');
    return String(value);
  };

  test('says that the bot has answered only after Teams has taken the answer', async () => {
    expect(await note()).toContain('I have answered in a message');
    expect(messages()).toHaveLength(1);
  });

  test.each([
    ['Teams throttles', () => refuseFirst(1, TOO_MANY('1')), 2],
    [
      'Teams has not taken it yet',
      () => {
        bot.connector.state.answer = (call) => (isMessage(call) ? 'hang' : SENT);
      },
      1,
    ],
  ])('says that the answer is on its way if %s', async (_name, prepare, count) => {
    prepare();
    expect(await note()).toContain('I am answering');
    await until(() => messages().length === count);
  });

  test('says that the answer is on its way if the work takes long', async () => {
    const goOn = slow(SIGNED_OUT);
    expect(await note()).toContain('I am answering');
    expect(messages()).toEqual([]);
    goOn();
    await until(() => messages().length === 1);
  });

  test('says that Teams has refused the answer', async () => {
    refuseFirst(99, { status: 403, body: { error: { code: 'BotNotInConversationRoster' } } });
    expect(await note()).toContain('did not take my answer');
  });

  test('says that the answer is in the 1:1 chat if Teams refuses it beside the card', async () => {
    await send();
    bot.connector.state.answer = ({ path }) => (path.includes('Targeted') ? { status: 403 } : SENT);
    expect(await note()).toContain('in our 1:1 chat');
  });
});

describe('help that a button in a channel opens', () => {
  const action = (data: Record<string, unknown>) => ({ action: { type: 'Action.Execute', verb: 'help', data } });

  test('is for the person who pressed alone, beside a card that stays', async () => {
    bot.script.run = async () => HELP;
    await press(action({ stays: true }));
    await until(() => messages().length === 1);
    expect(isTargeted(messages()[0])).toBe(true);
  });

  test('is for the person who pressed alone, also if it comes late', async () => {
    const goOn = slow(HELP);
    await press(action({}));
    goOn();
    await until(() => messages().length === 1);
    expect(isTargeted(messages()[0])).toBe(true);
  });
});

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { foundApplication } from '../../../../../../bot/domain/secrets/found.ts';
import type { Outcome } from '../../../../../../bot/domain/shared/outcome.ts';
import { NOW, SMC } from '../../../../../cards/outcomes/applications.ts';
import { activity, until } from '../../bench.ts';
import { IMPATIENT, startBot } from '../../bot.ts';

let bot: Awaited<ReturnType<typeof startBot>>;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.close());

/** A chat of two people, in which the bot is no member. Teams calls it personal. */
const TWO = { id: '19:ann_bob@unq.gbl.spaces', conversationType: 'personal' };
const FOUND: Outcome = { kind: 'found', applications: [foundApplication(SMC, NOW)] };
const SIGN_IN: Outcome = {
  kind: 'sign-in',
  need: 'read',
  signInId: 'sign-in-1',
  url: 'https://bot.test/sign-in/ticket',
  sso: true,
  lack: undefined,
};
const ALL = { parameters: [{ name: 'initialRun', value: 'true' }], queryOptions: { skip: 0, count: 25 } };
const typed = (value: string) => ({ ...ALL, parameters: [{ name: 'words', value }] });

async function find(value: object = ALL, extra: object = {}) {
  const body = { type: 'invoke', name: 'composeExtension/query', value: { commandId: 'find', ...value }, ...extra };
  const response = await bot.post(activity(bot.connector.serviceUrl, { conversation: TWO, ...body }));
  const text = await response.text();
  return { status: response.status, answer: text === '' ? undefined : JSON.parse(text).composeExtension };
}

describe('a search in the compose box', () => {
  test('finds what was typed, from where Teams says, and everything before anybody types', async () => {
    bot.script.run = async () => FOUND;
    await find();
    await find({ ...typed('matchwell'), queryOptions: { skip: 25, count: 25 } });
    expect(bot.ran.map(({ command }) => command)).toEqual([
      { kind: 'find', words: '', skip: 0, count: 25 },
      { kind: 'find', words: 'matchwell', skip: 25, count: 25 },
    ]);
  });

  test('is answered with cards, each with a line of the list, and names nothing but name and days', async () => {
    bot.script.run = async () => FOUND;
    const { answer } = await find();
    expect(answer).toMatchObject({ type: 'result', attachmentLayout: 'list' });
    const [{ contentType, content, preview }] = answer.attachments;
    expect(contentType).toBe('application/vnd.microsoft.card.adaptive');
    expect(preview).toEqual({
      contentType: 'application/vnd.microsoft.card.thumbnail',
      content: { title: SMC.displayName, text: expect.stringMatching(/^⚠ Expiring in 18 days · \d+ \w+ 2026$/) },
    });
    const shown = JSON.stringify(content);
    for (const { name, keyId, hint } of SMC.secrets)
      for (const secret of [name, keyId, ...(hint === '' ? [] : [`${hint}…`])]) expect(shown).not.toContain(secret);
  });

  test('is answered with a sentence if nothing fits, if somebody manages nothing, and if the work takes too long', async () => {
    bot.script.run = async () => ({ kind: 'found', applications: [] });
    expect((await find()).answer).toMatchObject({ type: 'message', text: expect.stringMatching(/^None of your/) });
    expect((await find({ ...typed('x'), queryOptions: { skip: 25, count: 25 } })).answer).toMatchObject({
      type: 'result',
      attachments: [],
    });
    bot.script.run = async () => ({ kind: 'no-applications', ask: '' });
    expect((await find()).answer).toMatchObject({ type: 'message', text: expect.stringMatching(/\w/) });
    await bot.close();
    bot = await startBot(IMPATIENT);
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    bot.script.run = () => promise;
    expect((await find()).answer).toMatchObject({ type: 'message', text: expect.stringContaining('moment') });
    resolve(FOUND);
  });

  test('leaves nothing behind: no chat is remembered and no message is sent', async () => {
    bot.script.run = async () => FOUND;
    await find();
    await find({}, { conversation: { id: '19:c@thread.tacv2', conversationType: 'channel' } });
    expect(bot.conversations.kept).toEqual([]);
    expect(bot.heard).toEqual([]);
    expect(bot.connector.calls).toEqual([]);
  });

  test('does not keep or look for what looks like the value of a secret', async () => {
    await find(typed(`aB1~${'q7R'.repeat(12)}`));
    expect(bot.ran[0]?.command).toEqual({ kind: 'leaked', hints: [expect.any(String)] });
  });

  test('that is not ours, or comes from somebody without an account, finds nothing', async () => {
    expect((await find({ commandId: 'other' })).status).toBe(400);
    const stranger = await find(ALL, { from: { id: '29:guest' } });
    expect(stranger.answer).toMatchObject({ type: 'message' });
    expect(bot.ran).toEqual([]);
  });
});

describe('a search without a session', () => {
  beforeEach(() => {
    bot.script.run = async (command) => (command.kind === 'code' ? FOUND : SIGN_IN);
  });

  test('asks Teams for its token first, and in a channel for the sign-in page alone', async () => {
    const actions = [{ type: 'openUrl', title: 'Sign in', value: 'https://bot.test/sign-in/ticket' }];
    expect((await find()).answer).toEqual({ type: 'silentAuth', suggestedActions: { actions } });
    bot.script.run = async () => ({ ...SIGN_IN, sso: false });
    expect((await find()).answer).toEqual({ type: 'auth', suggestedActions: { actions } });
  });

  test('goes on with the token, or with the code of the page', async () => {
    bot.script.exchange = async () => ({ kind: 'signed-in', outcome: FOUND });
    expect((await find({ ...ALL, authentication: { token: 't' } })).answer).toMatchObject({ type: 'result' });
    expect((await find({ ...ALL, state: '123456' })).answer).toMatchObject({ type: 'result' });
    expect(bot.ran.at(-1)?.command).toEqual({ kind: 'code', code: '123456' });
  });

  test('is answered with 412 if the token is not enough, so that Teams opens the page', async () => {
    bot.script.exchange = async () => ({ kind: 'more-needed', detail: 'x' });
    expect(await find({ ...ALL, authentication: { token: 't' } })).toEqual({ status: 412, answer: undefined });
  });

  test('does not use up a code or a token that comes again when there is a session', async () => {
    bot.script.run = async () => FOUND;
    bot.script.exchange = () => Promise.reject(new Error('asked again'));
    await find({ ...ALL, state: '123456' });
    await find({ ...ALL, authentication: { token: 't' } });
    expect(bot.ran.map(({ command }) => command.kind)).toEqual(['find', 'find']);
  });
});

test('a button in a chat of two people is answered as in a conversation with other readers', async () => {
  bot.script.run = async () => ({ kind: 'signed-out' });
  const value = { action: { type: 'Action.Execute', verb: 'list', data: { stays: true } }, trigger: 'manual' };
  await bot.post(
    activity(bot.connector.serviceUrl, { type: 'invoke', name: 'adaptiveCard/action', value, conversation: TWO }),
  );
  await until(() => bot.connector.calls.some(({ path }) => path.endsWith('?isTargetedActivity=true')));
  expect(bot.ran[0]?.asker.conversation.kind).toBe('groupChat');
});

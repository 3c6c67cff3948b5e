import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Outcome } from '../../../../../bot/domain/shared/outcome.ts';
import { ROTATION, rotationView } from '../../../../cards/outcomes/rotation.ts';
import { APIS } from '../../../domain/shared/apis.ts';
import { activity, createKey, signToken, until } from '../bench.ts';
import { IMPATIENT, startBot } from '../bot.ts';

let bot: Awaited<ReturnType<typeof startBot>>;
beforeEach(async () => {
  bot = await startBot();
});
afterEach(() => bot.close());

const CHANNEL = { id: '19:c@thread.tacv2;messageid=1', conversationType: 'channel' };
const GROUP = { id: '19:g@thread.v2', conversationType: 'groupChat' };
const SIGNED_OUT: Outcome = { kind: 'signed-out' };
const signIn = (need: 'read' | 'step-up', sso: boolean): Outcome => ({
  kind: 'sign-in',
  need,
  signInId: 'sign-in-1',
  url: 'https://bot.test/sign-in/ticket',
  sso,
  lack: undefined,
});
const help = (clientId?: string): Outcome => ({
  kind: 'help',
  topic: 'token',
  apis: APIS,
  example: { tokenUrl: 'https://login.test', scope: 'api://x/.default', clientId },
  signedIn: false,
  commands: [],
});
const send = (extra: Record<string, unknown> = {}) => bot.post(activity(bot.connector.serviceUrl, extra));
const invoke = (name: string, value: unknown, extra: Record<string, unknown> = {}) =>
  send({ type: 'invoke', name, value, ...extra });
const ACTION = { action: { type: 'Action.Execute', verb: 'list', data: {} } };
const press = (value: Record<string, unknown> = {}, extra: Record<string, unknown> = {}) =>
  invoke('adaptiveCard/action', { ...ACTION, trigger: 'manual', ...value }, extra);
/** A client that does not know a login request sends the action alone. */
const pressPlainly = (extra: Record<string, unknown> = {}) => invoke('adaptiveCard/action', ACTION, extra);
const messages = () => bot.connector.calls.filter((call) => call.body['type'] === 'message');
const isTargeted = (call: { path: string } | undefined) => call?.path.endsWith('?isTargetedActivity=true');
/** Slower than the time Teams waits, until told to go on. The bot is another one, for which that time is short. */
async function slow(outcome: Outcome): Promise<() => void> {
  await bot.close();
  bot = await startBot(IMPATIENT);
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  bot.script.run = () => promise;
  return () => resolve(outcome);
}

describe('the readers of an answer', () => {
  test.each([CHANNEL, GROUP])('are only the asker in a $conversationType', async (conversation) => {
    await send({ conversation, text: 'list' });
    await until(() => messages().length === 1);
    expect(isTargeted(messages()[0])).toBe(true);
    expect(messages()[0]?.body['recipient']).toEqual({ id: '29:ann' });
  });

  test('are all members for general help, and only the asker for help that names an application or was asked for privately', async () => {
    bot.script.run = async () => help();
    await send({ conversation: CHANNEL });
    await until(() => messages().length === 1);
    bot.script.run = async () => help('c');
    await send({ conversation: CHANNEL });
    await until(() => messages().length === 2);
    expect(messages().map(isTargeted)).toEqual([false, true]);
    bot.script.run = async () => help();
    await send({ conversation: CHANNEL, recipient: { ...Object(activity('x')['recipient']), isTargeted: true } });
    await until(() => messages().length === 3);
    expect(isTargeted(messages()[2])).toBe(true);
    // What one person opens from the card of all must not take its place: it would be drawn again there later.
    const stays = messages().map(({ body }) => JSON.stringify(body['attachments']).includes('"stays":true'));
    expect(stays).toEqual([true, false, false]);
  });

  test('get a plain message in the 1:1 chat, and the chat is remembered once', async () => {
    await send();
    await send();
    await until(() => messages().length === 2);
    expect(messages().map(isTargeted)).toEqual([false, false]);
    expect(bot.conversations.kept).toHaveLength(1);
  });

  test('get it in the 1:1 chat if Teams refuses the targeted message, and never in the channel', async () => {
    await send();
    bot.connector.state.answer = ({ path }) => ({ status: path.includes('Targeted') ? 403 : 201, body: { id: 's' } });
    await send({ conversation: CHANNEL, text: 'list' });
    await until(() => messages().length === 3);
    expect(messages().at(-1)?.path).toContain('a%3Aone-to-one');
  });
});

describe('a sender without an account', () => {
  test('hears that the bot cannot help, and no command runs', async () => {
    await send({ from: { id: '29:guest' }, conversation: CHANNEL });
    await until(() => messages().length === 1);
    expect(isTargeted(messages()[0])).toBe(true);
    expect(bot.ran).toEqual([]);
    const answer = await (await press({}, { from: { id: '29:guest' } })).json();
    expect(answer).toMatchObject({ statusCode: 400, type: 'application/vnd.microsoft.error' });
    expect(bot.ran).toEqual([]);
  });

  test('gets no answer if it is a bot', async () => {
    await send({ from: { id: '28:other' } });
    expect(bot.connector.calls).toEqual([]);
  });
});

describe('the card of a rotation', () => {
  const view = rotationView(ROTATION);
  const rotation: Outcome = { kind: 'rotation', view };

  test.each([
    ['in the 1:1 chat', {}, false],
    ['for one person in a channel', { conversation: CHANNEL }, true],
  ])('is kept with its message when it is sent %s', async (_where, extra, targeted) => {
    bot.script.run = async () => rotation;
    await send({ text: 'rotate', ...extra });
    await until(() => bot.shown.length === 1);
    expect(bot.shown[0]).toMatchObject({ outcome: 'rotation', posted: { activityId: expect.any(String), targeted } });
  });

  test('is kept with the message whose button was pressed, and so is what takes its place there', async () => {
    bot.script.run = async () => rotation;
    await press({}, { replyToId: 'card' });
    bot.script.run = async () => SIGNED_OUT;
    await press({}, { replyToId: 'card' });
    await until(() => bot.shown.length === 2);
    const posted = { activityId: 'card', targeted: false };
    expect(bot.shown).toMatchObject([
      { outcome: 'rotation', posted },
      { outcome: 'signed-out', posted },
    ]);
  });

  test('stays where it is if the press comes to a note or a sign-in, or its message is unknown', async () => {
    bot.script.run = async () => signIn('read', true);
    await press({}, { replyToId: 'card' });
    bot.script.run = async () => rotation;
    await press();
    expect(bot.shown).toEqual([]);
  });
});

describe('a pressed button', () => {
  test('is answered with the next card', async () => {
    expect(await (await press()).json()).toMatchObject({
      statusCode: 200,
      type: 'application/vnd.microsoft.card.adaptive',
      value: { type: 'AdaptiveCard' },
    });
    expect(messages()).toEqual([]);
  });

  test('is answered with a login request if it needs a sign-in, and a step-up is never silent', async () => {
    bot.script.run = async () => signIn('read', true);
    expect(await (await press()).json()).toMatchObject({
      statusCode: 401,
      type: 'application/vnd.microsoft.activity.loginRequest',
      value: { tokenExchangeResource: { id: 'sign-in-1' }, buttons: [{ type: 'signin' }] },
    });
    bot.script.run = async () => signIn('step-up', false);
    expect(await (await press()).text()).not.toContain('tokenExchangeResource');
  });

  test.each([
    ['in the 1:1 chat', {}, false],
    ['in a channel', { conversation: CHANNEL }, true],
    ['in a group chat', { conversation: GROUP }, true],
  ])(
    'sends the sign-in card to the presser alone if the client draws no login request %s',
    async (_where, extra, alone) => {
      bot.script.run = async () => signIn('step-up', false);
      const answer = Object(await (await pressPlainly(extra)).json());
      expect(answer).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.activity.message' });
      expect(answer.value).toContain('I have sent you a message with the button');
      expect(messages()).toHaveLength(1);
      expect(isTargeted(messages()[0])).toBe(alone);
      expect(JSON.stringify(messages()[0]?.body)).toContain('https://bot.test/sign-in/ticket');
    },
  );

  test('says where the sign-in card went if the client draws no login request, and the private message is refused', async () => {
    await send();
    bot.script.run = async () => signIn('read', false);
    bot.connector.state.answer = ({ path }) => ({ status: path.includes('Targeted') ? 403 : 201, body: { id: 's' } });
    const answer = Object(await (await pressPlainly({ conversation: CHANNEL })).json());
    expect(answer.value).toContain('I have sent the button to our 1:1 chat');
  });

  test('is answered with the next card if it needs no sign-in and the client draws no login request', async () => {
    expect(await (await pressPlainly()).json()).toMatchObject({ type: 'application/vnd.microsoft.card.adaptive' });
    expect(messages()).toEqual([]);
  });

  test('continues the interrupted command when it is repeated with the code of the sign-in page', async () => {
    await press({ state: '123456' });
    expect(bot.ran.map(({ command }) => command)).toEqual([{ kind: 'code', code: '123456' }]);
  });

  test('continues when it is repeated with a token, or asks for the sign-in button', async () => {
    const authentication = { id: 'sign-in-1', connectionName: 'api-credentials', token: 'a.b.c' };
    bot.script.exchange = async () => ({ kind: 'signed-in', outcome: SIGNED_OUT });
    expect(await (await press({ authentication })).json()).toMatchObject({ statusCode: 200 });
    bot.script.exchange = async () => ({ kind: 'more-needed', detail: 'MFA' });
    expect(await (await press({ authentication })).json()).toMatchObject({ statusCode: 412 });
  });

  test('“I have stored it” is answered with words, so that the removed message does not come back', async () => {
    bot.script.run = async () => ({ kind: 'stored' });
    expect(await (await press()).json()).toMatchObject({ type: 'application/vnd.microsoft.activity.message' });
  });

  test('is answered in time if the work takes long, and the result follows for the presser alone', async () => {
    const goOn = await slow(SIGNED_OUT);
    const answer = await press({}, { conversation: CHANNEL });
    expect(await answer.json()).toMatchObject({ statusCode: 200 });
    expect(messages()).toEqual([]);
    goOn();
    await until(() => messages().length === 1);
    expect(isTargeted(messages()[0])).toBe(true);
  });

  test('is answered with a reference that is also in the log if the work fails', async () => {
    bot.script.run = async () => Promise.reject(new Error('cause with a detail'));
    const text = await (await press()).text();
    const reference = String(bot.log.lines.find((line) => line.fields['reference'])?.fields['reference']);
    expect(reference).toMatch(/^[0-9a-f]{8}$/);
    expect(text).toContain(reference);
    expect(text).not.toContain('detail');
  });
});

describe('signing in through Teams', () => {
  const value = { id: 'sign-in-1', connectionName: 'api-credentials', token: 'a.b.c' };

  test('answers 200 to a good token and then answers the interrupted command', async () => {
    bot.script.exchange = async () => ({ kind: 'signed-in', outcome: SIGNED_OUT });
    expect((await invoke('signin/tokenExchange', value)).status).toBe(200);
    await until(() => messages().length === 1);
  });

  test('answers 200 to the same token from a second device and does nothing else', async () => {
    expect((await invoke('signin/tokenExchange', value)).status).toBe(200);
    expect(messages()).toEqual([]);
  });

  test('answers 412 with the id to a token that is not enough, so that the button appears', async () => {
    bot.script.exchange = async () => ({ kind: 'more-needed', detail: 'MFA' });
    const answer = await invoke('signin/tokenExchange', value);
    expect(answer.status).toBe(412);
    expect(await answer.json()).toEqual({ id: 'sign-in-1', connectionName: 'api-credentials', failureDetail: 'MFA' });
  });

  test('answers 200 to the code from the page and sends its outcome', async () => {
    expect((await invoke('signin/verifyState', { state: '654321' })).status).toBe(200);
    await until(() => messages().length === 1);
    expect(bot.ran[0]?.command).toEqual({ kind: 'code', code: '654321' });
    await invoke('signin/verifyState', { state: 'CancelledByUser' });
    expect(bot.ran).toHaveLength(1);
  });

  test('sends the button after a failure, says what was missing, and logs it', async () => {
    expect((await invoke('signin/failure', { code: 'tokenmissing', message: 'm' })).status).toBe(200);
    await until(() => messages().length === 1);
    await invoke('signin/failure', { code: 'authrequestfailed', message: 'AADSTS65001: no consent' });
    await until(() => messages().length === 2);
    expect(bot.lacks).toEqual(['unknown', 'consent']);
    expect(JSON.stringify(messages())).not.toContain('tokenExchangeResource');
    expect(JSON.stringify(messages()[1]?.body)).toContain('needs a consent');
    expect(bot.log.lines.filter((line) => line.fields['code'])).toHaveLength(2);
  });
});

test('welcomes a person once when the app is installed in the 1:1 chat, and nobody elsewhere', async () => {
  bot.script.run = async () => help();
  const botAccount = activity('x')['recipient'];
  await send({ type: 'conversationUpdate', membersAdded: [{ id: '29:other' }] });
  await send({ type: 'conversationUpdate', membersAdded: [botAccount], conversation: CHANNEL });
  expect(bot.ran).toEqual([]);
  await send({ type: 'conversationUpdate', membersAdded: [botAccount] });
  await send({ type: 'installationUpdate', action: 'add' });
  await until(() => messages().length === 1);
  expect(bot.ran.map(({ command }) => command)).toEqual([{ kind: 'help', topic: 'overview', query: '' }]);
});

test('welcomes a person again who has uninstalled the app and installs it again, but not after an upgrade', async () => {
  bot.script.run = async () => help();
  const member = activity('x')['recipient'];
  const install = async () => {
    await send({ type: 'conversationUpdate', membersAdded: [member] });
    await send({ type: 'installationUpdate', action: 'add' });
  };
  await install();
  await send({ type: 'installationUpdate', action: 'remove-upgrade' });
  await send({ type: 'installationUpdate', action: 'add-upgrade' });
  expect(bot.ran).toHaveLength(1);
  await send({ type: 'conversationUpdate', membersRemoved: [member] });
  await send({ type: 'installationUpdate', action: 'remove' });
  await install();
  expect(bot.ran).toHaveLength(2);
});

test('shows typing while an answer takes long', async () => {
  const goOn = await slow(SIGNED_OUT);
  await send();
  await until(() => bot.connector.calls.length === 1);
  expect(bot.connector.calls[0]?.body['type']).toBe('typing');
  goOn();
  await until(() => messages().length === 1);
});

describe('the server', () => {
  test('says whether it is up and ready', async () => {
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${bot.url}/readyz`)).status).toBe(200);
    bot.database.up = false;
    // All who ask within a second share one answer.
    await expect.poll(async () => (await fetch(`${bot.url}/readyz`)).status, { timeout: 5_000 }).toBe(503);
    expect((await fetch(`${bot.url}/healthz`)).status).toBe(200);
  });

  test('serves the sign-in pages with their query and cookies', async () => {
    const answer = await fetch(`${bot.url}/sign-in/known?a=1`, { headers: { cookie: 'c=2; d=3' } });
    expect(await answer.text()).toBe('1 2');
    expect((await fetch(`${bot.url}/sign-in/unknown`)).status).toBe(404);
  });

  test.each([
    ['GET', '/healthz', 200],
    ['GET', '/nowhere', 404],
    ['DELETE', '/healthz', 405],
    ['GET', '/api/messages', 405],
    ['POST', '/api/messages', 401],
    ['GET', '/sign-in/known', 200],
    ['GET', '/%zz', 404],
  ])('%s %s answers with security headers and no banner', async (method, path, status) => {
    const { headers, status: got } = await fetch(`${bot.url}${path}`, { method });
    expect(got).toBe(status);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toContain('frame-ancestors');
    expect([headers.get('server'), headers.get('x-powered-by'), headers.get('user-agent')]).toEqual([null, null, null]);
  });

  test.each([
    ['/readyz', 200, '"ready"'],
    ['/healthz', 200, '"up"'],
    ['/nowhere', 429, 'refused'],
    ['/sign-in/made-up', 429, 'busy'],
  ])(
    'answers requests for %s late if there are too many, with %s and the security headers',
    async (path, status, body) => {
      await Promise.all(Array.from({ length: 60 }, () => fetch(`${bot.url}${path}`)));
      const more = await Promise.all(Array.from({ length: 60 }, () => fetch(`${bot.url}${path}`)));
      const late = more.filter((answer) => answer.status === status);
      // One is let in every few seconds, and which of them that is depends on the order of their arrival.
      expect(late.length).toBeGreaterThanOrEqual(50);
      for (const answer of late) {
        expect(await answer.text()).toContain(body);
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
      }
    },
  );

  test('goes on accepting known keys during an outage of the key server and refuses unknown ones', async () => {
    await send();
    bot.keyServer.state.down = true;
    expect((await send()).status).toBe(200);
    const unknown = await signToken(await createKey('k2'), { serviceurl: bot.connector.serviceUrl });
    const answer = await bot.post(activity(bot.connector.serviceUrl), `Bearer ${unknown}`);
    expect(answer.status).toBe(401);
  });
});

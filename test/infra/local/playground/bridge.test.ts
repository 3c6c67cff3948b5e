import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listen, listener, type Reply, stop } from '../../../../infra/local/http.ts';
import { type Bridge, startBridge } from '../../../../infra/local/playground/bridge.ts';
import { tenantFile } from '../../../../infra/local/playground/tenant-file.ts';
import { createWorld } from '../../../../infra/local/world.ts';

type Json = Readonly<Record<string, unknown>>;

interface Call {
  readonly method: string;
  readonly target: string;
  readonly authorization: string | undefined;
  readonly body: Json;
}

/** A program on loopback that notes what it is sent. */
async function noting(answer: () => Reply) {
  const calls: Call[] = [];
  const server = createServer(
    listener(async ({ method, target, headers, body }) => {
      calls.push({ method, target, authorization: headers.authorization, body: body === '' ? {} : JSON.parse(body) });
      return answer();
    }),
  );
  return { calls, url: `http://127.0.0.1:${await listen(server)}`, close: () => stop(server) };
}

let bot: Awaited<ReturnType<typeof noting>>;
let playground: Awaited<ReturnType<typeof noting>>;
let bridge: Bridge;
let botAnswer: Reply;
beforeEach(async () => {
  botAnswer = {
    status: 200,
    body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Done' },
  };
  bot = await noting(() => botAnswer);
  playground = await noting(() => ({ status: 201, body: { id: 'sent-1' } }));
  bridge = await startBridge({
    botUrl: () => bot.url,
    playgroundUrl: playground.url,
    sign: async (serviceUrl) => `signed-for-${serviceUrl}`,
    verify: async (token) => (token === 'of-the-bot' ? undefined : Promise.reject(new Error('another'))),
  });
});
afterEach(async () => {
  for (const one of [bridge, bot, playground]) await one.close();
});

function post(url: string, body: Json, headers: Readonly<Record<string, string>> = {}, method = 'POST') {
  return fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}
const OF_BOT = { authorization: 'Bearer of-the-bot' };
const reply = (path: string, body: Json, headers: Readonly<Record<string, string>> = OF_BOT, method = 'POST') =>
  post(`${bridge.serviceUrl}v3/conversations/${path}`, body, headers, method);

describe('what the Playground sends', () => {
  it('reaches the bot signed as the connector signs, with the service URL that the token names', async () => {
    const activity = { type: 'message', text: 'list', serviceUrl: 'http://localhost:56150/_connector' };
    await post(bridge.messagesUrl, activity);
    const { serviceUrl } = bridge;
    expect(bot.calls).toMatchObject([
      { target: '/api/messages', authorization: `Bearer signed-for-${serviceUrl}`, body: { ...activity, serviceUrl } },
    ]);
  });

  it('is answered as the bot answers, because a press of a button is drawn from that', async () => {
    const answer = await post(bridge.messagesUrl, { type: 'invoke', name: 'adaptiveCard/action' });
    expect([answer.status, await answer.json()]).toEqual([200, botAnswer.body]);
    botAnswer = { status: 403, body: { error: 'refused' } };
    expect((await post(bridge.messagesUrl, { type: 'invoke' })).status).toBe(403);
  });

  it.each<[string, string, Readonly<Record<string, string>>]>([
    ['the path is not known', '/api/messages', {}],
    ['a page of a browser sends it', '', { origin: 'https://evil.example' }],
  ])('is not signed if %s', async (_, path, headers) => {
    const url = path === '' ? bridge.messagesUrl : new URL(path, bridge.messagesUrl).href;
    expect((await post(url, { type: 'message' }, headers)).status).toBe(404);
    expect(bot.calls).toEqual([]);
  });
});

describe('what the bot sends', () => {
  it.each(['POST', 'PUT', 'DELETE'])('reaches the Playground by %s, and its answer comes back', async (method) => {
    const answer = await reply('19:c@thread.tacv2/activities/1', { type: 'message', text: 'Hi' }, OF_BOT, method);
    expect([answer.status, await answer.json()]).toEqual([201, { id: 'sent-1' }]);
    expect(playground.calls).toMatchObject([
      { method, target: '/_connector/v3/conversations/19:c@thread.tacv2/activities/1', body: { text: 'Hi' } },
    ]);
    expect(playground.calls[0]?.authorization).toBeUndefined();
  });

  it('is an ordinary message there if it is for one person', async () => {
    await reply('19:c@thread.tacv2/activities?isTargetedActivity=true', { type: 'message', recipient: { id: '29:a' } });
    expect(playground.calls).toMatchObject([{ target: '/_connector/v3/conversations/19:c@thread.tacv2/activities' }]);
    expect(playground.calls[0]?.body).toEqual({ type: 'message' });
  });

  it('has a link to the bot’s own page in the place of a sign-in card', async () => {
    const content = {
      text: 'Please sign in',
      buttons: [{ type: 'signin', title: 'Sign in', value: 'http://localhost/x' }],
    };
    const attachments = [{ contentType: 'application/vnd.microsoft.card.oauth', content }];
    await reply('a:1/activities', { type: 'message', attachments });
    const [card] = Object(playground.calls[0]?.body)['attachments'];
    expect(card).toMatchObject({
      contentType: 'application/vnd.microsoft.card.adaptive',
      content: { actions: [{ type: 'Action.OpenUrl', title: 'Sign in', url: 'http://localhost/x' }] },
    });
  });

  it('is refused without the token of the bot', async () => {
    expect((await reply('a:1/activities', { type: 'message' }, {})).status).toBe(401);
    expect((await reply('a:1/activities', { type: 'message' }, { authorization: 'Bearer other' })).status).toBe(401);
    expect(playground.calls).toEqual([]);
  });
});

describe('the tenant that the Playground shows', () => {
  const world = createWorld(new Date());

  it('has the people of the local world, by the accounts and object IDs that the bot knows', () => {
    const file = JSON.parse(tenantFile(world, 'Anna'));
    const anna = world.people.find(({ name }) => name.startsWith('Anna'));
    expect(file).toMatchObject({
      tenantId: world.tenantId,
      bot: { id: `28:${world.botId}` },
      currentUser: { id: anna?.accountId, aadObjectId: anna?.oid },
    });
    expect(file.users).toHaveLength(5);
    expect(file.users.map(({ aadObjectId }: { aadObjectId: string }) => aadObjectId)).not.toContain(anna?.oid);
  });

  it('says so if nobody is called that', () => {
    expect(() => tenantFile(world, 'Nobody at all')).toThrow('Nobody in the local world is called Nobody at all.');
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createConnector } from '../../../../../bot/adapters/teams/outbound/connector.ts';
import { createSecretDelivery } from '../../../../../bot/adapters/teams/outbound/secret-delivery.ts';
import { createServiceUrlCheck } from '../../../../../bot/adapters/teams/outbound/service-urls.ts';
import { SecretValue } from '../../../../../bot/domain/secrets/issued-secret.ts';
import type { ConversationKind } from '../../../../../bot/domain/shared/person.ts';
import type { SecretMessage } from '../../../../../bot/ports/secrets/delivery.ts';
import { asker, freePort, OID, recordingLog, rememberingConversations, startConnector, TENANT } from '../bench.ts';

const VALUE = 'canary~8Q~value';
const START = new Date('2026-01-01T00:00:00Z');
const END = new Date('2027-01-01T00:00:00Z');
const message: SecretMessage = {
  nonce: 'n',
  application: { clientId: TENANT, displayName: 'Partner-NL-Org-SMC' },
  secret: { keyId: OID, name: 'Mine', hint: 'can', start: START, end: END },
  value: new SecretValue(VALUE),
  minutes: 10,
};

let server: Awaited<ReturnType<typeof startConnector>>;
let tokens = 0;
beforeAll(async () => {
  server = await startConnector();
});
afterAll(() => server.close());
beforeEach(() => {
  server.calls.length = 0;
  server.state.answer = () => ({ status: 201, body: { id: 'sent-1' } });
  tokens = 0;
});

function setUp(allowed = [server.serviceUrl]) {
  const log = recordingLog();
  const conversations = rememberingConversations();
  const token = async () => {
    tokens += 1;
    return 'bot-token';
  };
  const connector = createConnector({ isServiceUrl: createServiceUrlCheck(allowed), token, timeoutMs: 1000 });
  return { connector, log, conversations, delivery: createSecretDelivery(connector, conversations, log, 'UTC') };
}

describe('threat 29, fallback leaks to the channel: a message with a value', () => {
  test('is a plain message in the 1:1 chat', async () => {
    const { delivery } = setUp();
    const result = await delivery.here(asker('personal', server.serviceUrl), message);
    expect(result).toMatchObject({ kind: 'delivered', receipt: { activityId: 'sent-1', targeted: false } });
    expect(server.calls[0]?.path).toBe('/emea/v3/conversations/a%3Aone-to-one/activities');
    expect(JSON.stringify(server.calls[0]?.body['attachments'])).toContain(VALUE);
  });

  test.each<ConversationKind>(['channel', 'groupChat'])('targeted in a %s', async (kind) => {
    const { delivery } = setUp();
    const result = await delivery.here(asker(kind, server.serviceUrl), message);
    expect(result).toMatchObject({ kind: 'delivered', receipt: { targeted: true } });
    expect(server.calls[0]?.path).toMatch(/\/activities\?isTargetedActivity=true$/);
    expect(server.calls[0]?.body['recipient']).toEqual({ id: '29:ann' });
  });

  test('is targeted even if a record wrongly calls a thread personal', async () => {
    const { delivery } = setUp();
    const wrong = asker('channel', server.serviceUrl);
    await delivery.here({ ...wrong, conversation: { ...wrong.conversation, kind: 'personal' } }, message);
    await delivery.personally({ ...wrong, conversation: { ...wrong.conversation, kind: 'personal' } }, message);
    expect(server.calls.map((call) => call.path.endsWith('?isTargetedActivity=true'))).toEqual([true, true]);
  });

  test('goes nowhere else when the targeted message is refused', async () => {
    const { delivery } = setUp();
    server.state.answer = () => ({ status: 403, body: { error: { code: 'BotNotInConversationRoster' } } });
    expect(await delivery.here(asker('channel', server.serviceUrl), message)).toEqual({ kind: 'refused' });
    expect(server.calls).toHaveLength(1);
  });

  test('has a notification and a log line that hold nothing of the value', async () => {
    const { delivery, log } = setUp();
    server.state.answer = () => ({ status: 500, body: { error: { code: 'X', message: VALUE } } });
    await delivery.here(asker('personal', server.serviceUrl), message);
    const { attachments: _card, ...rest } = server.calls[0]?.body ?? {};
    expect(JSON.stringify(rest)).not.toContain('canary');
    expect(JSON.stringify(log.lines)).not.toContain('canary');
  });
});

describe('the result of the one attempt to deliver a value', () => {
  test.each([400, 401, 403, 404, 429])('is “refused” after %i', async (status) => {
    server.state.answer = () => ({ status });
    expect(await setUp().delivery.here(asker('channel', server.serviceUrl), message)).toEqual({ kind: 'refused' });
    expect(server.calls).toHaveLength(1);
  });

  test.each([302, 500, 502, 503, 504])('is “unknown” after %i', async (status) => {
    server.state.answer = () => ({ status });
    expect(await setUp().delivery.here(asker('channel', server.serviceUrl), message)).toEqual({ kind: 'unknown' });
    expect(server.calls).toHaveLength(1);
  });

  test('is “unknown” without an answer', async () => {
    server.state.answer = () => 'hang';
    expect(await setUp().delivery.here(asker('channel', server.serviceUrl), message)).toEqual({ kind: 'unknown' });
    expect(server.calls).toHaveLength(1);
  });

  test('is “unknown” after an answer without an id, because the message could not be removed', async () => {
    server.state.answer = () => ({ status: 201, body: {} });
    expect(await setUp().delivery.here(asker('channel', server.serviceUrl), message)).toEqual({ kind: 'unknown' });
  });

  test('is “refused” if nobody listens', async () => {
    const url = `http://127.0.0.1:${await freePort()}/`;
    expect(await setUp([url]).delivery.here(asker('channel', url), message)).toEqual({ kind: 'refused' });
  });

  test('is “refused” before a token is fetched if the service URL is not on the allow-list', async () => {
    const { delivery } = setUp(['https://smba.test/']);
    expect(await delivery.here(asker('personal', server.serviceUrl), message)).toEqual({ kind: 'refused' });
    expect([server.calls.length, tokens]).toEqual([0, 0]);
  });
});

describe('the 1:1 chat', () => {
  test('is the one the person used last', async () => {
    const { delivery, conversations } = setUp();
    conversations.kept.push(asker('personal', server.serviceUrl));
    await delivery.personally(asker('channel', server.serviceUrl), message);
    expect(server.calls.map((call) => call.path)).toEqual(['/emea/v3/conversations/a%3Aone-to-one/activities']);
  });

  test('is opened if there is none, without the value', async () => {
    const { delivery } = setUp();
    server.state.answer = ({ path }) => ({
      status: 201,
      body: { id: path.endsWith('/conversations') ? 'a:new' : 's' },
    });
    const result = await delivery.personally(asker('channel', server.serviceUrl), message);
    expect(result).toMatchObject({
      kind: 'delivered',
      receipt: { conversation: { kind: 'personal', id: 'a:new' }, targeted: false },
    });
    expect(server.calls[0]?.body).toMatchObject({
      isGroup: false,
      members: [{ id: '29:ann' }],
      tenantId: TENANT,
      channelData: { tenant: { id: TENANT } },
    });
    expect(JSON.stringify(server.calls[0]?.body)).not.toContain('canary');
  });

  test('leads to “refused” if it cannot be opened', async () => {
    server.state.answer = () => ({ status: 500 });
    const result = await setUp().delivery.personally(asker('channel', server.serviceUrl), message);
    expect(result).toEqual({ kind: 'refused' });
  });
});

describe('removing a message', () => {
  const receipt = (targeted: boolean) => ({
    conversation: asker('channel', server.serviceUrl).conversation,
    activityId: 'm/1',
    targeted,
  });

  test('names the message in the way it was sent', async () => {
    const { delivery } = setUp();
    server.state.answer = () => ({ status: 200 });
    expect(await delivery.remove(receipt(true))).toBe('removed');
    expect(await delivery.remove(receipt(false))).toBe('removed');
    expect(server.calls.map(({ method, path }) => `${method} ${path.split('/activities/')[1]}`)).toEqual([
      'DELETE m%2F1?isTargetedActivity=true',
      'DELETE m%2F1',
    ]);
  });

  test('reports “gone” if Teams does not know the message any more', async () => {
    server.state.answer = () => ({ status: 404, body: { error: { code: 'ActivityNotFoundInConversation' } } });
    expect(await setUp().delivery.remove(receipt(true))).toBe('gone');
    expect(server.calls).toHaveLength(1);
  });

  test.each([
    [501, 'NotImplemented'],
    [403, 'MessageTooOld'],
    [403, 'ForbiddenOperationException'],
    [400, 'BadArgument'],
    [500, 'ServiceError'],
  ])('takes the value out of a message that Teams does not delete (%i %s)', async (status, code) => {
    server.state.answer = ({ method }) =>
      method === 'DELETE' ? { status, body: { error: { code } } } : { status: 200, body: { id: 'm/1' } };
    const { delivery } = setUp();
    expect(await delivery.remove(receipt(true))).toBe('overwritten');
    expect(await delivery.remove(receipt(false))).toBe('overwritten');
    const [, targeted, , plain] = server.calls;
    expect([targeted?.method, targeted?.path.split('/activities/')[1]]).toEqual([
      'PUT',
      'm%2F1?isTargetedActivity=true',
    ]);
    expect(targeted?.body).toMatchObject({
      type: 'message',
      text: expect.stringContaining('removed'),
      attachments: [],
    });
    // Teams answers 400 "Cannot edit Recipient of Targeted Message".
    expect(targeted?.body).not.toHaveProperty('recipient');
    expect(plain?.path.split('/activities/')[1]).toBe('m%2F1');
  });

  test.each([
    [403, 'SomethingElse'],
    [403, 'BotNotInConversationRoster'],
    [500, 'ServiceError'],
  ])('throws if Teams refuses the update, too (%i %s), so that it is tried again', async (status, code) => {
    server.state.answer = () => ({ status, body: { error: { code } } });
    await expect(setUp().delivery.remove(receipt(true))).rejects.toThrow(code);
    expect(server.calls.map(({ method }) => method)).toEqual(['DELETE', 'PUT']);
  });

  test.each([
    [429, 'Throttled'],
    [503, 'ServiceError'],
  ])('throws after %i %s, so that it is tried again, and leaves the message alone until then', async (status, code) => {
    server.state.answer = () => ({ status, body: { error: { code } } });
    await expect(setUp().delivery.remove(receipt(true))).rejects.toThrow(code);
    expect(server.calls.map(({ method }) => method)).toEqual(['DELETE']);
  });
});

describe('the allow-list', () => {
  const isAllowed = createServiceUrlCheck(['https://smba.test/teams/', 'http://127.0.0.1:8080/']);
  test.each([
    'https://smba.test/teams/',
    'https://smba.test/teams',
    'https://smba.test/teams/emea/',
    'http://127.0.0.1:8080/x',
  ])('contains %s', (url) => expect(isAllowed(url)).toBe(true));
  test.each([
    'https://smba.test/',
    'https://smba.test/teamsters/',
    'https://smba.test/teams/../evil/',
    'https://smba.test/teams/%2e%2e/evil/',
    'http://smba.test/teams/',
    'https://smba.test:444/teams/',
    'https://smba.test.evil.test/teams/',
    'https://smba.test@evil.test/teams/',
    'https://user:x@smba.test/teams/',
    'https://user@smba.test/teams/',
    'https://:x@smba.test/teams/',
    'https://smba.test/teams/?x=1',
    'https://smba.test/teams/#x',
    'https:\\\\smba.test\\teams\\',
    'http://127.0.0.1:8081/',
    'http://localhost:8080/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    '',
  ])('does not contain %s', (url) => expect(isAllowed(url)).toBe(false));
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAnnouncer } from '../../../../../bot/adapters/teams/outbound/announcer.ts';
import { createConnector } from '../../../../../bot/adapters/teams/outbound/connector.ts';
import { createServiceUrlCheck } from '../../../../../bot/adapters/teams/outbound/service-urls.ts';
import type { DigestView } from '../../../../../bot/domain/reminders/digest.ts';
import { asker, conversation, OID, startConnector, TENANT } from '../bench.ts';

const digest: DigestView = {
  ...{ id: 'd', zone: 'UTC', asOf: new Date('2026-11-24T08:00:00Z'), mayBeRepeated: false },
  destination: { kind: 'channel', conversationId: '19:many@thread.tacv2' },
  managers: new Map([[TENANT, { names: ['Ann'], unknown: 0 }]]),
  mentions: [{ accountId: '29:ann', name: 'Ann' }],
  items: [
    {
      ...{ number: 1, application: { clientId: TENANT, displayName: 'Partner-NL-Org-SMC' }, keyId: OID, stage: 5 },
      ...{ secretName: 'Mine', hint: 'hnt', end: new Date('2026-11-29T08:00:00Z'), newer: false, cutOff: false },
      ...{ claim: undefined, ending: undefined, alsoTold: [] },
    },
  ],
};

let server: Awaited<ReturnType<typeof startConnector>>;
beforeAll(async () => {
  server = await startConnector();
});
afterAll(() => server.close());
beforeEach(() => {
  server.calls.length = 0;
  server.state.answer = () => ({ status: 201, body: { id: 'sent-1' } });
});

const LINKS = { install: 'https://teams.test/install', chat: 'https://teams.test/chat' };

function announcer(allowed = [server.serviceUrl]) {
  const isServiceUrl = createServiceUrlCheck(allowed);
  return createAnnouncer(
    createConnector({ isServiceUrl, token: async () => 'bot-token', timeoutMs: 1000 }),
    LINKS,
    'UTC',
  );
}

const channel = () => ({ ...conversation('channel', server.serviceUrl), id: '19:many@thread.tacv2' });
const DIGEST = { kind: 'digest', digest } as const;
const send = (to = announcer()) => to.post({ kind: 'channel', conversation: channel() }, DIGEST);
const bodyOf = (index: number) => JSON.stringify(server.calls[index]?.body);

describe('a digest', () => {
  test('is a new post in the channel for everybody, with its mentions', async () => {
    expect(await send()).toEqual({ kind: 'sent', posted: { conversation: channel(), activityId: 'sent-1' } });
    expect(server.calls[0]).toMatchObject({
      method: 'POST',
      path: '/emea/v3/conversations/19%3Amany%40thread.tacv2/activities',
    });
    expect(server.calls[0]?.body['recipient']).toBeUndefined();
    expect(bodyOf(0)).toContain('<at>Ann</at>');
    expect(bodyOf(0)).not.toContain('hnt');
    expect(bodyOf(0)).not.toContain(OID);
  });

  test('becomes a shorter text for the same readers if it is too large for Teams', async () => {
    server.state.answer = () => (server.calls.length === 1 ? { status: 413 } : { status: 201, body: { id: 'sent-2' } });
    expect(await send()).toMatchObject({ kind: 'sent', posted: { activityId: 'sent-2' } });
    expect(server.calls.map(({ path }) => path)).toEqual(Array(2).fill(server.calls[0]?.path));
    expect(server.calls[1]?.body).toMatchObject({ type: 'message', text: expect.stringContaining('too large') });
    expect(server.calls[1]?.body).not.toHaveProperty('attachments');
  });

  test('is redrawn in place', async () => {
    const posted = { conversation: channel(), activityId: 'a/1' };
    expect(await announcer().redraw(posted, DIGEST)).toMatchObject({ kind: 'sent' });
    expect(server.calls[0]).toMatchObject({
      method: 'PUT',
      path: '/emea/v3/conversations/19%3Amany%40thread.tacv2/activities/a%2F1',
    });
    expect(server.calls[0]?.body).toMatchObject({ type: 'message', id: 'a/1' });
  });

  test('goes to a person’s 1:1 chat, which is opened if the bot has met the person only elsewhere', async () => {
    const person = asker('personal', server.serviceUrl);
    const mine: DigestView = { ...digest, destination: { kind: 'chat', person: person.person }, mentions: [] };
    await announcer().post({ kind: 'chat', person }, { kind: 'digest', digest: mine });
    expect(server.calls.map(({ path }) => path)).toEqual(['/emea/v3/conversations/a%3Aone-to-one/activities']);
    server.calls.length = 0;
    server.state.answer = ({ path }) => ({ status: 201, body: { id: path.endsWith('conversations') ? 'a:new' : 'm' } });
    const sent = await announcer().post(
      { kind: 'chat', person: asker('channel', server.serviceUrl) },
      { kind: 'digest', digest: mine },
    );
    expect(server.calls.map(({ path }) => path)).toEqual([
      '/emea/v3/conversations',
      '/emea/v3/conversations/a%3Anew/activities',
    ]);
    expect(sent).toMatchObject({
      kind: 'sent',
      posted: { conversation: { kind: 'personal', id: 'a:new' }, activityId: 'm' },
    });
  });

  test('is sent once more without its mentions if Teams refuses it with them', async () => {
    server.state.answer = ({ body }) =>
      JSON.stringify(body).includes('<at>')
        ? { status: 400, body: { error: { code: 'BadArgument' } } }
        : { status: 201, body: { id: 'plain' } };
    expect(await send()).toMatchObject({ kind: 'sent', posted: { activityId: 'plain' } });
    expect(server.calls).toHaveLength(2);
    const posted = { conversation: channel(), activityId: 'plain' };
    expect(await announcer().redraw(posted, DIGEST)).toMatchObject({ kind: 'sent' });
    expect(server.calls.map(({ method }) => method)).toEqual(['POST', 'POST', 'PUT', 'PUT']);
  });
});

describe('a notice', () => {
  const NOTICE = {
    kind: 'notice',
    notice: { kind: 'deletion-completed', application: { clientId: OID, displayName: 'Partner-NL-Org-SMC' } },
  } as const;

  test('for a person who asked among others is for their eyes only, and is not drawn again', async () => {
    const person = asker('channel', server.serviceUrl);
    expect(await announcer().post({ kind: 'private', person }, NOTICE)).toEqual({ kind: 'sent', posted: undefined });
    expect(server.calls[0]?.path).toContain('isTargetedActivity=true');
    expect(server.calls[0]?.body).toMatchObject({ recipient: { id: person.accountId } });
  });

  test('for a person who asked in the 1:1 chat goes there', async () => {
    const person = asker('personal', server.serviceUrl);
    const posted = { conversation: person.conversation, activityId: 'sent-1' };
    expect(await announcer().post({ kind: 'private', person }, NOTICE)).toEqual({ kind: 'sent', posted });
    expect(server.calls[0]?.body['recipient']).toBeUndefined();
  });
});

describe('a channel’s names', () => {
  const TEAM = '19:team@thread.tacv2';
  const team = { status: 200, body: { id: TEAM, name: 'Stem\u202e Cell\nPartners' } };
  const channels = {
    status: 200,
    body: {
      conversations: [
        { id: TEAM, name: null },
        { id: '19:many@thread.tacv2', name: 'Managers' },
      ],
    },
  };
  const answering = (ofTeam: object, ofChannels: object) => {
    server.state.answer = ({ path }) => ({ status: 200, ...(path.endsWith('/conversations') ? ofChannels : ofTeam) });
  };
  const namesOf = (id = channel().id, teamId = TEAM, from = announcer()) =>
    from.namesOf({ conversation: { ...channel(), id }, teamId, name: '', teamName: '' });

  test('come from the connector as plain text', async () => {
    answering(team, channels);
    expect(await namesOf()).toEqual({ name: 'Managers', teamName: 'Stem Cell Partners' });
    expect(server.calls.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'GET /emea/v3/teams/19%3Ateam%40thread.tacv2',
      'GET /emea/v3/teams/19%3Ateam%40thread.tacv2/conversations',
    ]);
    expect(server.calls.map(({ authorization }) => authorization)).toEqual(['Bearer bot-token', 'Bearer bot-token']);
  });

  test('are “General” if the channel has its team’s id, and empty if the channel is not listed', async () => {
    answering(team, channels);
    expect((await namesOf(TEAM)).name).toBe('General');
    expect((await namesOf('19:private@thread.tacv2')).name).toBe('');
  });

  test.each([
    ['a refusal', { status: 403, body: { error: { code: 'BotNotInConversationRoster' } } }],
    ['a fault', { status: 500 }],
    ['a redirect', { status: 302, body: team.body }],
    ['another shape', { status: 200, body: { conversations: 'none', name: 7 } }],
  ])('are empty after %s, each one independently', async (_what, failed) => {
    answering(failed, channels);
    expect(await namesOf()).toEqual({ name: 'Managers', teamName: '' });
    answering(team, failed);
    expect(await namesOf()).toEqual({ name: '', teamName: 'Stem Cell Partners' });
  });

  test('are empty without an answer or a token', async () => {
    server.state.answer = () => 'hang';
    expect(await namesOf()).toEqual({ name: '', teamName: '' });
    const isServiceUrl = createServiceUrlCheck([server.serviceUrl]);
    const token = async () => Promise.reject(new Error('no token'));
    const tokenless = createAnnouncer(createConnector({ isServiceUrl, token }), LINKS, 'UTC');
    expect(await namesOf(channel().id, TEAM, tokenless)).toEqual({ name: '', teamName: '' });
  });

  test('are not asked of an address that is not on the list, or without a team', async () => {
    const nothing = { name: '', teamName: '' };
    expect(await namesOf(channel().id, TEAM, announcer(['https://elsewhere.test/']))).toEqual(nothing);
    const teamless = { conversation: channel(), teamId: undefined, ...nothing };
    expect(await announcer().namesOf(teamless)).toEqual(nothing);
    expect(server.calls).toEqual([]);
  });
});

describe('an attempt that fails', () => {
  const failing = async (status: number, code: string, retryAfter?: string) => {
    server.state.answer = () => ({
      status,
      body: { error: { code } },
      ...(retryAfter === undefined ? {} : { retryAfter }),
    });
    return send();
  };

  test.each([412, 429])('is tried again later after %i and has not arrived', async (status) => {
    expect(await failing(status, 'Busy')).toMatchObject({ kind: 'later', maybe: false, afterMs: undefined });
  });

  test.each([502, 503, 504])('is tried again later after %i and may have arrived', async (status) => {
    expect(await failing(status, 'ServiceError')).toMatchObject({ kind: 'later', maybe: true });
  });

  test('is tried again when the service says, in seconds or at a date', async () => {
    expect(await failing(429, 'TooManyRequests', '7')).toMatchObject({ kind: 'later', afterMs: 7_000 });
    const date = new Date(Date.now() + 60_000).toUTCString();
    const result = await failing(429, 'TooManyRequests', date);
    expect(result.kind === 'later' && result.afterMs).toBeGreaterThan(50_000);
    expect(await failing(429, 'TooManyRequests', 'soon')).toMatchObject({ kind: 'later', afterMs: undefined });
  });

  test.each([
    [403, 'BotNotInConversationRoster'],
    [403, 'MessageWritesBlocked'],
    [403, 'ConversationBlockedByUser'],
    [403, 'BotDisabledByAdmin'],
    [403, 'ForbiddenOperationException'],
    [404, 'ConversationNotFound'],
  ])('means that the place is gone after %i %s', async (status, code) => {
    expect(await failing(status, code)).toEqual({ kind: 'gone', code });
  });

  test.each([
    [400, 'BadSyntax'],
    [403, 'Other'],
    [413, 'MessageSizeTooBig'],
    [500, 'InternalServerError'],
  ])('is not tried again after %i %s', async (status, code) => {
    expect(await failing(status, code)).toEqual({ kind: 'refused', code });
  });

  test('may have arrived if there is no answer', async () => {
    server.state.answer = () => 'hang';
    expect(await send()).toMatchObject({ kind: 'later', maybe: true });
  });

  test('sends no request to an address that is not on the list', async () => {
    expect(await send(announcer(['https://elsewhere.test/']))).toEqual({
      kind: 'refused',
      code: 'ServiceUrlNotAllowed',
    });
    expect(server.calls).toEqual([]);
  });
});

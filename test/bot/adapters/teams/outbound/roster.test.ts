import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createConnector } from '../../../../../bot/adapters/teams/outbound/connector.ts';
import { createRoster } from '../../../../../bot/adapters/teams/outbound/roster.ts';
import { createServiceUrlCheck } from '../../../../../bot/adapters/teams/outbound/service-urls.ts';
import { openTeams, type TeamsBench } from '../../../../infra/local/teams-bench.ts';
import { asker, freePort, OID, startConnector, TENANT } from '../bench.ts';

let server: Awaited<ReturnType<typeof startConnector>>;
beforeAll(async () => {
  server = await startConnector();
});
afterAll(() => server.close());
beforeEach(() => {
  server.calls.length = 0;
});

const ACCOUNT = '29:1ann/a+b';
const OTHER = '44444444-4444-4444-8444-444444444444';

function rosterAt(serviceUrl: string, token = 'bot-token') {
  const isServiceUrl = createServiceUrlCheck([serviceUrl]);
  const connector = createConnector({ isServiceUrl, token: async () => token, timeoutMs: 1000 });
  return createRoster(connector, TENANT.toUpperCase());
}

function ask(answer: { status: number; body?: unknown } | 'hang') {
  server.state.answer = () => answer;
  return rosterAt(server.serviceUrl).personOf(asker('channel', server.serviceUrl).conversation, ACCOUNT);
}

describe('the person behind an account', () => {
  test('is read with one request to the conversation, with the bot’s token', async () => {
    server.state.answer = () => ({ status: 200, body: { objectId: OID } });
    const { conversation } = asker('channel', server.serviceUrl);
    const place = { ...conversation, id: '19:room@thread.tacv2;messageid=17' };
    expect(await rosterAt(server.serviceUrl).personOf(place, ACCOUNT)).toEqual({ tid: TENANT, oid: OID });
    expect(server.calls).toMatchObject([
      {
        method: 'GET',
        path: '/emea/v3/conversations/19%3Aroom%40thread.tacv2/members/29%3A1ann%2Fa%2Bb',
        authorization: 'Bearer bot-token',
      },
    ]);
  });

  test.each([
    ['aadObjectId', { aadObjectId: OID.toUpperCase() }],
    ['objectId', { objectId: OID, tenantId: null }],
    ['both, with our tenant', { objectId: OID, aadObjectId: OID, tenantId: TENANT.toUpperCase(), userRole: 'user' }],
  ])('is read from %s, in lower case', async (_what, body) => {
    expect(await ask({ status: 200, body })).toEqual({ tid: TENANT, oid: OID });
  });

  test.each([
    ['an anonymous member', { name: 'Anon1 (Guest)', tenantId: TENANT, userRole: 'anonymous' }],
    ['a member of another tenant', { objectId: OID, tenantId: OTHER }],
    ['an id that is none', { objectId: `${OID}/../x` }],
    ['another shape', { objectId: 7 }],
    ['a list', [{ objectId: OID }]],
  ])('is unknown after %s', async (_what, body) => {
    expect(await ask({ status: 200, body })).toBeUndefined();
  });

  test.each([302, 400, 403, 404, 429, 500, 503])('is unknown after %i, and nothing is thrown', async (status) => {
    const body = { objectId: OID, error: { code: 'MemberNotFoundInConversation' } };
    expect(await ask({ status, body })).toBeUndefined();
    expect(server.calls).toHaveLength(1);
  });

  test('is unknown if Teams does not answer or may not be asked', async () => {
    expect(await ask('hang')).toBeUndefined();
    const { conversation } = asker('channel', server.serviceUrl);
    const serviceUrl = `http://127.0.0.1:${await freePort()}/`;
    expect(await rosterAt(serviceUrl).personOf({ ...conversation, serviceUrl }, ACCOUNT)).toBeUndefined();
    expect(await rosterAt('https://smba.test/').personOf(conversation, ACCOUNT)).toBeUndefined();
    expect(server.calls).toHaveLength(1);
  });
});

describe('people of other organisations', () => {
  const place = () => asker('channel', server.serviceUrl).conversation;

  test.each([
    ['of another tenant', { status: 200, body: { objectId: OID, tenantId: OTHER } }, true],
    ['of our tenant', { status: 200, body: { objectId: OID, tenantId: TENANT.toUpperCase() } }, false],
    ['unknown to Teams', { status: 404 }, undefined],
  ])('are told apart by the tenant of the account: one %s', async (_who, answer, outside) => {
    server.state.answer = () => answer;
    expect(await rosterAt(server.serviceUrl).isOutsider(place(), ACCOUNT)).toBe(outside);
  });

  test('are listed from all pages of the channel’s own roster', async () => {
    const member = (id: string, tenantId: string) => ({ id, objectId: OID, tenantId });
    server.state.answer = ({ path }) =>
      path.includes('continuationToken=next')
        ? { status: 200, body: { members: [member('29:2', OTHER)] } }
        : {
            status: 200,
            body: { continuationToken: 'next', members: [member('29:1', TENANT), member('29:3', OTHER)] },
          };
    expect(await rosterAt(server.serviceUrl).outsidersIn(place())).toEqual(['29:3', '29:2']);
    expect(server.calls[0]?.path).toContain('/pagedmembers?pageSize=500');
  });

  test('are unknown if Teams does not answer', async () => {
    server.state.answer = () => ({ status: 503 });
    expect(await rosterAt(server.serviceUrl).outsidersIn(place())).toBeUndefined();
  });
});

describe('the roster of the stand-in', () => {
  let bench: TeamsBench;
  beforeAll(async () => {
    bench = await openTeams();
  });
  afterAll(() => bench.close());

  test('knows members and guests, and nobody else', async () => {
    const { world, teams } = bench;
    const isServiceUrl = createServiceUrlCheck([teams.serviceUrl]);
    const roster = createRoster(createConnector({ isServiceUrl, token: async () => 'good' }), world.tenantId);
    const [anna, finn] = ['Anna', 'Finn'].map((name) => world.people.find((one) => one.name.startsWith(name)));
    const channel = `${teams.channelId('Registry systems')};messageid=1`;
    const conversation = { kind: 'channel', id: channel, serviceUrl: teams.serviceUrl, botAccountId: '28:b' } as const;
    expect(await roster.personOf(conversation, finn?.accountId ?? '')).toEqual({ tid: world.tenantId, oid: finn?.oid });
    expect(await roster.personOf(conversation, anna?.accountId ?? '')).toBeUndefined();
    world.setLeft(finn?.oid ?? '', true);
    expect(await roster.personOf(conversation, finn?.accountId ?? '')).toBeUndefined();
  });
});

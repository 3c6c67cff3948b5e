import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACTIVITY } from '../../../../../bot/adapters/teams/inbound/activity.ts';
import { withoutNulls } from '../../../../../bot/adapters/teams/inbound/without-nulls.ts';
import { activity, BOT_ID, OID, TENANT } from '../bench.ts';
import { startBot } from '../bot.ts';

type Json = Record<string, unknown>;

let bot: Awaited<ReturnType<typeof startBot>>;
beforeAll(async () => {
  bot = await startBot();
});
afterAll(() => bot.close());

/** An activity that lacks one of these is refused: nobody could tell what it is, who sent it, and from which tenant. */
const NEEDED = [
  'type',
  'channelId',
  'serviceUrl',
  'from',
  'from.id',
  'recipient',
  'recipient.id',
  'conversation',
  'conversation.id',
];
const TENANTS = ['conversation.tenantId', 'channelData', 'channelData.tenant', 'channelData.tenant.id'];
const ENTITIES = [
  { type: 'mention', mentioned: { id: `28:${BOT_ID}`, name: 'API Credentials' }, text: '<at>API Credentials</at>' },
  { type: 'quotedReply', quotedReply: { messageId: '1', senderId: '29:a', senderName: 'A', preview: 'x', time: '1' } },
  { type: 'clientInfo', locale: 'en-GB', country: 'GB', platform: 'Web', timezone: 'Europe/Amsterdam' },
];
const WHOLE: Json = {
  timestamp: '2026-11-24T10:00:00.000Z',
  localTimestamp: '2026-11-24T11:00:00.000+01:00',
  localTimezone: 'Europe/Amsterdam',
  locale: 'en-GB',
  entities: ENTITIES,
  conversation: {
    id: '19:c@thread.tacv2;messageid=1',
    conversationType: 'channel',
    tenantId: TENANT,
    isGroup: true,
    name: 'c',
  },
  channelData: {
    tenant: { id: TENANT },
    team: { id: '19:t@thread.tacv2', name: 'T', aadGroupId: OID, type: 'standard' },
    channel: { id: '19:c@thread.tacv2', name: 'C', type: 'standard' },
    eventType: 'channelRenamed',
    settings: { selectedChannel: { id: '19:c@thread.tacv2' } },
    source: { name: 'message' },
  },
  replyToId: '1',
};
const members = [{ id: '29:ann', aadObjectId: OID, name: 'Ann' }, { id: `28:${BOT_ID}` }];
const press = { action: { type: 'Action.Execute', id: 'i', title: 't', verb: 'list', data: { filter: 'x', page: 1 } } };
const signIn = { id: 'i', connectionName: 'c', token: 'a.b.c' };

/** Every kind of activity that Teams sends to a bot, with everything that it may hold. */
const KINDS: Readonly<Record<string, Json>> = {
  message: {
    text: '<at>API Credentials</at> list',
    textFormat: 'plain',
    attachments: [{ contentType: 'text/html', content: '<p>list</p>', name: 'n', contentUrl: 'u' }],
    value: { verb: 'list', filter: 'x', page: 1 },
    importance: 'normal',
  },
  'invoke adaptiveCard/action': {
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: { ...press, trigger: 'manual', state: '123456', authentication: signIn },
  },
  'invoke signin/tokenExchange': { type: 'invoke', name: 'signin/tokenExchange', value: signIn },
  'invoke signin/verifyState': { type: 'invoke', name: 'signin/verifyState', value: { state: '123456' } },
  'invoke signin/failure': { type: 'invoke', name: 'signin/failure', value: { code: 'c', message: 'm' } },
  'invoke of another name': { type: 'invoke', name: 'task/fetch', value: { data: {}, context: {} } },
  'conversationUpdate, added': { type: 'conversationUpdate', membersAdded: members },
  'conversationUpdate, removed': { type: 'conversationUpdate', membersRemoved: members },
  'conversationUpdate, renamed': { type: 'conversationUpdate', topicName: 't', historyDisclosed: false },
  'installationUpdate, add': { type: 'installationUpdate', action: 'add' },
  'installationUpdate, remove-upgrade': { type: 'installationUpdate', action: 'remove-upgrade' },
  messageReaction: { type: 'messageReaction', reactionsAdded: [{ type: 'like' }], reactionsRemoved: [{ type: 'sad' }] },
  messageUpdate: {
    type: 'messageUpdate',
    text: 'list',
    channelData: { eventType: 'editMessage', tenant: { id: TENANT } },
  },
  messageDelete: { type: 'messageDelete', channelData: { eventType: 'softDeleteMessage', tenant: { id: TENANT } } },
  event: { type: 'event', name: 'application/vnd.microsoft.readReceipt', value: { lastReadMessageId: '1' } },
  typing: { type: 'typing' },
};

/** Each from another person, because one person may take so many turns only. */
function whole(kind: string): Json {
  const from = { id: `29:${randomUUID()}`, aadObjectId: randomUUID(), name: 'Ann' };
  return activity(bot.connector.serviceUrl, { ...WHOLE, from, ...KINDS[kind] });
}

/** The places of all properties and elements, such as `channelData.team.id`. */
function placesIn(value: unknown, place = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => {
    const own = place === '' ? key : `${place}.${key}`;
    return [own, ...placesIn(one, own)];
  });
}

type Bend = 'null' | 'removed' | 'another type';

function bent(value: Json, places: readonly string[], bend: Bend): Json {
  const copy = structuredClone(value);
  for (const place of places) {
    const keys = place.split('.');
    const last = keys.pop() ?? '';
    const owner = keys.reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), copy);
    if (!isObject(owner) || !(last in owner)) continue;
    if (bend === 'removed' && !Array.isArray(owner)) delete owner[last];
    else owner[last] = bend === 'another type' ? 7 : null;
  }
  return copy;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null;
}

const FAULTS = ['turn failed', 'answer failed', 'command failed', 'token exchange failed'];

async function answered(body: Json) {
  const faults = () => bot.log.lines.filter(({ event }) => FAULTS.includes(event)).length;
  const before = faults();
  const { status } = await bot.post(body);
  return { status, faults: faults() - before };
}

describe.each(Object.keys(KINDS))('an activity: %s', (kind) => {
  const optional = () => placesIn(whole(kind)).filter((place) => !NEEDED.includes(place));
  const expected = kind === 'invoke of another name' ? [501] : [200, 202];

  test('is taken with null in every optional field at once, and with none of them', async () => {
    const places = optional().filter((place) => !TENANTS.includes(place) && place !== 'name');
    for (const bend of ['null', 'removed'] as const) {
      const { status, faults } = await answered(bent(whole(kind), places, bend));
      expect([bend, faults]).toEqual([bend, 0]);
      expect([200, 202, 400, 501]).toContain(status);
    }
  });

  test('is taken with null in any of its optional fields, or without them', async () => {
    const run = fc.asyncProperty(
      fc.subarray([...optional()]),
      fc.constantFrom<Bend>('null', 'removed'),
      async (places, bend) => {
        const { status, faults } = await answered(bent(whole(kind), places, bend));
        const isNamed = !places.includes('name');
        const isOurs =
          !['channelData', 'channelData.tenant', 'channelData.tenant.id'].some((one) => places.includes(one)) ||
          !places.includes('conversation.tenantId');
        expect(faults).toBe(0);
        if (!isOurs) expect(status).toBe(403);
        else if (isNamed && !kind.includes('tokenExchange')) expect(expected).toContain(status);
        else expect(status).not.toBe(500);
      },
    );
    await fc.assert(run, { numRuns: 25 });
  });

  test('never makes the bot fail if an optional field has another type', async () => {
    const run = fc.asyncProperty(fc.subarray([...optional()], { maxLength: 3 }), async (places) => {
      const { status, faults } = await answered(bent(whole(kind), places, 'another type'));
      expect([status === 500, faults]).toEqual([false, 0]);
    });
    await fc.assert(run, { numRuns: 15 });
  });
});

describe('null in place of a field', () => {
  test('is as good as no field, at any depth', () => {
    expect(withoutNulls({ a: null, b: { c: null, d: [null, 1, { e: null }] }, f: false, g: 0, h: '' })).toEqual({
      b: { d: [1, {}] },
      f: false,
      g: 0,
      h: '',
    });
    expect(withoutNulls(null)).toBeUndefined();
  });

  test('gives the same activity as no field', () => {
    for (const kind of Object.keys(KINDS)) {
      const body = whole(kind);
      for (const place of placesIn(body).filter((one) => !NEEDED.includes(one))) {
        const [withNull, without] = (['null', 'removed'] as const).map((bend) =>
          ACTIVITY.safeParse(bent(body, [place], bend)),
        );
        if (!/\.\d+$/.test(place)) expect([place, withNull?.data]).toEqual([place, without?.data]);
      }
    }
  });

  test('is refused in a field without which nobody can tell what the activity is', async () => {
    for (const place of NEEDED) {
      const { status } = await bot.post(bent(whole('message'), [place], 'null'));
      expect([place, status === 400 || status === 403]).toEqual([place, true]);
    }
  });

  test('in a very deep value does the bot no harm', async () => {
    const deep = `${'['.repeat(20_000)}null${']'.repeat(20_000)}`;
    const body = JSON.stringify({ ...whole('message'), value: 'deep' }).replace('"deep"', deep);
    expect((await bot.post(body)).status).toBe(200);
  });
});

import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACTIVITY } from '../../../../../bot/adapters/teams/inbound/activity.ts';
import { withoutNulls } from '../../../../../bot/adapters/teams/inbound/without-nulls.ts';
import { activity } from '../bench.ts';
import { startBot } from '../bot.ts';
import { KINDS, WHOLE } from './kinds.ts';

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

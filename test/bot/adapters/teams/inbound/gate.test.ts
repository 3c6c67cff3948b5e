import { SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { activity, BOT_ID, createKey, ISSUER, OID, type SigningKeyPair, signToken, TENANT } from '../bench.ts';
import { startBot } from '../bot.ts';

let bot: Awaited<ReturnType<typeof startBot>>;
let stranger: SigningKeyPair;
beforeAll(async () => {
  bot = await startBot();
  stranger = await createKey('k1');
});
afterAll(() => bot.close());
beforeEach(() => {
  bot.ran.length = 0;
  bot.connector.calls.length = 0;
});

const now = () => Math.floor(Date.now() / 1000);
const serviceurl = () => bot.connector.serviceUrl;
const message = (extra: Record<string, unknown> = {}) => activity(serviceurl(), extra);

function nothingHappened(): void {
  expect(bot.ran).toEqual([]);
  expect(bot.connector.calls).toEqual([]);
}

test('acts on a genuine activity', async () => {
  expect((await bot.post(message())).status).toBe(200);
  expect(bot.ran).toHaveLength(1);
});

describe('threat 1, spoofed activity: a token that is not genuine is answered with 401 and no handler runs', () => {
  const forged: Readonly<Record<string, () => Promise<string> | string>> = {
    'no token': () => '',
    'another scheme': () => 'Basic abc',
    'an empty token': () => 'Bearer ',
    junk: () => 'Bearer not.a.token',
    'alg none': () => {
      const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const claims = { iss: ISSUER, aud: BOT_ID, exp: now() + 600, serviceurl: serviceurl() };
      return `Bearer ${part({ alg: 'none', kid: 'k1' })}.${part(claims)}.`;
    },
    'HS256 with the public key as its secret': async () => {
      const secret = new TextEncoder().encode(String(bot.key.jwk.n));
      const claims = { iss: ISSUER, aud: BOT_ID, exp: now() + 600, serviceurl: serviceurl() };
      return `Bearer ${await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: 'k1' }).sign(secret)}`;
    },
    "a stranger's key under a known id": async () => bearer(await signToken(stranger, { serviceurl: serviceurl() })),
    'an unknown key id': async () => bearer(await signToken(bot.key, { serviceurl: serviceurl() }, { kid: 'zz' })),
    'a key id with junk': async () =>
      bearer(await signToken(bot.key, { serviceurl: serviceurl() }, { kid: '__proto__' })),
    'another issuer': async () => bearer(await signToken(bot.key, { serviceurl: serviceurl(), iss: 'https://x.test' })),
    "Entra's issuer with our tenant": async () =>
      bearer(
        await signToken(bot.key, {
          serviceurl: serviceurl(),
          iss: `https://login.microsoftonline.com/${TENANT}/v2.0`,
          tid: TENANT,
        }),
      ),
    'another audience': async () => bearer(await signToken(bot.key, { serviceurl: serviceurl(), aud: TENANT })),
    'the connector as audience': async () =>
      bearer(await signToken(bot.key, { serviceurl: serviceurl(), aud: 'https://api.botframework.com' })),
    'several audiences': async () => bearer(await signToken(bot.key, { serviceurl: serviceurl(), aud: [BOT_ID, 'x'] })),
    expired: async () => bearer(await signToken(bot.key, { serviceurl: serviceurl(), exp: now() - 301 })),
    'not valid yet': async () => bearer(await signToken(bot.key, { serviceurl: serviceurl(), nbf: now() + 400 })),
    'without an expiry': async () => {
      const jwt = new SignJWT({ iss: ISSUER, aud: BOT_ID, serviceurl: serviceurl() });
      return bearer(await jwt.setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(bot.key.privateKey));
    },
    'without a service URL': async () => bearer(await signToken(bot.key)),
    'a service URL that is no text': async () => bearer(await signToken(bot.key, { serviceurl: 7 })),
  };
  test.each(Object.keys(forged))('%s', async (name) => {
    const response = await bot.post(message(), (await forged[name]?.()) ?? '');
    expect(response.status).toBe(401);
    nothingHappened();
  });
});

function bearer(token: string): string {
  return `Bearer ${token}`;
}

describe('a genuine token with a body that contradicts it is refused', () => {
  const cases: Readonly<Record<string, () => Record<string, unknown>>> = {
    'a service URL of a stranger': () => message({ serviceUrl: 'https://evil.test/emea/' }),
    'a service URL without its last slash': () => message({ serviceUrl: serviceurl().slice(0, -1) }),
    'another channel': () => message({ channelId: 'emulator' }),
    'another tenant in the conversation': () => message({ conversation: { id: 'a:1', tenantId: BOT_ID } }),
    'another tenant in the channel data': () => message({ channelData: { tenant: { id: BOT_ID } } }),
    'no tenant at all': () => message({ conversation: { id: 'a:1' }, channelData: {} }),
  };
  test.each(Object.keys(cases))('%s: 403', async (name) => {
    const response = await bot.post(cases[name]?.());
    expect(response.status).toBe(403);
    nothingHappened();
  });

  test('answers 403 to a signed service URL outside the allow-list and sends no token there', async () => {
    const elsewhere = serviceurl().replace('/emea/', '/emea-evil/');
    const token = await signToken(bot.key, { serviceurl: elsewhere });
    expect((await bot.post(activity(elsewhere), bearer(token))).status).toBe(403);
    nothingHappened();
  });
});

describe('a malformed body is answered with 400 and the process lives on', () => {
  const bodies: Readonly<Record<string, string>> = {
    'an empty object': '{}',
    nothing: '',
    'not JSON': '{"type":',
    'an array': '[]',
    null: 'null',
    'a number': '7',
    'deep nesting': '['.repeat(100_000),
    'an own __proto__': '{"__proto__":{"type":"message"}}',
    NUL: '\u0000',
  };
  test.each(Object.keys(bodies))('%s', async (name) => {
    expect((await bot.post(bodies[name] ?? '')).status).toBe(400);
    nothingHappened();
  });

  const parts = ['type', 'serviceUrl', 'from', 'recipient', 'conversation', 'channelId'];
  test.each(parts.flatMap((part) => [undefined, null, 7, {}, []].map((value) => [part, value] as const)))(
    '%s is %j',
    async (part, value) => {
      expect((await bot.post(message({ [part]: value }))).status).toBe(400);
      nothingHappened();
    },
  );
});

test('answers 413 to a body beyond the limit, with or without an announced length', async () => {
  const big = message({ text: 'x'.repeat(300 * 1024) });
  expect((await bot.post(big)).status).toBe(413);
  const token = await signToken(bot.key, { serviceurl: serviceurl() });
  const stream = new Blob([JSON.stringify(big)]).stream();
  const init = { method: 'POST', headers: { authorization: bearer(token) }, body: stream, duplex: 'half' as const };
  expect((await fetch(`${bot.url}/api/messages`, init)).status).toBe(413);
  nothingHappened();
});

test('ignores unknown types of activity and answers 501 to unknown invokes', async () => {
  expect((await bot.post(message({ type: 'somethingNew' }))).status).toBe(200);
  expect((await bot.post(message({ type: 'invoke', name: 'composeExtension/selectItem', value: {} }))).status).toBe(
    501,
  );
  nothingHappened();
});

test('takes fewer turns of a person whose turns end in refusals, and those of others as before', async () => {
  const flood = await startBot();
  try {
    flood.script.run = async (_command, asker) =>
      asker.person.oid === OID ? { kind: 'refused', refusal: 'not-yours', reference: 'r' } : { kind: 'signed-out' };
    const send = (oid: string) =>
      flood.post(activity(flood.connector.serviceUrl, { text: 'sign out', from: { id: '29:x', aadObjectId: oid } }));
    const statuses: number[] = [];
    for (let turn = 1; turn <= 50; turn += 1) statuses.push((await send(OID)).status);
    expect(statuses.slice(0, 40)).toEqual(Array(40).fill(200));
    expect(statuses.slice(40)).toContain(429);
    expect((await send(TENANT)).status).toBe(200);
  } finally {
    await flood.close();
  }
});

test('threat 22, flood: goes on serving others while one person floods it', async () => {
  const flood = await startBot();
  try {
    const send = (oid: string) =>
      flood.post(activity(flood.connector.serviceUrl, { type: 'typing', from: { id: '29:x', aadObjectId: oid } }));
    const answers = await Promise.all(Array.from({ length: 120 }, () => send(BOT_ID)));
    const statuses = answers.map((answer) => answer.status);
    expect(statuses).toContain(429);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(60);
    expect((await send(TENANT)).status).toBe(200);
  } finally {
    await flood.close();
  }
});

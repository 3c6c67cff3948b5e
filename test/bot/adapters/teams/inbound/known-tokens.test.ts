import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createGate } from '../../../../../bot/adapters/teams/inbound/gate.ts';
import { BOT_ID, createKey, ISSUER, type SigningKeyPair, signToken, startKeyServer, TENANT } from '../bench.ts';

const SERVICE = 'https://smba.test/emea/';
const OTHER = 'https://smba.test/amer/';
const MINUTE_MS = 60_000;

let keyServer: Awaited<ReturnType<typeof startKeyServer>>;
let key: SigningKeyPair;
beforeAll(async () => {
  key = await createKey('k1');
  keyServer = await startKeyServer([key]);
});
afterAll(() => keyServer.close());
afterEach(() => vi.restoreAllMocks());

function setUp() {
  const time = { now: Date.now() };
  const settings = {
    ...{ botId: BOT_ID, tenantId: TENANT, botTokenIssuer: ISSUER },
    ...{ botOpenIdMetadataUrl: keyServer.metadataUrl, botServiceUrls: [SERVICE] },
  };
  const checks = vi.spyOn(crypto.subtle, 'verify');
  return { gate: createGate(settings, () => new Date(time.now), 30_000), time, checks };
}

const genuine = async (serviceurl = SERVICE, seconds = 3_600) => {
  const exp = Math.floor(Date.now() / 1000) + seconds;
  return `Bearer ${await signToken(key, { serviceurl, exp })}`;
};

test('checks the signature of a token once in five minutes, and that of every other token', async () => {
  const { gate, time, checks } = setUp();
  const [one, other] = [await genuine(), await genuine(OTHER)];
  for (let turn = 0; turn < 20; turn++) {
    expect(await gate.authenticate(one)).toEqual({ kind: 'genuine', serviceUrl: SERVICE });
    expect(await gate.authenticate(other)).toEqual({ kind: 'genuine', serviceUrl: OTHER });
  }
  expect(checks).toHaveBeenCalledTimes(2);
  time.now += 5 * MINUTE_MS;
  expect((await gate.authenticate(one)).kind).toBe('genuine');
  expect(checks).toHaveBeenCalledTimes(3);
});

test('refuses a known token that has ended', async () => {
  const { gate, time } = setUp();
  const token = await genuine(SERVICE, 60);
  expect((await gate.authenticate(token)).kind).toBe('genuine');
  // Microsoft allows for clocks that differ by five minutes.
  time.now += 5 * MINUTE_MS + 55_000;
  expect((await gate.authenticate(token)).kind).toBe('genuine');
  time.now += 10_000;
  expect((await gate.authenticate(token)).kind).toBe('turned-away');
});

test('takes a token that differs in one letter for no known one, and remembers nothing that was refused', async () => {
  const { gate, checks } = setUp();
  const token = await genuine();
  expect((await gate.authenticate(token)).kind).toBe('genuine');
  const forged = `${token.slice(0, -20)}${token.at(-20) === 'A' ? 'B' : 'A'}${token.slice(-19)}`;
  for (let turn = 0; turn < 3; turn++) expect((await gate.authenticate(forged)).kind).toBe('turned-away');
  expect(checks).toHaveBeenCalledTimes(4);
});

test('says why it refuses a token in words of its own, because the words of a library may quote the token', async () => {
  const { gate } = setUp();
  const reasonFor = async (token: string) => {
    const verdict = await gate.authenticate(`Bearer ${token}`);
    return 'reason' in verdict ? verdict.reason : undefined;
  };
  const [head, , signature] = (await genuine()).replace('Bearer ', '').split('.');
  const quoted = Buffer.from('{"iss": "a secret of somebody"').toString('base64url');
  expect(await reasonFor(`${head}.${quoted}.${signature}`)).toBe('ERR_JWS_SIGNATURE_VERIFICATION_FAILED');
  expect(await reasonFor('not.a.token')).toBe('ERR_JWS_INVALID');
  const elsewhere = await signToken(key, { serviceurl: SERVICE, iss: 'https://stranger.test' });
  expect(await reasonFor(elsewhere)).toBe('claim iss check_failed');
});

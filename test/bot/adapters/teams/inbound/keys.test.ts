import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGate } from '../../../../../bot/adapters/teams/inbound/gate.ts';
import { createSigningKeys } from '../../../../../bot/adapters/teams/inbound/keys.ts';
import { BOT_ID, createKey, ISSUER, signToken, startKeyServer, TENANT } from '../bench.ts';

const SERVICE = 'https://smba.test/emea/';
let keyServer: Awaited<ReturnType<typeof startKeyServer>>;
beforeAll(async () => {
  keyServer = await startKeyServer([]);
});
afterAll(() => keyServer.close());

function setUp() {
  const time = { now: Date.now() };
  const settings = {
    botId: BOT_ID,
    tenantId: TENANT,
    botOpenIdMetadataUrl: keyServer.metadataUrl,
    botTokenIssuer: ISSUER,
    botServiceUrls: [SERVICE],
  };
  return { gate: createGate(settings, () => new Date(time.now), 30_000), time };
}

const bearerOf = async (key: Awaited<ReturnType<typeof createKey>>) =>
  `Bearer ${await signToken(key, { serviceurl: SERVICE })}`;

test('accepts a key with endorsements only if they name Teams, and a key without any', async () => {
  const keys = await Promise.all([createKey('a', ['msteams', 'x']), createKey('b', ['webchat']), createKey('c')]);
  keyServer.state.keys = keys;
  const { gate } = setUp();
  const answers = await Promise.all(keys.map(async (key) => gate.authenticate(await bearerOf(key))));
  expect(answers.map((answer) => (answer.kind === 'genuine' ? 200 : answer.status))).toEqual([200, 401, 200]);
});

test('fetches a new key when it first signs, and does not ask the server for each made-up key id', async () => {
  const [old, fresh] = await Promise.all([createKey('old'), createKey('fresh')]);
  keyServer.state.keys = [old];
  const { gate, time } = setUp();
  expect((await gate.authenticate(await bearerOf(old))).kind).toBe('genuine');
  keyServer.state.keys = [fresh];
  time.now += 31_000;
  expect((await gate.authenticate(await bearerOf(fresh))).kind).toBe('genuine');
  const before = keyServer.state.requests;
  const unknown = await bearerOf(await createKey('made-up'));
  for (let i = 0; i < 50; i += 1) expect(await gate.authenticate(unknown)).toMatchObject({ status: 401 });
  expect(keyServer.state.requests).toBe(before);
});

test('lets nobody in without keys and says that the gate is not ready', async () => {
  const key = await createKey('k');
  keyServer.state.keys = [key];
  keyServer.state.down = true;
  const { gate } = setUp();
  await expect(gate.ready()).rejects.toThrow('signing keys');
  expect(await gate.authenticate(await bearerOf(key))).toMatchObject({ kind: 'turned-away', status: 503 });
  keyServer.state.down = false;
  expect((await gate.authenticate(await bearerOf(key))).kind).toBe('genuine');
});

describe('the key set', () => {
  const DAY_MS = 24 * 60 * 60_000;
  /** One fetch asks for the metadata and for the keys. */
  const FETCH = 2;
  let time: number;
  let keys: ReturnType<typeof createSigningKeys>;
  beforeEach(async () => {
    time = Date.now();
    Object.assign(keyServer.state, { keys: [await createKey('old')], down: false, moved: false, requests: 0 });
    keys = createSigningKeys(keyServer.metadataUrl, () => time, 30_000);
  });

  test('is fetched once for many tokens at the same time', async () => {
    const found = await Promise.all(Array.from({ length: 10 }, () => keys.find('old')));
    expect(found).not.toContain(undefined);
    expect(keyServer.state.requests).toBe(FETCH);
  });

  test('is fetched again after a day, so that a withdrawn key is trusted no longer', async () => {
    expect(await keys.find('old')).toBeDefined();
    keyServer.state.keys = [];
    time += DAY_MS - 1;
    expect(await keys.find('old')).toBeDefined();
    time += 2;
    expect(await keys.find('old')).toBeUndefined();
  });

  test('is kept while its server is down, which is asked once in thirty seconds', async () => {
    expect(await keys.find('old')).toBeDefined();
    keyServer.state.down = true;
    time += DAY_MS + 1;
    keyServer.state.requests = 0;
    for (let turn = 0; turn < 5; turn++) expect(await keys.find('old')).toBeDefined();
    expect(keyServer.state.requests).toBe(1);
  });

  test('is taken from the address that the metadata names, and from no other', async () => {
    keyServer.state.moved = true;
    await expect(keys.ready()).rejects.toThrow('signing keys are not available');
  });
});

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { addApplications } from '../../../../infra/local/crowd.ts';
import { type GraphBench, graphCode, openGraph } from '../graph-bench.ts';

interface Answered {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Record<string, unknown>;
}

let bench: GraphBench;
beforeAll(async () => {
  bench = await openGraph();
  addApplications(bench.world, 40, 1, new Date());
});
afterEach(() => bench.graph.faults.clear());
afterAll(() => bench.close());

const idOf = (index: number) => bench.world.applications[index]?.appId ?? '';
const byIds = (...indexes: readonly number[]) =>
  `/applications?$select=appId&$filter=appId in (${indexes.map((index) => `'${idOf(index)}'`).join(',')})`;
const get = (id: string, url: string, more: object = {}) => ({ id, method: 'GET', url, ...more });

async function answersOf(...requests: readonly object[]): Promise<ReadonlyMap<string, Answered>> {
  const { status, body } = await bench.post('/v1.0/$batch', { requests });
  expect(status).toBe(200);
  return new Map((body['responses'] as readonly Answered[]).map((one) => [one.id, one]));
}

describe('applications by a set of client IDs', () => {
  test('are those that exist, without an order or a word about the others', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000';
    const filter = `appId in ('${idOf(3)}','${unknown}','${idOf(1).toUpperCase()}')`;
    const { body } = await bench.get(`/v1.0/applications?$select=appId&$filter=${filter}`);
    expect(body['value']).toEqual(expect.arrayContaining([{ appId: idOf(1) }, { appId: idOf(3) }]));
    expect(body['value']).toHaveLength(2);
    expect(bench.graph.counts.get('GET some')).toBe(1);
    expect(bench.graph.counts.get('GET applications')).toBeUndefined();
  });

  test('are at most 15', async () => {
    const some = (count: number) => byIds(...Array.from({ length: count }, (_, index) => index));
    expect((await bench.get(`/v1.0${some(15)}`)).body['value']).toHaveLength(15);
    const refused = await bench.get(`/v1.0${some(16)}`);
    expect([refused.status, graphCode(refused)]).toEqual([400, 'Request_BadRequest']);
  });

  test.each(['appId in ()', "appId in ('x'", "displayName in ('x')", "appId in ('x') and id eq 'x'", "appId ne 'x'"])(
    'are not read by another filter: %s',
    async (filter) => {
      const answered = await bench.get(`/v1.0/applications?$filter=${encodeURIComponent(filter)}`);
      expect([answered.status, graphCode(answered)]).toEqual([400, 'Request_UnsupportedQuery']);
    },
  );
});

describe('applications by the beginning of their names', () => {
  const found = async (filter: string) =>
    (await bench.get(`/v1.0/applications?$select=displayName&$top=999&$filter=${encodeURIComponent(filter)}`)).body;

  test('are those that begin with one of the texts, in any letter case', async () => {
    const some = await found("startswith(displayName,'partner-xx-organisation-4') or startsWith(displayName,'none')");
    const names = (some['value'] as readonly { displayName: string }[]).map(({ displayName }) => displayName);
    expect(names).toHaveLength(2);
    for (const name of names) expect(name).toMatch(/^Partner-XX-Organisation-4/);
  });

  test.each([
    ["startswith(appId,'x')", 'Request_UnsupportedQuery'],
    ["startswith(displayName,'o'neill')", 'Request_UnsupportedQuery'],
    ["startswith(displayName,'x') and appId eq 'x'", 'Request_UnsupportedQuery'],
    [Array.from({ length: 16 }, () => "startswith(displayName,'x')").join(' or '), 'Request_BadRequest'],
  ])('are not read by %s', async (filter, code) => {
    expect(await found(filter)).toMatchObject({ error: { code } });
  });
});

describe('a batch', () => {
  test('answers each of its requests with a status of its own, in another order', async () => {
    const requests = [get('1', byIds(1, 2)), get('2', '/nothing'), get('3', `/applications(appId='${idOf(5)}')`)];
    const { body } = await bench.post('/v1.0/$batch', { requests });
    const responses = body['responses'] as readonly Answered[];
    expect(responses.map(({ id }) => id)).not.toEqual(['1', '2', '3']);
    const answers = new Map(responses.map((one) => [one.id, one]));
    expect([1, 2, 3].map((id) => answers.get(String(id))?.status)).toEqual([200, 400, 200]);
    expect(answers.get('1')?.body['value']).toHaveLength(2);
    expect(answers.get('3')?.body['appId']).toBe(idOf(5));
    expect(answers.get('3')?.headers).toMatchObject({ 'Content-Type': 'application/json' });
  });

  test('counts as one request', async () => {
    const counted = () => [bench.graph.counts.get('POST batch') ?? 0, bench.graph.counts.get('GET some') ?? 0];
    const [batches = 0, filters = 0] = counted();
    await answersOf(get('a', byIds(1)), get('b', byIds(2), { headers: { 'x-ms-throttle-priority': 'High' } }));
    expect(counted()).toEqual([batches + 1, filters]);
  });

  test('throttles each of its requests on its own', async () => {
    bench.graph.faults.next({
      path: new RegExp(idOf(2)),
      kind: 'fail',
      status: 429,
      code: 'TooManyRequests',
      retryAfterSeconds: 7,
    });
    const answers = await answersOf(get('a', byIds(1)), get('b', byIds(2)));
    expect(answers.get('a')?.status).toBe(200);
    expect(answers.get('b')).toMatchObject({ status: 429, headers: { 'retry-after': '7' } });
    bench.graph.faults.throttle = true;
    for (const { status } of (await answersOf(get('a', byIds(1)), get('b', byIds(2)))).values())
      expect(status).toBe(429);
  });

  test('is answered by nothing if one of its requests is', async () => {
    bench.graph.faults.next({ path: new RegExp(idOf(2)), kind: 'drop' });
    await expect(bench.post('/v1.0/$batch', { requests: [get('a', byIds(1)), get('b', byIds(2))] })).rejects.toThrow();
  });

  test('needs the permission of each of its requests', async () => {
    const { botRoles } = bench.world;
    const granted = botRoles.splice(0, botRoles.length);
    botRoles.push(...granted.filter((one) => !one.startsWith('User.Read')));
    const answers = await answersOf(get('a', byIds(1)), get('b', '/users'));
    botRoles.splice(0, botRoles.length, ...granted);
    expect([answers.get('a')?.status, answers.get('b')?.status]).toEqual([200, 403]);
  });

  test('may change something, if the request names the type of its body', async () => {
    const [first] = bench.world.applications;
    const endDateTime = new Date(Date.now() + 30 * 86_400_000).toISOString();
    const add = {
      id: '1',
      method: 'POST',
      url: `/applications/${first?.id}/addPassword`,
      body: { passwordCredential: { displayName: 'x', endDateTime } },
      headers: { 'Content-Type': 'application/json' },
    };
    expect((await answersOf(add)).get('1')).toMatchObject({ status: 200, body: { displayName: 'x' } });
  });

  test.each<[string, unknown]>([
    ['21 requests', { requests: Array.from({ length: 21 }, (_, id) => get(String(id), '/users')) }],
    ['no request', { requests: [] }],
    ['no list', { requests: {} }],
    ['a list alone', [get('1', '/users')]],
    ['another property', { requests: [get('1', '/users')], more: 1 }],
    ['the same id twice', { requests: [get('a', '/users'), get('A', '/users')] }],
    ['a request without an id', { requests: [{ method: 'GET', url: '/users' }] }],
    ['a request with a number as its id', { requests: [{ id: 1, method: 'GET', url: '/users' }] }],
    ['a request with another method', { requests: [{ id: '1', method: 'get', url: '/users' }] }],
    ['a request with a whole address', { requests: [get('1', 'https://graph.microsoft.com/v1.0/users')] }],
    ['a request with the address of another host', { requests: [get('1', '//evil.example/users')] }],
    ['a request without an address', { requests: [{ id: '1', method: 'GET' }] }],
    ['a batch in a batch', { requests: [{ id: '1', method: 'POST', url: '/$batch' }] }],
    ['a body for a read', { requests: [get('1', '/users', { body: {} })] }],
    ['a body without its type', { requests: [{ id: '1', method: 'POST', url: '/users', body: {} }] }],
    ['headers that are no texts', { requests: [get('1', '/users', { headers: { a: 1 } })] }],
    ['an order of its requests', { requests: [get('1', '/users', { dependsOn: ['2'] })] }],
  ])('is refused as a whole with %s', async (_what, body) => {
    const answered = await bench.post('/v1.0/$batch', body);
    expect([answered.status, graphCode(answered)]).toEqual([400, 'BadRequest']);
  });

  test('needs a token', async () => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const response = await fetch(`${bench.graph.url}/v1.0/$batch`, {
      ...init,
      body: JSON.stringify({ requests: [get('1', '/users')] }),
    });
    expect(response.status).toBe(401);
  });
});

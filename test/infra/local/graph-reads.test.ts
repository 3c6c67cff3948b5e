import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { addApplications } from '../../../infra/local/crowd.ts';
import { stableId } from '../../../infra/local/stable-id.ts';
import { everyItem, type GraphBench, graphCode, openGraph } from './graph-bench.ts';

let bench: GraphBench;
beforeAll(async () => {
  bench = await openGraph();
});
afterEach(() => bench.graph.faults.clear());
afterAll(() => bench.close());

describe('people', () => {
  test('a person is read by object id or address, with the selected fields only', async () => {
    const [anna] = bench.world.people;
    const context = expect.stringContaining('$metadata#users');
    const byId = await bench.get(`/v1.0/users/${anna?.oid}?$select=id,mail`);
    expect(byId.body).toEqual({ '@odata.context': context, id: anna?.oid, mail: 'anna.jansen@matchwell.example' });
    const byName = await bench.get(`/v1.0/users/${encodeURIComponent(anna?.upn ?? '')}`);
    expect(byName.body).toMatchObject({ id: anna?.oid, displayName: 'Anna Jansen', userPrincipalName: anna?.upn });
    expect(bench.graph.counts.get('GET user')).toBe(2);
  });

  test.each([
    ['an unknown field', '/v1.0/users/eva.lind@registers.example?$select=manager', 400, 'Request_BadRequest'],
    ['an unknown person', '/v1.0/users/nobody@registers.example', 404, 'Request_ResourceNotFound'],
    ['a path below a person', '/v1.0/users/eva.lind@registers.example/messages', 400, 'BadRequest'],
    ['a field it cannot filter by', "/v1.0/users?$filter=city eq 'x'", 400, 'BadRequest'],
    ['a filter that is not valid', '/v1.0/users?$filter=mail', 400, 'BadRequest'],
    ['a quote that is not doubled', "/v1.0/users?$filter=mail eq 'o'neill'", 400, 'BadRequest'],
    ['a text that does not end', "/v1.0/users?$filter=mail eq 'x", 400, 'BadRequest'],
    ['an operator it does not know', "/v1.0/users?$filter=mail has 'x'", 400, 'Request_UnsupportedQuery'],
    ['too small a page', '/v1.0/users?$top=0', 400, 'Request_BadRequest'],
    ['an option of others', '/v1.0/users?$skip=1', 400, 'BadRequest'],
  ])('%s is refused as Graph does', async (_, path, status, code) => {
    const answered = await bench.get(path);
    expect([answered.status, graphCode(answered)]).toEqual([status, code]);
  });
});

describe('looking for people', () => {
  const found = async (query: string) => {
    const { body } = await bench.get(`/v1.0/users?${query}`);
    return (body['value'] as readonly Record<string, unknown>[]).map((one) => one['displayName']);
  };
  const equal = (field: string, text: string) => `${field} eq '${encodeURIComponent(text)}'`;

  test('all accounts are listed, in pages: those of the people, and that of the shared mailbox', async () => {
    const { people, mailbox, mailboxName } = bench.world;
    expect(await found('$select=displayName')).toEqual([...people.map(({ name }) => name), mailboxName]);
    expect((await everyItem(bench, '/v1.0/users?$top=3')).map((one) => one['id'])).toEqual([
      ...people.map(({ oid }) => oid),
      stableId(mailbox),
    ]);
  });

  test('people are found by address or user principal name in any letter case, and a guest by the address of the own organisation', async () => {
    const guest = 'finn.weber_stammzell.example#EXT#@registers.example';
    expect(await found(`$filter=${equal('userPrincipalName', guest)}`)).toEqual(['Finn Weber']);
    expect(await found(`$filter=${equal('mail', 'Finn.Weber@stammzell.example')}`)).toEqual(['Finn Weber']);
    const two = `${equal('mail', 'eva.lind@registers.example')} or ${equal('userPrincipalName', guest)}`;
    expect(await found(`$filter=${two}&$top=2`)).toEqual(['Eva Lind', 'Finn Weber']);
    expect(await found(`$filter=${equal('mail', "o''neill@registers.example")}`)).toEqual([]);
  });

  test('people are found by up to 15 ids at once, and strangers are left out', async () => {
    const [anna, bram] = bench.world.people;
    const ids = [bram?.oid, 'f0000000-0000-4000-8000-000000000000', anna?.oid.toUpperCase()];
    expect(await found(`$filter=id in (${ids.map((id) => `'${id}'`)})`)).toEqual(['Anna Jansen', 'Bram Visser']);
    const many = Array.from({ length: 16 }, () => `'${anna?.oid}'`);
    const refused = await bench.get(`/v1.0/users?$filter=id in (${many})`);
    expect([refused.status, graphCode(refused)]).toEqual([400, 'Request_BadRequest']);
  });

  test('the state of an account is told only if it is asked for, and is null without the right to read it', async () => {
    const { world } = bench;
    const [anna] = world.people;
    const ask = async () =>
      (await bench.get(`/v1.0/users/${anna?.oid}?$select=id,accountEnabled`)).body['accountEnabled'];
    expect((await bench.get(`/v1.0/users/${anna?.oid}`)).body).not.toHaveProperty('accountEnabled');
    expect(await ask()).toBe(true);
    world.blocked.add(anna?.oid ?? '');
    expect(await ask()).toBe(false);
    const granted = world.botRoles.splice(0, world.botRoles.length);
    world.botRoles.push(...granted.filter((one) => one !== 'User.Read.All'));
    expect(await ask()).toBeNull();
    world.botRoles.splice(0, world.botRoles.length, ...granted);
    world.blocked.delete(anna?.oid ?? '');
  });

  test('a person who has left is not found by id or by name, and cannot send', async () => {
    const { world } = bench;
    const [, bram] = world.people;
    world.setLeft(bram?.oid ?? '', true);
    const gone = await bench.get(`/v1.0/users/${bram?.oid}`);
    expect([gone.status, graphCode(gone)]).toEqual([404, 'Request_ResourceNotFound']);
    expect(await found(`$filter=${equal('mail', bram?.upn ?? '')}`)).toEqual([]);
    expect(graphCode(await bench.post(`/v1.0/users/${bram?.oid}/sendMail`, {}))).toBe('ErrorInvalidUser');
    world.setLeft(bram?.oid ?? '', false);
    expect((await bench.get(`/v1.0/users/${bram?.oid}`)).body).toMatchObject({ displayName: 'Bram Visser' });
  });
});

describe('a request for which the bot was granted no right is denied', () => {
  test.each([
    ['User.ReadBasic.All', '/v1.0/users', 'Authorization_RequestDenied'],
    ['Application.ReadWrite.OwnedBy', '/v1.0/applications', 'Authorization_RequestDenied'],
    ['AuditLog.Read.All', '/beta/reports/appCredentialSignInActivities', 'Authorization_RequestDenied'],
    ['Mail.Send', '/v1.0/users/eva.lind@registers.example/sendMail', 'ErrorAccessDenied'],
  ])('without %s', async (role, path, code) => {
    const { botRoles } = bench.world;
    const ask = () => (role === 'Mail.Send' ? bench.post(path, {}) : bench.get(path));
    expect((await ask()).status).not.toBe(403);
    const granted = botRoles.splice(0, botRoles.length);
    // The right to full profiles reads basic ones, too.
    const wider = role === 'User.ReadBasic.All' ? 'User.Read.All' : role;
    botRoles.push(...granted.filter((one) => one !== role && one !== wider));
    const answered = await ask();
    botRoles.splice(0, botRoles.length, ...granted);
    expect([answered.status, graphCode(answered)]).toEqual([403, code]);
  });
});

describe('the report of sign-ins', () => {
  const REPORT = '/beta/reports/appCredentialSignInActivities';

  test('names each secret that was used, and when it was used', async () => {
    const [first] = bench.world.applications;
    const [used] = first?.passwordCredentials ?? [];
    const { body } = await bench.get(`${REPORT}?$filter=appId eq '${first?.appId}'`);
    expect(body['value']).toEqual([
      {
        id: Buffer.from(`${used?.keyId}|application`).toString('base64'),
        appId: first?.appId,
        appObjectId: first?.id,
        keyId: used?.keyId,
        keyType: 'secret',
        keyUsage: 'verify',
        credentialOrigin: 'application',
        createdDateTime: used?.startDateTime,
        expirationDateTime: used?.endDateTime,
        resourceId: expect.any(String),
        servicePrincipalObjectId: expect.any(String),
        signInActivity: {
          lastSignInDateTime: bench.world.signIns.get(used?.keyId ?? '')?.toISOString(),
          lastSignInRequestId: expect.any(String),
        },
      },
    ]);
    const byKey = await bench.get(`${REPORT}?$filter=keyId eq '${used?.keyId}'`);
    expect(byKey.body['value']).toEqual(body['value']);
  });

  test('links its pages until every used secret was given once', async () => {
    const items = await everyItem(bench, `${REPORT}?$top=3`);
    expect(new Set(items.map((one) => one['keyId']))).toEqual(new Set(bench.world.signIns.keys()));
    expect(items).toHaveLength(bench.world.signIns.size);
    const pages = Math.ceil(items.length / 3);
    expect(bench.graph.counts.get('GET appCredentialSignInActivities')).toBeGreaterThanOrEqual(pages);
  });

  test.each([
    ['unlicensed', 'Authentication_RequestFromNonPremiumTenantOrB2CTenant'],
    ['forbidden', 'Authorization_RequestDenied'],
  ] as const)('a tenant in which it is %s answers 403, and lists applications as before', async (state, code) => {
    bench.graph.faults.signInReport = state;
    const answered = await bench.get(REPORT);
    expect([answered.status, graphCode(answered)]).toEqual([403, code]);
    expect((await bench.get('/v1.0/applications')).status).toBe(200);
  });

  test.each([
    ['another filter', `${REPORT}?$filter=keyType eq 'secret'`],
    ['an order', `${REPORT}?$orderby=appId`],
    ['the stable version', '/v1.0/reports/appCredentialSignInActivities'],
  ])('%s is refused', async (_, path) => {
    expect((await bench.get(path)).status).toBe(400);
  });
});

test('ten thousand applications with forty thousand secrets come in eleven pages', async () => {
  const { applications } = bench.world;
  addApplications(bench.world, 10_000 - applications.length, 4, new Date());
  const before = bench.graph.counts.get('GET applications') ?? 0;
  const started = performance.now();
  const items = await everyItem(bench, '/v1.0/applications?$select=id,appId,displayName,passwordCredentials&$top=999');
  expect(performance.now() - started).toBeLessThan(5000);
  expect(new Set(items.map((one) => one['appId'])).size).toBe(10_000);
  expect(bench.graph.counts.get('GET applications')).toBe(before + 11);
});

test('a read that lags sees an application as it was before the first of its later changes', async () => {
  const [application] = bench.world.applications;
  const path = `/v1.0/applications(appId='${application?.appId}')`;
  const before = (await bench.get(path)).body['passwordCredentials'];
  const endDateTime = new Date(Date.now() + 30 * 86_400_000).toISOString();
  for (const displayName of ['one', 'two']) {
    await bench.post(`${path}/addPassword`, { passwordCredential: { displayName, endDateTime } });
  }
  bench.graph.faults.lagMs = 60_000;
  expect((await bench.get(path)).body['passwordCredentials']).toEqual(before);
  bench.graph.faults.lagMs = 0;
  expect((await bench.get(path)).body['passwordCredentials']).toHaveLength((before as unknown[]).length + 2);
});

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { everyItem, type GraphBench, graphCode, openGraph } from './graph-bench.ts';

let bench: GraphBench;
let roles: readonly string[];
beforeAll(async () => {
  bench = await openGraph();
  roles = [...bench.world.botRoles];
});
afterEach(() => {
  setRoles(...roles);
  for (const one of bench.world.applications) one.ownedByBot = true;
});
afterAll(() => bench.close());

function setRoles(...given: readonly string[]): void {
  bench.world.botRoles.splice(0, bench.world.botRoles.length, ...given);
}

/** The rights of an administrator's token from the Azure CLI. */
function asAdministrator(): void {
  setRoles('Directory.AccessAsUser.All', 'Directory.ReadWrite.All');
}

function firstApplication() {
  const [first] = bench.world.applications;
  if (first === undefined) throw new Error('the world has no applications');
  return first;
}

async function botsPrincipal(): Promise<string> {
  const { body } = await bench.get(`/v1.0/servicePrincipals(appId='${bench.world.appId}')?$select=id`);
  return String(body['id']);
}

const reference = (id: string) => ({ '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${id}` });

describe('service principals', () => {
  test('the bot’s principal is found by its client id in any letter case, or by its own id', async () => {
    const byApp = await bench.get(`/v1.0/servicePrincipals(appId='${bench.world.appId.toUpperCase()}')`);
    expect(byApp.body).toMatchObject({ appId: bench.world.appId, displayName: 'API Credentials' });
    const byId = await bench.get(`/v1.0/servicePrincipals/${byApp.body['id']}?$select=appId`);
    expect(byId.body).toEqual({ '@odata.context': expect.any(String), appId: bench.world.appId });
  });

  test('an unknown principal, an unknown field and a path below are refused as Graph refuses them', async () => {
    const nobody = '99999999-9999-4999-8999-999999999999';
    const asked = [
      await bench.get(`/v1.0/servicePrincipals(appId='${nobody}')`),
      await bench.get(`/v1.0/servicePrincipals(appId='${bench.world.appId}')?$select=secret`),
      await bench.get(`/v1.0/servicePrincipals(appId='${bench.world.appId}')/memberOf`),
    ];
    expect(asked.map((one) => [one.status, graphCode(one)])).toEqual([
      [404, 'Request_ResourceNotFound'],
      [400, 'Request_BadRequest'],
      [400, 'BadRequest'],
    ]);
  });

  test('the applications that it owns come in pages, as references', async () => {
    firstApplication().ownedByBot = false;
    const owned = await everyItem(
      bench,
      `/v1.0/servicePrincipals(appId='${bench.world.appId}')/ownedObjects?$top=5&$select=id`,
    );
    const expected = bench.world.applications
      .slice(1)
      .map(({ id }) => ({ '@odata.type': '#microsoft.graph.application', id }));
    expect(owned).toEqual(expected);
  });
});

describe('owners', () => {
  test('an application names the bot among its owners while it is one', async () => {
    const { appId, id } = firstApplication();
    const [owner] = await everyItem(bench, `/v1.0/applications(appId='${appId}')/owners?$select=id`);
    expect(owner).toEqual({ '@odata.type': '#microsoft.graph.servicePrincipal', id: await botsPrincipal() });
    firstApplication().ownedByBot = false;
    expect(await everyItem(bench, `/v1.0/applications/${id}/owners`)).toEqual([]);
  });

  test('an administrator adds the bot once', async () => {
    const one = firstApplication();
    one.ownedByBot = false;
    asAdministrator();
    const [path, body] = [`/v1.0/applications/${one.id}/owners/$ref`, reference(await botsPrincipal())];
    expect((await bench.post(path, body)).status).toBe(204);
    expect(one.ownedByBot).toBe(true);
    const again = await bench.post(path, body);
    expect([again.status, graphCode(again)]).toEqual([400, 'Request_BadRequest']);
    expect(JSON.stringify(again.body)).toContain('already exist');
  });

  test('the bot cannot add itself: Application.ReadWrite.OwnedBy is not enough', async () => {
    const one = firstApplication();
    one.ownedByBot = false;
    const answered = await bench.post(`/v1.0/applications/${one.id}/owners/$ref`, reference(await botsPrincipal()));
    expect([answered.status, graphCode(answered)]).toEqual([403, 'Authorization_RequestDenied']);
    expect(one.ownedByBot).toBe(false);
  });

  test.each([
    ['a body without reference', {}, 400, 'BadRequest'],
    [
      'a reference to another host',
      { '@odata.id': 'https://graph.example/v1.0/directoryObjects/x' },
      400,
      'BadRequest',
    ],
    ['a body with more', { ...reference('99999999-9999-4999-8999-999999999999'), more: 1 }, 400, 'BadRequest'],
    ['an unknown object', reference('99999999-9999-4999-8999-999999999999'), 404, 'Request_ResourceNotFound'],
  ])('%s is refused', async (_, body, status, code) => {
    asAdministrator();
    const answered = await bench.post(`/v1.0/applications/${firstApplication().id}/owners/$ref`, body);
    expect([answered.status, graphCode(answered)]).toEqual([status, code]);
  });

  test('the list cannot be posted to, and the reference cannot be read', async () => {
    asAdministrator();
    const path = `/v1.0/applications/${firstApplication().id}/owners`;
    expect((await bench.post(path, {})).status).toBe(405);
    expect((await bench.get(`${path}/$ref`)).status).toBe(405);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type LocalEntra, startEntra } from '../../../../infra/local/entra/index.ts';
import { createSystems, type LocalSystems } from '../../../../infra/local/systems/systems.ts';
import { createTls } from '../../../../infra/local/tls.ts';
import type { LocalApplication } from '../../../../infra/local/world.ts';
import { everyItem, type GraphBench, graphCode, openGraph } from '../graph-bench.ts';

const OF_APPLICATIONS = "signInEventTypes/any(t: t eq 'servicePrincipal')";
const LOG = '/beta/auditLogs/signIns';

let bench: GraphBench;
let systems: LocalSystems;
let entra: LocalEntra;
let stop: () => Promise<void>;
beforeAll(async () => {
  bench = await openGraph();
  const folder = await mkdtemp(join(tmpdir(), 'systems-'));
  const tls = await createTls(folder);
  entra = await startEntra({ world: bench.world, tls });
  systems = createSystems(bench.world, entra, tls);
  stop = async () => {
    await entra.close();
    await rm(folder, { recursive: true, force: true });
  };
});
beforeEach(() => {
  bench.graph.faults.signInLogLagMs = 0;
});
afterEach(() => {
  bench.graph.faults.clear();
  bench.world.signInLog.length = 0;
});
afterAll(async () => {
  systems.close();
  await stop();
  await bench.close();
});

const asked = (...terms: readonly string[]) =>
  `${LOG}?$filter=${encodeURIComponent([OF_APPLICATIONS, ...terms].join(' and '))}`;
const applicationOf = (id: string): LocalApplication => {
  const clientId = bench.world.systems.find((one) => one.id === id)?.clientId;
  const found = bench.world.applications.find(({ appId }) => appId === clientId);
  if (found === undefined) throw new Error(`no application of ${id}`);
  return found;
};
const entries = (...terms: readonly string[]) => everyItem(bench, asked(...terms));

describe('a system of a partner', () => {
  test('signs in with its seeded secret, and the log and the report name its key', async () => {
    expect(await systems.signIn('matchwell')).toBe(0);
    const application = applicationOf('matchwell');
    const [secret] = application.passwordCredentials;
    expect(await entries()).toMatchObject([
      {
        appId: application.appId,
        servicePrincipalCredentialKeyId: secret?.keyId,
        clientCredentialType: 'clientSecret',
        status: { errorCode: 0 },
      },
    ]);
    expect(Date.now() - Number(bench.world.signIns.get(secret?.keyId ?? ''))).toBeLessThan(5_000);
  });

  test('is refused with 7000222 when its secret has expired, and signs in with another value', async () => {
    const application = applicationOf('matchwell');
    const [secret] = application.passwordCredentials;
    if (secret === undefined) throw new Error('no secret');
    const end = secret.endDateTime;
    secret.endDateTime = new Date(Date.now() - 1_000).toISOString();
    expect(await systems.signIn('matchwell')).toBe(7000222);
    const path = `/v1.0/applications/${application.id}/addPassword`;
    const endDateTime = new Date(Date.now() + 86_400_000).toISOString();
    const { body } = await bench.post(path, { passwordCredential: { displayName: 'fresh', endDateTime } });
    const before = bench.world.systems[0]?.value ?? '';
    expect(await systems.use('matchwell', String(body['secretText']))).toBe(0);
    secret.endDateTime = end;
    expect(await systems.use('matchwell', before)).toBe(0);
    const refused = await entries('status/errorCode eq 7000222');
    expect(refused).toMatchObject([{ appId: application.appId, servicePrincipalCredentialKeyId: null }]);
  });

  test('is refused with 7000215 until Entra knows a new secret, if that is set to take time', async () => {
    const application = applicationOf('matchwell');
    const endDateTime = new Date(Date.now() + 86_400_000).toISOString();
    const path = `/v1.0/applications/${application.id}/addPassword`;
    const { body } = await bench.post(path, { passwordCredential: { displayName: 'newest', endDateTime } });
    const before = bench.world.systems[0]?.value ?? '';
    entra.faults.newSecretMs = 120_000;
    expect(await systems.use('matchwell', String(body['secretText']))).toBe(7000215);
    expect(await systems.use('matchwell', before)).toBe(0);
    entra.faults.newSecretMs = 0;
    expect(await systems.use('matchwell', String(body['secretText']))).toBe(0);
    await systems.use('matchwell', before);
  });

  test('is refused with 7000215 when its secret is deleted, and the log may not say of which application', async () => {
    const application = applicationOf('stammzell');
    const before = application.passwordCredentials;
    application.passwordCredentials = before.slice(0, 1);
    expect(await systems.signIn('stammzell')).toBe(7000215);
    application.passwordCredentials = before;
    expect(await entries('status/errorCode eq 7000215')).toMatchObject([{ appId: application.appId }]);
    bench.graph.faults.namesWrongSecrets = false;
    expect(await entries('status/errorCode eq 7000215')).toMatchObject([{ appId: '' }]);
    expect(await entries(`appId eq '${application.appId}'`)).toEqual([]);
  });

  test('is refused with 7000112 while its application is disabled', async () => {
    const application = applicationOf('matchwell');
    application.disabled = true;
    expect(await systems.signIn('matchwell')).toBe(7000112);
    application.disabled = false;
    expect(await systems.signIn('matchwell')).toBe(0);
  });
});

describe('the log of sign-ins', () => {
  test('is paged with the newest first, at most 1,000 on a page', async () => {
    const { appId } = applicationOf('matchwell');
    for (let i = 0; i < 1_200; i += 1)
      bench.world.signInLog.push({
        ...{ id: `entry ${i}`, at: new Date(Date.now() - (1_200 - i) * 1_000), appId, keyId: null },
        ...{ errorCode: 0, failureReason: '', resource: 'api://search-and-match' },
      });
    const first = await bench.get(asked());
    expect(first.body['value']).toHaveLength(1_000);
    expect((first.body['value'] as readonly { id: string }[])[0]?.id).toBe('entry 1199');
    expect(await entries()).toHaveLength(1_200);
    const since = bench.world.signInLog.at(-10)?.at.toISOString();
    expect(await entries(`createdDateTime ge ${since}`, `appId eq '${appId}'`)).toHaveLength(10);
  });

  test('shows an entry only after its lag, and none of applications unless they are asked for', async () => {
    await systems.signIn('matchwell');
    expect(await everyItem(bench, LOG)).toEqual([]);
    bench.graph.faults.signInLogLagMs = 60_000;
    expect(await entries()).toEqual([]);
    bench.graph.faults.signInLogLagMs = 0;
    expect(await entries()).toHaveLength(1);
  });

  test.each([
    ['status/errorCode ne 0'],
    ['status/errorCode ge 7000215'],
    ["startswith(appDisplayName,'Partner')"],
    ["appId eq '1'"],
    ['createdDateTime lt 2026-11-29T00:00:00Z'],
    ['status/errorCode eq 7000215 or status/errorCode eq 7000222'],
  ])('refuses the filter %s', async (term) => {
    const refused = await bench.get(asked(term));
    expect([refused.status, graphCode(refused)]).toEqual([400, 'BadRequest']);
  });

  test('refuses other options and too large a page', async () => {
    const chosen = await bench.get(`${asked()}&$orderby=createdDateTime`);
    expect([chosen.status, graphCode(chosen)]).toEqual([400, 'BadRequest']);
    expect((await bench.get(`${asked()}&$top=1001`)).status).toBe(400);
  });

  test('is closed without the right and without the licence', async () => {
    bench.graph.faults.signInReport = 'forbidden';
    const forbidden = await bench.get(asked());
    expect([forbidden.status, graphCode(forbidden)]).toEqual([403, 'Authorization_RequestDenied']);
    bench.graph.faults.signInReport = 'unlicensed';
    expect(graphCode(await bench.get(asked()))).toBe('Authentication_RequestFromNonPremiumTenantOrB2CTenant');
    bench.graph.faults.clear();
    const roles = bench.world.botRoles.splice(0);
    bench.world.botRoles.push(...roles.filter((role) => role !== 'AuditLog.Read.All'));
    expect((await bench.get(asked())).status).toBe(403);
    bench.world.botRoles.splice(0, Infinity, ...roles);
  });

  test('answers five requests in ten seconds, those for the report included', async () => {
    const answers = [];
    const report = '/beta/reports/appCredentialSignInActivities';
    for (let i = 0; i < 6; i += 1) answers.push(await bench.get(i % 2 === 0 ? report : asked()));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429]);
    const wait = Number(answers[5]?.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(10);
  });
});

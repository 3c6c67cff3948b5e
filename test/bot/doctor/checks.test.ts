import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createAuditSigner } from '../../../bot/adapters/node/audit-signer.ts';
import { appendAudits } from '../../../bot/adapters/postgres/audit/audit-log.ts';
import { runnerOn } from '../../../bot/adapters/postgres/base/transaction.ts';
import { openDatabase } from '../../../bot/adapters/postgres/index.ts';
import { readConfig } from '../../../bot/config/index.ts';
import type { Finding } from '../../../bot/doctor/check.ts';
import { CHECK_IDS, type CheckId } from '../../../bot/doctor/checks.ts';
import { createPolicies as createGraphPolicies } from '../../../infra/local/graph/policies.ts';
import { createContexts, createPolicies } from '../../../infra/local/tenant/conditional-access.ts';
import { createTls } from '../../../infra/local/tls.ts';
import { event } from '../../contracts/samples/ledger.ts';
import type { Case } from './cases.ts';
import { FAILING } from './failing.ts';
import { startSite } from './site.ts';
import { inDatabase, openStage, type Stage } from './stage.ts';

let stage: Stage;
let restore: () => void;

beforeAll(async () => {
  stage = await openStage();
  const [roles, applications] = [[...stage.world.botRoles], stage.world.applications.map((one) => ({ ...one }))];
  const registration = structuredClone(stage.world.registration);
  restore = () => {
    Object.assign(stage.world.registration, structuredClone(registration));
    stage.world.botRoles.splice(0, stage.world.botRoles.length, ...roles);
    stage.world.applications.splice(0, stage.world.applications.length, ...applications.map((one) => ({ ...one })));
    Object.assign(stage.graph.policies, createGraphPolicies());
    stage.world.policies.splice(0, stage.world.policies.length, ...createPolicies(stage.world.appId));
    stage.world.contexts.splice(0, stage.world.contexts.length, ...createContexts());
    stage.graph.faults.clear();
    stage.site.bends.clear();
  };
}, 120_000);
afterEach(() => restore());
afterAll(() => stage.close());

/** The checks that read policies: the bot has no right to do so. */
const POLICY_CHECKS: ReadonlySet<CheckId> = new Set(['sign-in-policy', 'step-up', 'password-lifetime']);

describe('checks of a deployment in order', () => {
  it.each(CHECK_IDS.filter((id) => !POLICY_CHECKS.has(id)))('%s passes', async (id) => {
    expect(await stage.look(id)).toEqual({ status: 'pass', detail: expect.any(String) });
  });

  it.each([...POLICY_CHECKS])('%s passes if the policies can be read', async (id) => {
    stage.world.botRoles.push('Policy.Read.All');
    expect(await stage.look(id)).toEqual({ status: 'pass', detail: expect.any(String) });
  });
});

describe('checks of a deployment that is not in order', () => {
  const cases = CHECK_IDS.flatMap((id) => FAILING[id].map((one): [CheckId, string, Case] => [id, one.condition, one]));

  it.each(cases)('%s says what is wrong if %s', async (id, _condition, { bend, status, detail, advice }) => {
    const found = await stage.look(id, await bend(stage));
    expect(found).toEqual({ status, detail: expect.stringMatching(detail), advice: expect.stringMatching(advice) });
  });
});

describe('a check that depends on another one', () => {
  const look = async (id: CheckId, env: Readonly<Record<string, string>>): Promise<Finding> => stage.look(id, { env });

  it('is skipped and names the line that says why', async () => {
    const closed = { DATABASE_URL: 'postgres://bot:hidden@127.0.0.1:2/none' };
    expect(await look('sweep', closed)).toMatchObject({ status: 'skipped', advice: 'See “Database”.' });
    const wrong = { BOT_CLIENT_SECRET: 'not the secret' };
    expect(await look('owners', wrong)).toMatchObject({ status: 'skipped', advice: 'See “Token for Graph”.' });
    const empty = { DATABASE_URL: await stage.copy([], 'template0') };
    expect(await look('sweep', empty)).toMatchObject({ status: 'skipped', advice: 'See “Migrations”.' });
  });
});

describe('one service that is not reached', () => {
  const closed = 'https://localhost:2';
  it.each([
    ['login', { LOGIN_URL: closed }],
    ['graph', { GRAPH_URL: closed }],
    ['public-url', { PUBLIC_URL: closed }],
    ['bot-keys', { BOT_OPENID_METADATA_URL: closed }],
    ['database', { DATABASE_URL: 'postgres://bot:hidden@127.0.0.1:2/none' }],
  ])('is one line that fails: %s', async (line, env) => {
    const found = await Promise.all(CHECK_IDS.map(async (id) => ({ id, ...(await stage.look(id, { env })) })));
    const failed = found.filter(({ status }) => status === 'failure').map(({ id }) => id);
    // The registration names the address at which people are: that is another fault, and another line.
    expect(failed.filter((id) => line !== 'public-url' || id !== 'registration')).toEqual([line]);
    expect(found.flatMap((one) => ('advice' in one ? [one.advice] : [])).join('\n')).not.toMatch(/new credential/);
  });
});

describe('graph-permissions', () => {
  it('passes with the optional right to read policies, and names it', async () => {
    stage.world.botRoles.push('Policy.Read.All');
    expect(await stage.look('graph-permissions')).toEqual({
      status: 'pass',
      detail: expect.stringMatching(/, Policy\.Read\.All, User\.Read\.All\.$/),
    });
  });
});

describe('sign-in-policy and step-up', () => {
  it('ask again after a pause if Graph says that requests come too fast', async () => {
    stage.world.botRoles.push('Policy.Read.All');
    const found = [await stage.look('sign-in-policy'), await stage.look('step-up')];
    expect(found.map(({ status }) => status)).toEqual(['pass', 'pass']);
  });
});

describe('public-url and certificate', () => {
  it('fail if the address speaks TLS 1.1', async () => {
    const old = await startSite(stage.tls, { minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' });
    const found = await stage.look('public-url', { env: { PUBLIC_URL: old.url } });
    await old.close();
    expect(found).toMatchObject({ status: 'failure', detail: 'It still speaks TLS 1.1.' });
  });

  it('fail if nobody trusts the certificate', async () => {
    const stranger = await startSite(await createTls(join(stage.folder, 'stranger')));
    const env = { PUBLIC_URL: stranger.url };
    const found = [await stage.look('public-url', { env }), await stage.look('certificate', { env })];
    await stranger.close();
    const detail = expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(found).toEqual([1, 2].map(() => expect.objectContaining({ status: 'failure', detail })));
  });
});

describe('audit-record', () => {
  it('reads only the newest rows of a long record, and says so', async () => {
    const url = await stage.copy([]);
    const database = await openDatabase({ databaseUrl: url });
    const rows = Array.from({ length: 5_100 }, (_, i) => event({ detail: `row ${i}` }));
    const signer = createAuditSigner(readConfig(stage.env).auditKeys ?? []);
    const keeper = { signer, tellOfForgery: () => Promise.reject(new Error('nothing is forged')) };
    await runnerOn(database, keeper).transact((tx) => appendAudits(tx, rows));
    await database.close();
    const look = () => stage.look('audit-record', { env: { DATABASE_URL: url } });
    const change = (seq: number) =>
      inDatabase(url, async (run) => {
        await run('ALTER TABLE audit DISABLE TRIGGER USER');
        await run(`UPDATE audit SET detail = 'nothing' WHERE seq = ${seq}`);
      });
    const whole = { status: 'pass', detail: 'The newest 5000 rows are intact; 0 written heads compared.' };
    expect(await look()).toEqual(whole);
    await change(3);
    expect(await look()).toEqual(whole);
    await change(4_000);
    expect(await look()).toMatchObject({ status: 'failure', detail: 'It is not intact: a row was changed.' });
  });
});

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError, readConfig } from '../../bot/config.ts';
import type { Status } from '../../bot/doctor/check.ts';
import type { CheckId } from '../../bot/doctor/checks.ts';
import { type Bent, MANIFEST, type Stage } from './stage.ts';

/** One way in which a deployment is not in order, and what is said of it. */
export interface Case {
  readonly when: string;
  readonly bend: (stage: Stage) => Bent | Promise<Bent>;
  readonly status: Exclude<Status, 'pass'>;
  readonly detail: RegExp;
  readonly advice: RegExp;
}

const [MINUTE_MS, DAY_MS] = [60_000, 24 * 60 * 60_000];
const NOBODY = '99999999-9999-4999-8999-999999999999';
const CLOSED = 'https://localhost:2';

type Failing = readonly [Case, ...Case[]];

/** At least one for each check: a check without one does not compile. */
export const FAILING = {
  settings: [
    {
      when: 'some are missing',
      bend: () => ({ gaps: gapsOf({}) }),
      status: 'failure',
      detail: /PUBLIC_URL is missing[\s\S]*TENANT_ID is missing/,
      advice: /README/,
    },
  ],
  packages: [
    {
      when: 'a package is not installed, and another is not the one of the lock file',
      bend: async ({ folder }) => ({ root: await spoiltProject(folder) }),
      status: 'failure',
      detail: /absent is not installed\.\nold is installed as 1\.0\.0; the lock file says 2\.0\.0\./,
      advice: /npm ci/,
    },
  ],
  manifest: [
    {
      when: 'it was made for another bot and address',
      bend: () => ({ manifest: { ...MANIFEST({ BOT_ID: NOBODY }), validDomains: ['elsewhere.example'] } }),
      status: 'failure',
      detail: /botId is not BOT_ID[\s\S]*AAD_APP_CLIENT_ID[\s\S]*resource[\s\S]*validDomains/,
      advice: /npm run package/,
    },
    {
      when: 'none was given',
      bend: () => ({ manifest: undefined }),
      status: 'skipped',
      detail: /None was given/,
      advice: /--manifest/,
    },
  ],
  login: [
    { ...failing('nothing listens', { LOGIN_URL: CLOSED }), detail: /ECONNREFUSED/, advice: /LOGIN_URL/ },
    { ...failing('the tenant is unknown', { TENANT_ID: NOBODY }), detail: /no such tenant/, advice: /TENANT_ID/ },
  ],
  'bot-keys': [
    {
      when: 'no key is endorsed for Teams',
      bend: ({ site }) => {
        page(site, '/metadata', { jwks_uri: `${site.url}/keys` });
        page(site, '/keys', { keys: [{ kid: 'k', endorsements: ['webchat'] }] });
        return { env: { BOT_OPENID_METADATA_URL: `${site.url}/metadata` } };
      },
      status: 'failure',
      detail: /endorsed for msteams/,
      advice: /BOT_OPENID_METADATA_URL/,
    },
    {
      when: 'no key says what it is for',
      bend: ({ site }) => {
        page(site, '/metadata', { jwks_uri: `${site.url}/keys` });
        page(site, '/keys', { keys: [{ kid: 'k' }] });
        return { env: { BOT_OPENID_METADATA_URL: `${site.url}/metadata` } };
      },
      status: 'warning',
      detail: /which channels/,
      advice: /BOT_OPENID_METADATA_URL/,
    },
    {
      ...failing('nothing listens', { BOT_OPENID_METADATA_URL: CLOSED }),
      detail: /ECONNREFUSED/,
      advice: /no message from Teams/,
    },
    {
      ...failing('the issuer is another', { BOT_TOKEN_ISSUER: 'https://other.example' }),
      detail: /not BOT_TOKEN_ISSUER/,
      advice: /Remove/,
    },
  ],
  clock: [
    {
      when: 'it is two minutes ahead',
      bend: () => ({ aheadMs: 2 * MINUTE_MS }),
      status: 'warning',
      detail: /1(19|20) s off/,
      advice: /time server/,
    },
    {
      when: 'it is ten minutes behind',
      bend: () => ({ aheadMs: -10 * MINUTE_MS }),
      status: 'failure',
      detail: /(599|600) s off/,
      advice: /time server/,
    },
    {
      ...failing('nobody says the time', { LOGIN_URL: CLOSED, GRAPH_URL: CLOSED }),
      detail: /Neither/,
      advice: /other lines/,
    },
  ],
  'graph-token': [
    {
      ...failing('the credential is wrong', { BOT_CLIENT_SECRET: 'not the secret' }),
      detail: /None was issued \(invalid_client, AADSTS7000215\)/,
      advice: /Certificates & secrets/,
    },
  ],
  'graph-permissions': [
    {
      when: 'one is missing',
      bend: ({ world }) => granted(world, 'Application.ReadWrite.OwnedBy', 'AuditLog.Read.All'),
      status: 'failure',
      detail: /User\.ReadBasic\.All \(97235f07-/,
      advice: /infra\/azure/,
    },
    {
      when: 'there are more than needed',
      bend: ({ world }) => granted(world, ...world.botRoles, 'Mail.Send', 'Directory.ReadWrite.All'),
      status: 'warning',
      detail: /Mail\.Send is more than it needs\.\nDirectory\.ReadWrite\.All is more/,
      advice: /take it away/,
    },
    {
      when: 'one is for what is switched off',
      bend: () => ({ env: { SIGN_IN_REPORT: 'off' } }),
      status: 'warning',
      detail: /AuditLog\.Read\.All is more than it needs with SIGN_IN_REPORT off/,
      advice: /take it away/,
    },
  ],
  applications: [
    {
      when: 'Graph does not list them',
      bend: ({ graph }) => {
        graph.faults.next({ path: /applications\?/, kind: 'fail', status: 403, code: 'Authorization_RequestDenied' });
        return {};
      },
      status: 'failure',
      detail: /Authorization_RequestDenied/,
      advice: /Permissions/,
    },
    {
      when: 'there are none',
      bend: ({ world }) => {
        world.applications.splice(0);
        return {};
      },
      status: 'failure',
      detail: /There are none/,
      advice: /TENANT_ID/,
    },
  ],
  owners: [
    {
      when: 'some are not owned',
      bend: ({ world }) => {
        for (const one of world.applications.slice(0, 2)) one.ownedByBot = false;
        return {};
      },
      status: 'failure',
      detail: /2 of 12 applications not:\nPartner-NL-Matchwell-DM\nPartner-NL-Matchwell-SMC/,
      advice: /npm run own -- \\\nc75e9d81-d19e-4acb-a3ad-74a952a42a5e/,
    },
    {
      when: 'Graph does not say what the bot owns',
      bend: ({ graph }) => {
        graph.faults.next({ path: /ownedObjects/, kind: 'fail', status: 403, code: 'Authorization_RequestDenied' });
        return {};
      },
      status: 'skipped',
      detail: /what the bot owns/,
      advice: /npm run own -- --all/,
    },
  ],
  'step-up': [
    {
      when: 'policies cannot be read',
      bend: () => ({}),
      status: 'skipped',
      detail: /may not read policies/,
      advice: /Publish to apps[\s\S]*Require multifactor authentication/,
    },
    {
      when: 'no context is used',
      bend: () => ({ env: { STEP_UP_AUTH_CONTEXT: '' } }),
      status: 'skipped',
      detail: /not set/,
      advice: /STEP_UP_AUTH_CONTEXT/,
    },
    policyCase('the context is not published', { isAvailable: false }, {}, /not published/, /Publish to apps/),
    policyCase('the policy is report-only', {}, { state: 'enabledForReportingButNotEnforced' }, /report-only/, /On/),
    policyCase(
      'no policy targets it',
      {},
      { conditions: { applications: {} } },
      /No policy targets c1/,
      /make a policy/,
    ),
    policyCase(
      'MFA is one of several ways',
      {},
      { grantControls: { operator: 'OR', builtInControls: ['mfa', 'compliantDevice'] } },
      /does not require MFA/,
      /Require multifactor/,
    ),
    {
      ...policyCase('the policy is for some', {}, { conditions: forSome() }, /for some users only/, /all users/),
      status: 'warning',
    },
  ],
  'password-lifetime': [
    {
      when: 'it cannot be read',
      bend: () => ({}),
      status: 'skipped',
      detail: /may not read/,
      advice: /az rest --method PATCH/,
    },
    lifetimeCase('none is set', { isEnabled: false }, /None caps it/),
    lifetimeCase(
      'it allows two years',
      {
        isEnabled: true,
        applicationRestrictions: {
          passwordCredentials: [{ restrictionType: 'passwordLifetime', state: 'enabled', maxLifetime: 'P2Y' }],
        },
      },
      /allows 730 days/,
    ),
  ],
  'bot-token': [
    {
      ...failing('the credential is wrong', { BOT_CLIENT_SECRET: 'not the secret' }),
      detail: /invalid_client/,
      advice: /Azure Bot/,
    },
  ],
  'public-url': [
    { ...failing('nothing listens', { PUBLIC_URL: CLOSED }), detail: /ECONNREFUSED/, advice: /certificate/ },
    {
      when: 'it is http on this machine',
      bend: () => ({ env: { PUBLIC_URL: 'http://localhost:3978' } }),
      status: 'warning',
      detail: /Only this machine/,
      advice: /https/,
    },
  ],
  certificate: [
    {
      when: 'it ends in ten days',
      bend: () => ({ aheadMs: 80 * DAY_MS }),
      status: 'warning',
      detail: /10 days from now/,
      advice: /Renew/,
    },
    {
      when: 'it has ended',
      bend: () => ({ aheadMs: 91 * DAY_MS }),
      status: 'failure',
      detail: /It ended on/,
      advice: /Renew/,
    },
    { ...failing('nothing listens', { PUBLIC_URL: CLOSED }), detail: /ECONNREFUSED/, advice: /Renew/ },
  ],
  health: [
    {
      when: 'its database is gone',
      bend: ({ site }) => page(site, '/readyz', { status: 'not ready', database: false, keys: true }, 503),
      status: 'failure',
      detail: /does not reach its database\./,
      advice: /lines about those/,
    },
    {
      when: 'something else answers',
      bend: ({ site }) => page(site, '/healthz', 'Welcome'),
      status: 'failure',
      detail: /not as the bot does/,
      advice: /slot is started/,
    },
    { ...failing('nothing listens', { PUBLIC_URL: CLOSED }), detail: /ECONNREFUSED/, advice: /open to the outside/ },
  ],
  'sign-in-page': [
    {
      when: 'a header is lost, and one is another',
      bend: ({ site }) => {
        site.bends.set('/sign-in/', ({ headers: { 'content-security-policy': _lost, ...headers }, ...rest }) => ({
          ...rest,
          headers: { ...headers, 'cache-control': 'public' },
        }));
        return {};
      },
      status: 'failure',
      detail: /Content-Security-Policy is missing\.\nCache-Control is another/,
      advice: /in front of the bot/,
    },
    {
      when: 'it is another page',
      bend: ({ site }) => page(site, '/sign-in/', '<html>', 200),
      status: 'failure',
      detail: /answered with 200/,
      advice: /PUBLIC_URL/,
    },
  ],
  messages: [
    {
      when: 'anybody is let in',
      bend: ({ site }) => page(site, '/api/messages', '', 200),
      status: 'failure',
      detail: /without a token \(200\)/,
      advice: /Stop the app/,
    },
    {
      when: 'the address is another',
      bend: ({ site }) => page(site, '/api/messages', '', 404),
      status: 'failure',
      detail: /404 instead of 401/,
      advice: /messaging endpoint is https:/,
    },
  ],
  database: [
    {
      when: 'it is not reachable',
      bend: () => ({ env: { DATABASE_URL: 'postgres://bot:hidden@127.0.0.1:2/none' } }),
      status: 'failure',
      detail: /ECONNREFUSED/,
      advice: /DATABASE_URL/,
    },
    {
      when: 'the server is too old',
      bend: () => ({ inspection: { version: async () => ({ number: 130_011, text: '13.11' }) } }),
      status: 'failure',
      detail: /PostgreSQL 13\.11/,
      advice: /Upgrade/,
    },
    {
      when: 'it is the embedded one',
      bend: () => ({ env: { DATABASE_URL: '' } }),
      status: 'skipped',
      detail: /belongs to the running bot/,
      advice: /DATABASE_URL/,
    },
  ],
  migrations: [
    inSql(
      'one is not applied',
      ['DELETE FROM schema_migrations WHERE version = 4'],
      'failure',
      /4 is not applied/,
      /Start/,
    ),
    inSql('one is newer', ['INSERT INTO schema_migrations VALUES (9999)'], 'failure', /9999 is of a newer/, /deployed/),
  ],
  'database-user': [
    inSql(
      'a table is somebody else’s',
      ['ALTER TABLE sweeps OWNER TO bot'],
      'failure',
      /own public\.sweeps/,
      /OWNER TO/,
    ),
    {
      when: 'it may everything',
      bend: async ({ copy, superUrl }) => ({ env: { DATABASE_URL: asSuperuser(await copy([]), superUrl) } }),
      status: 'warning',
      detail: /superuser/,
      advice: /NOSUPERUSER/,
    },
  ],
  'audit-triggers': [
    inSql(
      'one is switched off',
      ['ALTER TABLE audit DISABLE TRIGGER audit_append_only'],
      'failure',
      /switched off: audit_append_only/,
      /verify/,
    ),
  ],
  'audit-record': [
    inSql(
      'a row was changed',
      ['ALTER TABLE audit DISABLE TRIGGER USER', "UPDATE audit SET detail = 'nothing' WHERE seq = 3"],
      'failure',
      /a row was changed/,
      /npm run audit -- verify/,
    ),
    {
      when: 'a head that was written out says otherwise',
      bend: async ({ folder }) => ({ env: { AUDIT_HEADS_FILE: await headsFile(folder) } }),
      status: 'failure',
      detail: /a head that was written out says otherwise/,
      advice: /verify/,
    },
    {
      when: 'the file of heads is not there',
      bend: ({ folder }) => ({ env: { AUDIT_HEADS_FILE: join(folder, 'nowhere') } }),
      status: 'warning',
      detail: /cannot be read/,
      advice: /AUDIT_HEADS_FILE/,
    },
  ],
  'audit-anchor': [
    {
      when: 'neither key nor file is set',
      bend: () => ({ env: { AUDIT_KEY: '', AUDIT_HEADS_FILE: '' } }),
      status: 'warning',
      detail: /log alone/,
      advice: /AUDIT_KEY/,
    },
  ],
  schedule: [
    inSql(
      'a task is gone',
      ["DELETE FROM pgboss.schedule WHERE name = 'tell'"],
      'failure',
      /Not registered: tell/,
      /Start/,
    ),
    inSql('there is no queue', ['DROP SCHEMA pgboss CASCADE'], 'failure', /never set up/, /Start the bot/),
    {
      when: 'it is for another time of day',
      bend: () => ({ env: { REMINDER_TIME: '09:30' } }),
      status: 'warning',
      detail: /another time/,
      advice: /REMINDER_TIME/,
    },
  ],
  queue: [
    jobs('nobody works', "'created'", 'failure', /Waiting for long: sweep/, /Start the bot/),
    jobs('a task has failed for good', "'failed'", 'failure', /Given up in the last minutes: sweep/, /log/),
    inSql(
      'a task has failed, and is tried again',
      [aJob("'retry'", "now() + interval '1 minute'")],
      'warning',
      /tried again: sweep/,
      /log/,
    ),
  ],
  sweep: [
    inSql(
      'the last good one is older than 26 hours',
      ["UPDATE sweeps SET finished_at = now() - interval '27 hours'"],
      'failure',
      /None has completed for 27 hours/,
      /--dry-run/,
    ),
    inSql('there was none', ['DELETE FROM sweeps'], 'warning', /none yet/, /08:00 UTC/),
    inSql('none has completed', ["UPDATE sweeps SET result = 'failed'"], 'failure', /None has completed yet/, /log/),
    inSql(
      'the last one is suspicious',
      [
        `INSERT INTO sweeps (started_at, finished_at, applications, secrets, due, digests, result, failures)
         VALUES (now(), now(), 0, 0, 0, 0, 'suspicious', 1)`,
      ],
      'warning',
      /was suspicious/,
      /sweep accept/,
    ),
  ],
  channels: [
    inSql(
      'one is dead',
      ["UPDATE links SET dead_since = now() WHERE scope_kind = 'organisation'"],
      'warning',
      /1 link of 2 dead:\nMatchwell \(NL\) in Partners, API credentials/,
      /Add the app/,
    ),
  ],
  'admin-channel': [
    inSql('none is linked', ["DELETE FROM links WHERE scope_kind = 'administrators'"], 'warning', /None/, /link admin/),
    inSql('it is dead', ['UPDATE links SET dead_since = now()'], 'warning', /cannot be reached/, /link admin/),
  ],
  administrators: [
    inSql('none is known', ['DELETE FROM administrators'], 'warning', /has met none/, /Credentials\.Admin/),
  ],
  'managers-met': [
    inSql(
      'one was never met',
      ['DELETE FROM acquaintances', 'DELETE FROM personal_chats'],
      'warning',
      /1 of 1 manager not, by object id:\n0a000000-/,
      /Setup policies/,
    ),
  ],
  managed: [
    inSql(
      'an application has no manager',
      ["DELETE FROM assignments WHERE client_id = 'c75e9d81-d19e-4acb-a3ad-74a952a42a5e'"],
      'warning',
      /1 of 12 applications have no manager:\nPartner-NL-Matchwell-DM/,
      /assign/,
    ),
  ],
  outbox: [
    inSql(
      'a message is tried in vain',
      [
        `INSERT INTO outbox (id, recipient_key, recipient, content, at, due_at, attempts)
         VALUES ('m', 'k', '{}', '{}', now() - interval '3 hours', now(), 4)`,
      ],
      'warning',
      /1 message tried in vain so far, the oldest for 3 hours/,
      /undelivered/,
    ),
    inSql(
      'a digest was given up',
      [
        `INSERT INTO digests (id, destination_key, destination, created_at, as_of, state, dead_since, code)
         VALUES ('d', 'k', '{"kind": "channel", "conversationId": "19:x"}', now(), now(), 'dead', now(), 'Gone')`,
      ],
      'warning',
      /1 digest of reminders given up/,
      /undelivered/,
    ),
  ],
} satisfies Readonly<Record<CheckId, Failing>>;

function failing(when: string, env: Readonly<Record<string, string>>): Pick<Case, 'when' | 'bend' | 'status'> {
  return { when, bend: () => ({ env }), status: 'failure' };
}

function inSql(when: string, sql: readonly string[], status: Case['status'], detail: RegExp, advice: RegExp): Case {
  return { when, bend: () => ({ sql }), status, detail, advice };
}

function jobs(when: string, state: string, status: Case['status'], detail: RegExp, advice: RegExp): Case {
  return inSql(when, [aJob(state, "now() - interval '1 hour'")], status, detail, advice);
}

function aJob(state: string, startAfter: string): string {
  return `INSERT INTO pgboss.job (name, state, start_after, policy) VALUES ('sweep', ${state}, ${startAfter}, 'short')`;
}

function granted(world: Stage['world'], ...roles: readonly string[]): Bent {
  world.botRoles.splice(0, world.botRoles.length, ...roles);
  return {};
}

function page(site: Stage['site'], path: string, body: unknown, status = 200): Bent {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  site.bends.set(path, () => ({ status, headers: {}, body: text }));
  return {};
}

function policyCase(when: string, context: object, policy: object, detail: RegExp, advice: RegExp): Case {
  return {
    ...{ when, status: 'failure', detail, advice },
    bend: ({ world, graph: { policies } }) => {
      policies.authenticationContexts = policies.authenticationContexts.map((one) => ({ ...one, ...context }));
      policies.conditionalAccess = policies.conditionalAccess.map((one) => ({ ...one, ...policy }));
      return granted(world, ...world.botRoles, 'Policy.Read.ConditionalAccess');
    },
  };
}

function forSome() {
  return { applications: { includeAuthenticationContextClassReferences: ['c1'] }, users: { includeUsers: [NOBODY] } };
}

function lifetimeCase(when: string, policy: object, detail: RegExp): Case {
  return {
    ...{ when, status: 'warning', detail, advice: /P366D/ },
    bend: ({ world, graph }) => {
      graph.policies.appManagement = policy;
      return granted(world, ...world.botRoles, 'Policy.Read.ApplicationConfiguration');
    },
  };
}

function gapsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (cause) {
    if (cause instanceof ConfigError) return cause.gaps;
    throw cause;
  }
}

async function spoiltProject(folder: string): Promise<URL> {
  const root = join(folder, 'project');
  await mkdir(join(root, 'node_modules/old'), { recursive: true });
  const write = (path: string, content: object) => writeFile(join(root, path), JSON.stringify(content));
  await write('package.json', { dependencies: { absent: '^1.0.0', old: '^2.0.0' } });
  await write('package-lock.json', { packages: { 'node_modules/old': { version: '2.0.0' } } });
  await write('node_modules/old/package.json', { version: '1.0.0' });
  return pathToFileURL(`${root}/`);
}

async function headsFile(folder: string): Promise<string> {
  const file = join(folder, 'heads.jsonl');
  await writeFile(file, `${JSON.stringify({ at: new Date().toISOString(), seq: 2, hash: 'a'.repeat(64) })}\n`);
  return file;
}

function asSuperuser(databaseUrl: string, superUrl: string): string {
  const [url, { username, password }] = [new URL(databaseUrl), new URL(superUrl)];
  [url.username, url.password] = [username, password];
  return url.href;
}

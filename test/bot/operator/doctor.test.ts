import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { botSettings } from '../../../infra/local/bot-settings.ts';
import { type PostgresServer, startPostgres } from '../../contracts/postgres-server.ts';
import { holds } from '../../journeys/canary.ts';
import { type LocalBot, startLocalBot } from '../../journeys/local-bot.ts';
import { inDatabase } from '../doctor/stage.ts';
import { type Ended, lines } from './command.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PASSWORD = 'canary-of-the-database-7f3a';

let server: PostgresServer;
let bot: LocalBot;
let env: Record<string, string>;

/** The bot's own database user has the rights that the bot needs, and no more. */
beforeAll(async () => {
  server = await startPostgres();
  await inDatabase(server.url, async (run) => {
    await run(`CREATE ROLE plain LOGIN PASSWORD '${PASSWORD}'`);
    await run('CREATE DATABASE plain OWNER plain');
  });
  const url = new URL(server.url);
  [url.username, url.password, url.pathname] = ['plain', PASSWORD, '/plain'];
  bot = await startLocalBot({ DATABASE_URL: url.href });
  const tls = { caFile: join(bot.folder, 'local-ca.pem') };
  // The bot reads the report of last uses soon after its start, and the doctor looks how old that is.
  await inDatabase(url.href, async (run) => {
    const read = () => run('SELECT 1 FROM use_report WHERE read_at IS NOT NULL');
    await vi.waitUntil(async () => (await read()).length === 1, { timeout: 90_000, interval: 500 });
  });
  env = {
    ...botSettings({ ...bot, tls, port: Number(new URL(bot.url).port) }),
    DATABASE_URL: url.href,
    // As the bot of this world has it.
    SIGN_IN_LOG: 'off',
    AUDIT_HEADS_FILE: join(bot.folder, 'audit-heads.jsonl'),
    PATH: process.env['PATH'] ?? '',
  };
}, 120_000);
afterAll(async () => {
  await bot.close();
  await server.stop();
});

async function doctor(over: Readonly<Record<string, string>>, ...given: readonly string[]): Promise<Ended> {
  const settings = { ...env, ...over };
  const child = spawn(process.execPath, [join(ROOT, 'bot/operator/doctor.ts'), ...given], {
    env: settings,
    cwd: bot.folder,
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { status: child.exitCode, stdout, stderr };
}

interface Parsed {
  readonly checks: readonly { readonly id: string; readonly status: string; readonly advice: string | null }[];
  readonly summary: Readonly<Record<string, number>>;
}

function parsed({ stdout }: Ended): Parsed {
  const value: Parsed = JSON.parse(stdout);
  return value;
}

function secretsOf(settings: Readonly<Record<string, string>>): readonly string[] {
  const [, key = ''] = (settings['AUDIT_KEY'] ?? '').split(':');
  return [settings['BOT_CLIENT_SECRET'] ?? '', PASSWORD, key];
}

describe('npm run doctor while the bot runs', { timeout: 120_000 }, () => {
  it('finds no failure, and prints lines of at most 80 columns', async () => {
    const { status, stdout, stderr } = await doctor({});
    expect([status, stderr]).toEqual([0, '']);
    const printed = stdout.split('\n');
    expect(printed.filter((line) => [...line].length > 80)).toEqual([]);
    expect(stdout).toMatch(/\nDatabase {15}pass {5}PostgreSQL [\d.]+\.\n/);
    expect(printed.at(-2)).toMatch(/^48 checks: \d+ passed, \d+ with a warning, \d+ skipped\.$/);
  });

  it('warns of what is missing in a tenant in which nobody has used the bot', async () => {
    const { checks, summary } = parsed(await doctor({}, '--json'));
    const withStatus = (wanted: string) => checks.filter(({ status }) => status === wanted).map(({ id }) => id);
    expect(withStatus('failure')).toEqual([]);
    expect(withStatus('skipped')).toEqual(['manifest', 'certificate']);
    const unused = ['admin-channel', 'administrators', 'managers-met', 'managed'];
    expect(withStatus('warning')).toEqual(['graph-permissions', 'public-url', ...unused]);
    expect(summary).toEqual({ pass: checks.length - 8, warning: 6, failure: 0, skipped: 2 });
    expect(checks.every(({ status, advice }) => (status === 'pass') === (advice === null))).toBe(true);
  });

  it('prints no secret, key, password or token, in order or not', async () => {
    const broken = {
      BOT_CLIENT_SECRET: 'canary-of-the-bot-91c2',
      DATABASE_URL: `postgres://plain:${PASSWORD}-wrong@${new URL(env['DATABASE_URL'] ?? '').host}/plain`,
    };
    for (const over of [{}, broken, { DATABASE_URL: `postgres://plain:${PASSWORD}@127.0.0.1:2/x` }]) {
      const secrets = [...secretsOf(env), ...secretsOf({ ...env, ...over })];
      for (const given of [[], ['--json'], ['--plan']]) {
        const { stdout, stderr } = await doctor(over, ...given);
        const printed = `${stdout}${stderr}`;
        expect(secrets.filter((secret) => holds(printed, secret))).toEqual([]);
        expect(printed).not.toMatch(/eyJ[\w-]{10}/);
      }
    }
  });

  it('ends with 1 if a check fails, and names the check', async () => {
    const failed = await doctor({ BOT_CLIENT_SECRET: 'wrong' }, '--json');
    expect(failed.status).toBe(1);
    const ids = parsed(failed).checks.filter(({ status }) => status === 'failure');
    expect(ids.map(({ id }) => id)).toEqual(['graph-token', 'bot-token']);
  });
});

describe('npm run doctor before anything is deployed', { timeout: 120_000 }, () => {
  it('checks a plan, without a database or a bot', async () => {
    const planned = await doctor({ DATABASE_URL: 'postgres://nobody@127.0.0.1:2/none' }, '--plan', '--json');
    expect(planned.status).toBe(0);
    expect(parsed(planned).checks.map(({ id, status }) => [id, status])).toEqual([
      ['settings', 'pass'],
      ['packages', 'pass'],
      ['manifest', 'skipped'],
      ['token-example', 'pass'],
      ['login', 'pass'],
      ['bot-keys', 'pass'],
      ['graph', 'pass'],
      ['registration', 'pass'],
      ['sign-in-policy', 'pass'],
      ['step-up', 'pass'],
      ['service-urls', 'pass'],
    ]);
  });

  it('names every gap in the settings, and ends with 1', async () => {
    const { status, stdout } = await doctor({ PUBLIC_URL: '', TENANT_ID: 'contoso' });
    expect(status).toBe(1);
    expect(stdout).toMatch(/FAILURE {2}PUBLIC_URL is missing/);
    expect(stdout).toMatch(/TENANT_ID must be a GUID/);
  });

  it('does not migrate the database', async () => {
    await inDatabase(server.url, async (run) => {
      await run('CREATE DATABASE untouched OWNER plain');
    });
    const url = new URL(env['DATABASE_URL'] ?? '');
    url.pathname = '/untouched';
    const { status, stdout } = await doctor({ DATABASE_URL: url.href });
    expect([status, stdout]).toEqual([1, expect.stringMatching(/Migrations +FAILURE +Migration 1, 2, 3, 4/)]);
    await inDatabase(url.href, async (run) => {
      const found = await run(`SELECT nspname FROM pg_namespace WHERE nspname = 'pgboss'
        UNION SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace`);
      expect(found).toEqual([]);
    });
  });

  it('leaves out the checks that it is told, and says so', async () => {
    const { stdout } = await doctor({}, '--plan', '--without', 'login,bot-keys');
    expect(stdout).not.toMatch(/^Entra/m);
    expect(lines(stdout).at(-1)).toBe('Left out: login, bot-keys.');
  });

  it.each([
    ['an unknown option', ['--fix']],
    ['a word', ['now']],
    ['a check that it does not know', ['--without', 'sweep,sweeps']],
    ['a file that is no app package', ['--manifest', join(ROOT, 'LICENSE')]],
  ])('ends with 2 and prints the usage if it is given %s', async (_, given) => {
    const { status, stdout, stderr } = await doctor({}, ...given);
    expect([status, stdout]).toEqual([2, '']);
    expect(lines(stderr).at(-1)).toMatch(/^Usage: npm run doctor/);
  });
});

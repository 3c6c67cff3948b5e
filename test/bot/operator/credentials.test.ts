import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { settingsWith } from './command.ts';

const ROOT = join(import.meta.dirname, '../../..');
const PASSWORD = 'canary7f3a';
const NOWHERE = '127.0.0.1:2';
const PEOPLE = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];

/** Addresses of a database that are wrong in one way each. All of them hold the password. */
const ADDRESSES = [
  `postgres://bot:${PASSWORD}@${NOWHERE}/x`,
  `postgres://bot:${PASSWORD}@no-such-host.invalid/x`,
  `postgres://bot:${PASSWORD}%zz@${NOWHERE}/x`,
  `postgres://bot:${PASSWORD}@${NOWHERE}/%zz`,
  `postgres://bot:${PASSWORD}@${NOWHERE}/x?sslmode=nonsense`,
  `postgres://bot:${PASSWORD}@${NOWHERE}/x?sslrootcert=/no/such/file`,
  `postgres://bot:${PASSWORD}@127.0.0.1:99999/x`,
  `mysql://bot:${PASSWORD}@${NOWHERE}/x`,
  `postgres:/bot:${PASSWORD}@${NOWHERE}/x`,
];

async function run(program: string, given: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, [join(ROOT, `bot/${program}.ts`), ...given], { env, cwd: ROOT });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { status: child.exitCode, printed: `${stdout}${stderr}` };
}

/** Throws a fault as SDKs do, with a request in it, as soon as the program has got so far that it listens for faults. */
const CRASH = `const timer = setInterval(() => {
  if (process.listenerCount('uncaughtException') + process.listenerCount('unhandledRejection') === 0) return;
  clearInterval(timer);
  const request = { headers: { authorization: 'Bearer ${PASSWORD}' }, body: 'client_secret=${PASSWORD}' };
  throw Object.assign(new Error('failed: postgres://bot:${PASSWORD}@host/x', { cause: request }), { request });
}, 1)`;

describe('a command that fails prints no credential', () => {
  it.each(ADDRESSES)('assign, with the database at %s', async (address) => {
    const env = settingsWith({ DATABASE_URL: address, BOT_CLIENT_SECRET: PASSWORD });
    const { status, printed } = await run('operator/assign', PEOPLE, env);
    expect(status).toBeGreaterThan(0);
    expect(printed).not.toBe('');
    expect(printed).not.toContain(PASSWORD);
    expect(printed).not.toMatch(/\n\s+at /);
  });

  it.each([
    ['Graph is not there', { GRAPH_URL: 'https://localhost:2', LOGIN_URL: 'https://localhost:2' }],
    ['the address of Graph holds a password', { GRAPH_URL: `https://bot:${PASSWORD}@localhost:2` }],
    ['the address of the database is wrong', { DATABASE_URL: ADDRESSES.at(-1) ?? '' }],
  ])('own, if %s', async (_name, over) => {
    const env = settingsWith({ BOT_CLIENT_SECRET: PASSWORD, PATH: join(ROOT, 'nothing'), ...over });
    const { status, printed } = await run('operator/own', ['--all'], env);
    expect(status).toBeGreaterThan(0);
    expect(printed).not.toBe('');
    expect(printed).not.toContain(PASSWORD);
  });

  it.each([
    ['main', []],
    ['operator/assign', PEOPLE],
    ['operator/own', ['--all']],
  ])('%s, if it crashes over a fault that holds a request', async (program, given) => {
    const env = settingsWith({
      DATABASE_URL: ADDRESSES[0] ?? '',
      NODE_OPTIONS: `--import="data:text/javascript,${encodeURIComponent(CRASH)}"`,
    });
    const { status, printed } = await run(program, given, env);
    expect(status).toBe(1);
    expect(printed).not.toBe('');
    expect(printed).not.toContain(PASSWORD);
  });
});

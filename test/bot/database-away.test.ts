import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../infra/local/ports.ts';
import { type FreshDatabase, freshDatabase } from '../once/fresh-database.ts';
import { programsOfRun } from '../once/programs.ts';
import { settingsWith } from './operator/command.ts';

let real: URL;
let database: FreshDatabase;
const closing: (() => unknown)[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  real = new URL(database.url);
  return () => database.stop();
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A bot whose database is at this port. Its log is kept, line by line. */
async function serve(databasePort: number, more: Readonly<Record<string, string>> = {}) {
  const url = new URL(real);
  url.port = String(databasePort);
  const port = await freePort(0);
  const programs = await programsOfRun();
  const child: ChildProcess = spawn(process.execPath, programs.line('bot/main'), {
    cwd: programs.folder,
    env: settingsWith({ DATABASE_URL: url.href, HOST: '127.0.0.1', PORT: String(port), ...more }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const said = { log: '' };
  child.stdout?.setEncoding('utf8').on('data', (data) => {
    said.log += String(data);
  });
  const stderr = child.stderr === null ? '' : text(child.stderr);
  closing.push(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { at: `http://127.0.0.1:${port}`, child, said, ended, stderr };
}

async function statusOf(url: string, init?: RequestInit): Promise<number | undefined> {
  return fetch(url, init).then(
    ({ status }) => status,
    () => undefined,
  );
}

/** Lets the database be reached at a port at which nothing was. */
async function reachableAt(port: number): Promise<Server> {
  const proxy = createServer((socket) => {
    const there = connect(Number(real.port), real.hostname);
    for (const end of [socket, there]) end.on('error', () => {});
    socket.pipe(there).pipe(socket);
    closing.push(() => socket.destroy());
  }).listen(port, '127.0.0.1');
  await once(proxy, 'listening');
  closing.push(() => proxy.close());
  return proxy;
}

describe('a bot whose database does not answer', () => {
  it('listens, says that it is not ready and why, and serves when the database comes', async () => {
    const databasePort = await freePort(0);
    const bot = await serve(databasePort);
    await expect.poll(() => statusOf(`${bot.at}/healthz`)).toBe(200);
    expect(await statusOf(`${bot.at}/readyz`)).toBe(503);
    expect(await statusOf(`${bot.at}/api/messages`, { method: 'POST', body: '{}' })).toBe(503);
    expect(await statusOf(`${bot.at}/sign-in/start`)).toBe(503);
    await expect.poll(() => bot.said.log).toContain('the database cannot be used yet: the bot tries again');
    expect(bot.said.log).toMatch(/"reason":"ECONNREFUSED: nothing listens at its address"/);
    expect(bot.said.log).not.toContain('listening');

    await reachableAt(databasePort);
    await expect.poll(() => bot.said.log).toContain('"msg":"listening"');
    // The keys of Bot Framework are out of reach here, so the bot is not ready. It says of the database that it is.
    await expect.poll(async () => (await fetch(`${bot.at}/readyz`)).json()).toMatchObject({ database: true });
    expect(bot.child.exitCode).toBeNull();
  });

  it('says what is wrong in words if the server refuses it', async () => {
    const { port } = (await reachableAt(0)).address() as AddressInfo;
    const url = new URL(real);
    [url.port, url.pathname] = [String(port), '/not-there'];
    const bot = await serve(port, { DATABASE_URL: url.href });
    await expect.poll(() => bot.said.log).toContain('3D000: the server has no database of this name');
    await expect.poll(() => statusOf(`${bot.at}/healthz`)).toBe(200);
  });

  it('ends quietly when it is told to stop', async () => {
    const bot = await serve(await freePort(0));
    await expect.poll(() => statusOf(`${bot.at}/healthz`)).toBe(200);
    bot.child.kill('SIGTERM');
    await bot.ended;
    expect({ code: bot.child.exitCode, stderr: await bot.stderr }).toEqual({ code: 0, stderr: '' });
  });
});

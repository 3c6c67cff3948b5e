import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../../infra/local/ports.ts';
import { createTls } from '../../infra/local/tls.ts';
import { freshDatabase } from '../once/fresh-database.ts';
import { programsOfRun } from '../once/programs.ts';
import { settingsWith } from './operator/command.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** An https address whose certificate only a program that is told of it would trust. */
async function untrustedAddress(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'api-credentials-certificate-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const { key, cert } = await createTls(folder);
  const server = createServer({ key, cert }, (socket) => socket.destroy()).listen(0, '127.0.0.1');
  server.on('tlsClientError', () => undefined);
  await once(server, 'listening');
  closing.push(() => server.close());
  return `https://localhost:${(server.address() as AddressInfo).port}`;
}

describe('a bot that runs', () => {
  it('says in its log that the certificate of its own address is not trusted', async () => {
    const database = await freshDatabase();
    closing.push(() => database.stop());
    const programs = await programsOfRun();
    const [publicUrl, port] = [await untrustedAddress(), await freePort(0)];
    const child = spawn(process.execPath, programs.line('bot/main'), {
      cwd: programs.folder,
      env: settingsWith({
        DATABASE_URL: database.url,
        HOST: '127.0.0.1',
        PORT: String(port),
        PUBLIC_URL: publicUrl,
      }),
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = once(child, 'exit');
    closing.push(async () => {
      child.kill('SIGKILL');
      await ended;
    });
    let log = '';
    child.stdout.setEncoding('utf8').on('data', (data) => {
      log += String(data);
    });
    await expect
      .poll(() => log, { timeout: 90_000 })
      .toMatch(/"reason":"DEPTH_ZERO_SELF_SIGNED_CERT: .*"msg":"the certificate of PUBLIC_URL is not trusted"/);
  }, 100_000);
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { settingsWith } from './operator/command.ts';

const START_MS = 120_000;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bot-main-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function serve(more: Readonly<Record<string, string>>) {
  const env = settingsWith({ DATA_DIR: join(folder, 'data'), HOST: '127.0.0.1', LOG_LEVEL: 'error', ...more });
  const child = spawn(process.execPath, ['bot/main.ts'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const [stderr] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { code: child.exitCode, stderr };
}

describe('the start of the bot', () => {
  it(
    'ends with one sentence and exit code 2 if its port is in use',
    async () => {
      const other = createServer().listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      const ended = await serve({ PORT: String(port) });
      other.close();
      expect(ended).toEqual({ code: 2, stderr: `The bot could not start: port ${port} is in use\n` });
    },
    START_MS,
  );

  it('ends with exit code 2 if settings are missing, and names them', async () => {
    const ended = await serve({ TENANT_ID: '' });
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(/^The bot cannot start with these settings:\n- .*TENANT_ID/);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
  });
});

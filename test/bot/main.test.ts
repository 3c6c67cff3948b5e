import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DataFolder, freshFolder } from '../once/fresh-folder.ts';
import { programsOfRun } from '../once/programs.ts';
import { settingsWith } from './operator/command.ts';

const START_MS = 120_000;

let folder: DataFolder;

beforeAll(async () => {
  folder = await freshFolder();
});
afterAll(() => folder.remove());

async function serve(more: Readonly<Record<string, string>>) {
  const env = settingsWith({ DATA_DIR: folder.path, HOST: '127.0.0.1', LOG_LEVEL: 'error', ...more });
  const programs = await programsOfRun();
  const child = spawn(process.execPath, programs.line('bot/main'), {
    cwd: programs.folder,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
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

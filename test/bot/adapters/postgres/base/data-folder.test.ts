import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DatabaseHeldError, openDatabase } from '../../../../../bot/adapters/postgres/base/database.ts';

const DATABASE = new URL('../../../../../bot/adapters/postgres/base/database.ts', import.meta.url).href;
const CLAIM = new URL('../../../../../bot/adapters/postgres/base/data-folder-claim.ts', import.meta.url).href;
const HOLD = `const { openDatabase } = await import('${DATABASE}');
  try { await openDatabase({ dataDir: process.argv[1] }); console.log('open'); setInterval(() => {}, 1000); }
  catch (error) { console.log(error.name + ' ' + error.pid); }`;
const CONTEND = `const { claimDataFolder } = await import('${CLAIM}');
  await claimDataFolder(process.argv[1]).then(() => { console.log('held'); setInterval(() => {}, 1000); }, (error) => console.log(error.name));`;

let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'api-credentials-'));
});

afterEach(async () => {
  await Promise.all(children.splice(0).map(kill));
  rmSync(folder, { recursive: true, force: true });
});

function start(script: string): { child: ChildProcess; said: Promise<string> } {
  const stdio: ['ignore', 'pipe', 'inherit'] = ['ignore', 'pipe', 'inherit'];
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, folder], { stdio });
  children.push(child);
  return { child, said: once(child.stdout, 'data').then(([data]) => String(data).trim()) };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('the embedded database', () => {
  it('refuses a second process, and names the first', async () => {
    const { child, said } = start(HOLD);
    expect(await said).toBe('open');
    const refused = await openDatabase({ dataDir: folder }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DatabaseHeldError);
    expect(refused).toMatchObject({ pid: child.pid });
  });

  it('refuses to open twice in one process, and opens again after it was closed', async () => {
    const first = await openDatabase({ dataDir: folder });
    await expect(openDatabase({ dataDir: folder })).rejects.toBeInstanceOf(DatabaseHeldError);
    await first.close();
    await (await openDatabase({ dataDir: folder })).close();
  });

  it('is taken over from a process that was killed', async () => {
    const { child, said } = start(HOLD);
    expect(await said).toBe('open');
    await kill(child);
    await (await openDatabase({ dataDir: folder })).close();
  });

  it('goes to at most one of many processes that ask at once, even over the claim of a dead one', async () => {
    const dead = start(CONTEND);
    expect(await dead.said).toBe('held');
    await kill(dead.child);
    const answers = await Promise.all(Array.from({ length: 8 }, () => start(CONTEND).said));
    expect(answers.filter((answer) => answer === 'held').length).toBeLessThanOrEqual(1);
    expect(answers.every((answer) => answer === 'held' || answer === 'DatabaseHeldError')).toBe(true);
  });
});

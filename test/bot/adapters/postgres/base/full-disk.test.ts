import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../../../bot/adapters/postgres/base/database.ts';
import { type DataFolder, freshFolder } from '../../../../once/fresh-folder.ts';

const DATABASE = new URL('../../../../../bot/adapters/postgres/base/database.ts', import.meta.url).href;
const FULL_DISK = new URL('../../../../faults/in-bot/full-disk.ts', import.meta.url).href;
/** What PostgreSQL writes of a change goes into a file of 16 MB, and here into a new one. */
const WRITE = `const { writeFileSync } = await import('node:fs');
  const { openDatabase } = await import('${DATABASE}');
  const { orm } = await openDatabase({ dataDir: process.argv[1] });
  await orm.execute('CREATE TABLE kept (n int)');
  await orm.execute('INSERT INTO kept VALUES (1)');
  await orm.execute('SELECT pg_switch_wal()');
  writeFileSync(process.env.FULL_DISK_MARK, '');
  for (const n of [2, 3]) await orm.execute('INSERT INTO kept VALUES (' + n + ')').catch(() => console.log('refused ' + n));
  setTimeout(() => console.log('goes on'), 60000);`;
const OPEN = `const { openDatabase } = await import('${DATABASE}');
  await openDatabase({ dataDir: process.argv[1] }).catch((fault) => console.log(fault.name + ': ' + fault.message));`;

let good: DataFolder;
let folder: string;
let mark: string;
beforeAll(async () => {
  good = await freshFolder();
});
afterAll(() => good.remove());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'api-credentials-'));
  mark = join(folder, 'disk-is-full');
  cpSync(good.path, join(folder, 'data'), { recursive: true });
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a script on a disk that is full as long as the mark is there. */
async function run(script: string) {
  const line = ['--import', FULL_DISK, '--input-type=module', '-e', script, join(folder, 'data')];
  // A statement that never comes back ends only with the process.
  const child = spawn(process.execPath, line, { env: { ...process.env, FULL_DISK_MARK: mark }, timeout: 60_000 });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { code: child.exitCode, output, errors };
}

describe('the embedded database on a full disk', () => {
  it('ends the process if there is no room for its log of changes, and has all that was committed at the next start', async () => {
    const { code, output, errors } = await run(WRITE);
    expect(errors).toContain('the embedded database has ended itself: could not write to file');
    expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining('refused 2') });
    expect((await run(OPEN)).output).toMatch(/DataFolderError.*no space left/);
    rmSync(mark);
    const { orm, close } = await openDatabase({ dataDir: join(folder, 'data') });
    expect(await orm.execute('SELECT n FROM kept')).toMatchObject({ rows: [{ n: 1 }] });
    await close();
  });
});

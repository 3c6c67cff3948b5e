import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { folderFault, prepareFolder } from '../../../../../bot/adapters/postgres/base/data-folder.ts';
import {
  DatabaseHeldError,
  DataFolderError,
  openDatabase,
} from '../../../../../bot/adapters/postgres/base/database.ts';
import { type DataFolder, freshFolder } from '../../../../once/fresh-folder.ts';

const DATABASE = new URL('../../../../../bot/adapters/postgres/base/database.ts', import.meta.url).href;
const CLAIM = new URL('../../../../../bot/adapters/postgres/base/data-folder-claim.ts', import.meta.url).href;
const HOLD = `const { openDatabase } = await import('${DATABASE}');
  try { await openDatabase({ dataDir: process.argv[1] }); console.log('open'); setInterval(() => {}, 1000); }
  catch (error) { console.log(error.name + ' ' + error.pid); }`;
const CONTEND = `const { claimDataFolder } = await import('${CLAIM}');
  await claimDataFolder(process.argv[1]).then(() => { console.log('held'); setInterval(() => {}, 1000); }, (error) => console.log(error.name));`;

/** With the bot's schema: to make the files of a database takes longer than all else here. */
let good: DataFolder;
let folder: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  good = await freshFolder();
});
afterAll(() => good.remove());

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

function copyGood(): void {
  cpSync(good.path, folder, { recursive: true });
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

describe('the embedded database', () => {
  it('refuses a second process, and names the first', async () => {
    copyGood();
    const { child, said } = start(HOLD);
    expect(await said).toBe('open');
    const refused = await openDatabase({ dataDir: folder }).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DatabaseHeldError);
    expect(refused).toMatchObject({ pid: child.pid });
  });

  it('refuses to open twice in one process, and opens again after it was closed', async () => {
    copyGood();
    const first = await openDatabase({ dataDir: folder });
    await expect(openDatabase({ dataDir: folder })).rejects.toBeInstanceOf(DatabaseHeldError);
    await first.close();
    await (await openDatabase({ dataDir: folder })).close();
  });

  it('is taken over from a process that was killed', async () => {
    copyGood();
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

/** The paths below the folder, and the folder, that others than the owner may read or write. */
function openPaths(): readonly string[] {
  const paths = ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })];
  return paths.filter((path) => (statSync(join(folder, path)).mode & 0o077) !== 0);
}

describe('threat 37, other users of the machine read or write the data: a folder that they may enter', () => {
  it.each([
    ['read it', 0o755],
    ['write to it', 0o777],
  ])('is closed before anything is written, if others could %s', (_name, mode) => {
    chmodSync(folder, mode);
    prepareFolder(folder);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('is closed with all files of a database that was there before', async () => {
    copyGood();
    for (const path of ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]) {
      const isFolder = statSync(join(folder, path)).isDirectory();
      chmodSync(join(folder, path), isFolder ? 0o777 : 0o666);
    }
    prepareFolder(folder);
    expect(openPaths()).toEqual([]);
    await (await openDatabase({ dataDir: folder })).close();
  });

  it('is refused, and stays as it is, if it holds files of others', async () => {
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, 'letter.txt'), 'a letter');
    const opening = openDatabase({ dataDir: folder });
    await expect(opening).rejects.toBeInstanceOf(DataFolderError);
    await expect(opening).rejects.toThrow(/other users.*chmod 700/);
    expect(statSync(folder).mode & 0o777).toBe(0o755);
    expect(readdirSync(folder)).toEqual(['letter.txt']);
  });
});

describe('a data folder that cannot be used', () => {
  const file = (...names: string[]) => join(folder, 'pglite', ...names);
  const failure = async (dataDir = folder) => {
    const error: unknown = await openDatabase({ dataDir }).catch((cause: unknown) => cause);
    if (!(error instanceof DataFolderError)) throw new Error(`unexpected: ${String(error)}`);
    expect(error.message).toContain(dataDir);
    expect(error.message).not.toContain('Aborted');
    return error.message;
  };

  it.each<readonly [string, () => void]>([
    ['without its control file', () => rmSync(file('global', 'pg_control'))],
    ['with a control file of rubbish', () => writeFileSync(file('global', 'pg_control'), 'rubbish')],
    ['without its tables', () => rmSync(file('base'), { recursive: true })],
    ['without its log', () => rmSync(file('pg_wal'), { recursive: true })],
    ['with an empty version', () => writeFileSync(file('PG_VERSION'), '')],
    ['without its version', () => rmSync(file('PG_VERSION'))],
  ])('is named as damaged, with the way out, and stays as it is: %s', async (_name, damage) => {
    copyGood();
    damage();
    const before = readdirSync(file()).sort();
    const message = await failure();
    expect(message).toContain('damaged');
    expect(message).toContain('move it away');
    expect(readdirSync(file())).toEqual(expect.arrayContaining(before));
    expect(readdirSync(join(folder, 'claims'))).toEqual([]);
  });

  it('is named with both versions if another PostgreSQL has written it', async () => {
    mkdirSync(file(), { recursive: true });
    writeFileSync(file('PG_VERSION'), '15\n');
    expect(await failure()).toMatch(/PostgreSQL 15.*needs those of 18/);
  });

  it('is named if a newer version of the bot has written it', async () => {
    copyGood();
    const { orm, close } = await openDatabase({ dataDir: folder });
    await orm.execute('INSERT INTO schema_migrations (version) VALUES (9999)');
    await close();
    expect(await failure()).toMatch(/migration 9999.*newer version/);
  });

  it('is named if it, or a part of its path, is a file', async () => {
    const here = join(folder, 'file');
    writeFileSync(here, 'a letter');
    expect(await failure(here)).toContain('a file');
    expect(await failure(join(here, 'deeper'))).toContain('a file');
    writeFileSync(file(), 'a letter');
    expect(await failure()).toContain('a file');
    expect(readFileSync(here, 'utf8')).toBe('a letter');
  });

  it.each([
    ['EACCES', 'may not write'],
    ['EROFS', 'can only be read'],
    ['ENOSPC', 'no space'],
  ])('is named after %s of the file system', (code, words) => {
    const fault = folderFault('/var/data', Object.assign(new Error('mkdir'), { code }));
    expect(fault).toBeInstanceOf(DataFolderError);
    expect(String(fault)).toContain('/var/data');
    expect(String(fault)).toContain(words);
  });

  it('is opened if it holds other files beside the database', async () => {
    writeFileSync(join(folder, 'letter.txt'), 'a letter');
    await (await openDatabase({ dataDir: folder })).close();
    expect(readdirSync(folder).sort()).toEqual(['claims', 'letter.txt', 'pglite']);
  });
});

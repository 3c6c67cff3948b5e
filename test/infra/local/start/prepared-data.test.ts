import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPreparedData } from '../../../../infra/local/prepared-data.ts';

let root: string;
let fills: number;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'prepared-data-'));
  for (const file of ['bot/operator/assign.ts', 'bot/adapters/postgres/ledger.ts', 'package-lock.json']) {
    await mkdir(join(root, file, '..'), { recursive: true });
    await writeFile(join(root, file), 'as it was');
  }
  fills = 0;
});

afterEach(() => rm(root, { recursive: true, force: true }));

function prepared(depends = 'the same people') {
  return createPreparedData({
    root,
    cache: join(root, 'cache'),
    depends,
    fill: async (dataDir) => {
      fills += 1;
      await mkdir(dataDir);
      await writeFile(join(dataDir, 'rows'), `filling ${fills}`);
    },
  });
}

async function rowsOf(name: string): Promise<string> {
  return readFile(join(root, name, 'rows'), 'utf8');
}

describe('prepared data', () => {
  it('are filled once and copied at every start', async () => {
    expect(prepared().isMissing).toBe(true);
    await prepared().copyTo(join(root, 'first'));
    expect(prepared().isMissing).toBe(false);
    await prepared().copyTo(join(root, 'second'));
    expect([await rowsOf('first'), await rowsOf('second')]).toEqual(['filling 1', 'filling 1']);
  });

  it('do not change when a copy of them changes', async () => {
    await prepared().copyTo(join(root, 'first'));
    await writeFile(join(root, 'first/rows'), 'changed');
    await prepared().copyTo(join(root, 'second'));
    expect(await rowsOf('second')).toBe('filling 1');
  });

  it('are filled again when a source of the database changes, and what was prepared before is removed', async () => {
    await prepared().copyTo(join(root, 'first'));
    await writeFile(join(root, 'bot/adapters/postgres/ledger.ts'), 'changed');
    await prepared().copyTo(join(root, 'second'));
    expect(await rowsOf('second')).toBe('filling 2');
    expect(await readdir(join(root, 'cache'))).toHaveLength(1);
  });

  it('are filled again when other people are assigned', async () => {
    await prepared().copyTo(join(root, 'first'));
    await prepared('other people').copyTo(join(root, 'second'));
    expect(fills).toBe(2);
  });

  it('leave nothing behind if the filling fails', async () => {
    const failing = createPreparedData({
      root,
      cache: join(root, 'cache'),
      depends: 'the same people',
      fill: async (dataDir) => {
        await mkdir(dataDir);
        throw new Error('assigning failed');
      },
    });
    await expect(failing.copyTo(join(root, 'first'))).rejects.toThrow('assigning failed');
    expect(await readdir(join(root, 'cache'))).toEqual([]);
  });
});

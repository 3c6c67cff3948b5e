import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROWS_FILE, tableOf } from './tools/table.ts';

/** Collects what the files of a run have tried, and prints one table at its end. */
export async function setup(): Promise<void> {
  process.env[ROWS_FILE] = join(await mkdtemp(join(tmpdir(), 'api-credentials-table-')), 'rows.jsonl');
}

export async function teardown(): Promise<void> {
  const file = process.env[ROWS_FILE] ?? '';
  console.log(`\n${tableOf(file)}\n`);
  await rm(dirname(file), { recursive: true, force: true });
}

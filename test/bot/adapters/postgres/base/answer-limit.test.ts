import type { Pool } from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { createPool } from '../../../../../bot/adapters/postgres/base/database.ts';
import { bothDatabases } from '../../../../contracts/both-databases.ts';

const both = bothDatabases();
const LIMIT_MS = 500;
const LATE = 'SELECT pg_sleep(60)';

let pool: Pool | undefined;

/** One connection, which waits half a second for an answer. */
function limitedPool(): Pool {
  pool = createPool({ databaseUrl: both.server().url }, { max: 1 }, LIMIT_MS);
  return pool;
}

afterEach(async () => {
  await pool?.end();
  pool = undefined;
});

describe('the limit for an answer of PostgreSQL', () => {
  it('fails a query whose answer does not come, and the pool goes on with another connection', async () => {
    const limited = limitedPool();
    const before = await backendOf(limited);
    await expect(limited.query(LATE)).rejects.toThrow('did not answer in time');
    expect(await backendOf(limited)).not.toBe(before);
  });

  it('fails at once what else is asked of a connection that did not answer', async () => {
    const client = await limitedPool().connect();
    const late = client.query(LATE).catch(messageOf);
    await expect(late).resolves.toContain('did not answer in time');
    await expect(client.query('SELECT 1')).rejects.toThrow(/not queryable|terminated/);
    client.release();
  });

  it('gives the answer, or the refusal, that comes in time', async () => {
    const limited = limitedPool();
    expect((await limited.query('SELECT $1::int AS n', [7])).rows).toEqual([{ n: 7 }]);
    const client = await limited.connect();
    expect((await client.query({ text: 'SELECT 8', rowMode: 'array' })).rows).toEqual([[8]]);
    await expect(client.query('SELECT nothing')).rejects.toThrow('"nothing" does not exist');
    expect((await client.query('SELECT 9 AS n')).rows).toEqual([{ n: 9 }]);
    client.release();
  });
});

async function backendOf(limited: Pool): Promise<unknown> {
  const { rows } = await limited.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : '';
}

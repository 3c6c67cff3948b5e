import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLocks } from '../../../../../bot/adapters/postgres/base/locks.ts';
import { runnerOn } from '../../../../../bot/adapters/postgres/base/transaction.ts';
import { LEASE_MS } from '../../../../../bot/domain/secrets/operation.ts';
import { testDatabase } from '../../../../ledger/test-database.ts';

afterEach(() => vi.useRealTimers());

/** The locks of one process. */
const startProcess = () => createLocks(runnerOn(testDatabase));
const lapse = (name: string) =>
  testDatabase.orm.execute(sql`UPDATE locks SET until = now() - interval '1 second' WHERE name = ${name}`);
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const taken = (name: string) => startProcess().withLock(name, 0, async () => 'taken');

describe('a lock', () => {
  it('is kept by work that takes longer than its lease', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await startProcess().withLock('sweep', 0, async () => {
      for (let leases = 0; leases < 5; leases++) {
        await lapse('sweep');
        await pass(LEASE_MS);
        expect(await taken('sweep')).toBe('busy');
      }
    });
    expect(await taken('sweep')).toBe('taken');
  });

  it('is not taken back from another process', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await startProcess().withLock('sweep', 0, async () => {
      await lapse('sweep');
      expect(await taken('sweep')).toBe('taken');
      await pass(LEASE_MS);
      expect(await taken('sweep')).toBe('taken');
    });
  });

  it('lapses after half an hour if its work never ends', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { promise, resolve } = Promise.withResolvers<void>();
    const work = startProcess().withLock('sweep', 0, () => promise);
    // The lock is there when the next statement is answered.
    while ((await taken('sweep')) === 'taken');
    for (let minutes = 0; minutes < 30; minutes++) await pass(60_000);
    await lapse('sweep');
    await pass(LEASE_MS);
    expect(await taken('sweep')).toBe('taken');
    resolve();
    await work;
  });
});

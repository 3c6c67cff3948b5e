import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../bot/adapters/postgres/base/ledger.ts';
import { printFigures, secondsSince } from './figures.ts';
import { type LoadWorld, startLoadWorld, until } from './load-world.ts';
import { createManagers, tally } from './managers.ts';

const DIGESTS = 150;
const KILLS = 6;

const managers = createManagers(DIGESTS, [5]);
let load: LoadWorld;
const figures: Record<string, string | number> = {};

beforeAll(async () => {
  load = await startLoadWorld({
    people: managers.map(({ person }) => person),
    applications: managers.map(({ application }) => application),
  });
  const database = await openDatabase({ dataDir: load.dataDir });
  await load.seed(database, managers);
  await database.close();
});
afterAll(async () => {
  await load.close();
  printFigures('Embedded database, killed again and again', figures);
});

describe('the embedded database', () => {
  it('opens after every SIGKILL and continues at once what the dead process held', async () => {
    const count = () => tally(load.teams, managers).sent;
    const recoveries: number[] = [];
    for (let kill = 1; kill <= KILLS; kill++) {
      const before = count();
      const started = performance.now();
      const bot = await load.start();
      await until(() => count() > before, 60_000, 10);
      recoveries.push((performance.now() - started) / 1000);
      await until(() => count() >= before + 15, 60_000, 10);
      await bot.kill();
    }
    const last = performance.now();
    const bot = await load.start();
    // Nothing waits for a lease: the only process of this database is the one that has just started.
    await until(() => count() === DIGESTS, 40_000);
    const { messages, ...counts } = tally(load.teams, managers);
    Object.assign(figures, {
      ...{ ...counts, messages, kills: KILLS },
      'messages too many': messages - DIGESTS,
      'worst time from start to the next digest': `${Math.max(...recoveries).toFixed(1)} s`,
      'last start to the last digest': secondsSince(last),
      'peak memory, MiB': bot.peakMemory()?.toFixed(0) ?? 'not known here',
    });
    await bot.stop();
    expect(counts).toMatchObject({ due: DIGESTS, lost: 0 });
    expect(messages - DIGESTS).toBeLessThanOrEqual(KILLS);
    const database = await openDatabase({ dataDir: load.dataDir });
    const rows = await createLedger(database).audit.rows();
    await database.close();
    expect(rows.filter(({ action }) => action === 'reminder.sent')).toHaveLength(DIGESTS);
  });
});

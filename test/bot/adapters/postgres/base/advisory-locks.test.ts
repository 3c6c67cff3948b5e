import { globSync, readFileSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockAssignments } from '../../../../../bot/adapters/postgres/access/assignment-changes.ts';
import { ADVISORY_LOCKS, ADVISORY_SPACES } from '../../../../../bot/adapters/postgres/base/advisory-locks.ts';
import { type Database, openDatabase } from '../../../../../bot/adapters/postgres/base/database.ts';
import { gatherIn } from '../../../../../bot/adapters/postgres/reminders/build-digests.ts';
import { type FreshDatabase, freshDatabase } from '../../../../once/fresh-database.ts';

const FOLDER = new URL('../../../../../bot/adapters/postgres/', import.meta.url);

let server: FreshDatabase;
let database: Database;
beforeAll(async () => {
  server = await freshDatabase();
  database = await openDatabase({ databaseUrl: server.url });
});
afterAll(async () => {
  await database.close();
  await server.stop();
});

describe('the numbers of advisory locks', () => {
  it.each([ADVISORY_LOCKS, ADVISORY_SPACES])('are handed out once each: %j', (numbers) => {
    expect(new Set(Object.values(numbers)).size).toBe(Object.keys(numbers).length);
  });

  it('are handed out in one file only', () => {
    const files = globSync('**/*.{ts,sql}', { cwd: FOLDER.pathname });
    expect(
      files.filter((file) => /7_?229_?0|ADVISORY_(KEY|SPACE) =/.test(readFileSync(new URL(file, FOLDER), 'utf8'))),
    ).toEqual(['base/advisory-locks.ts']);
  });

  it('let an administrator assign an application while digests are built', async () => {
    await database.orm.transaction(async (sweep) => {
      await gatherIn(sweep, new Date(), () => 'digest');
      await database.orm.transaction(async (assignment) => {
        // A transaction that would have to wait for the lock gets an error instead.
        await assignment.execute(sql`SET LOCAL lock_timeout = '2s'`);
        await lockAssignments(assignment);
      });
    });
  });
});

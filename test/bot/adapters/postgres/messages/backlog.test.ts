import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBacklog, type Database, openDatabase } from '../../../../../bot/adapters/postgres/index.ts';
import type { Lane } from '../../../../../bot/domain/messages/outbox.ts';
import { type FreshDatabase, migratedDatabase } from '../../../../once/fresh-database.ts';
import { type DataFolder, freshFolder } from '../../../../once/fresh-folder.ts';

const NOW = new Date('2026-11-24T10:00:00.000Z');
const QUEUES = ['outbox', 'mail', 'operations', 'messages', 'dead-letters'];

function minutesAgo(minutes: number): Date {
  return new Date(NOW.getTime() - minutes * 60_000);
}

describe.each(['embedded', 'postgres'] as const)('the backlog, %s', (engine) => {
  let database: Database;
  let server: FreshDatabase | undefined;
  let folder: DataFolder;

  beforeAll(async () => {
    folder = await freshFolder();
    server = engine === 'postgres' ? await migratedDatabase() : undefined;
    database = await openDatabase(server === undefined ? { dataDir: folder.path } : { databaseUrl: server.url });
  });
  afterAll(async () => {
    await database.close();
    await server?.stop();
    await folder.remove();
  });

  async function put(id: string, lane: Lane, state: string, due: Date | null, dead: Date | null): Promise<void> {
    const [dueAt, deadSince] = [due, dead].map((at) => at?.toISOString() ?? null);
    await database.orm.execute(sql`
      INSERT INTO outgoing (id, lane, recipient_key, recipient, content, at, state, due_at, dead_since)
      VALUES (${id}, ${lane}, ${id}, '{}', '{}', ${NOW.toISOString()}, ${state}, ${dueAt}, ${deadSince})`);
  }

  it('names every queue even if all are empty', async () => {
    const queues = await createBacklog(database).queues(NOW);
    expect(queues).toEqual(QUEUES.map((queue) => ({ queue, depth: 0, oldest: undefined })));
  });

  it('counts the messages that are due and given up, with the time of the oldest', async () => {
    await put('due', 'teams', 'waiting', minutesAgo(7), null);
    await put('due-too', 'teams', 'sent', minutesAgo(3), null);
    await put('later', 'teams', 'waiting', new Date(NOW.getTime() + 1), null);
    await put('by-mail', 'mail', 'waiting', minutesAgo(1), null);
    await put('dead', 'teams', 'dead', null, minutesAgo(90));
    const queues = await createBacklog(database).queues(NOW);
    expect(queues.filter(({ depth }) => depth > 0)).toEqual([
      { queue: 'outbox', depth: 2, oldest: minutesAgo(7) },
      { queue: 'mail', depth: 1, oldest: minutesAgo(1) },
      { queue: 'dead-letters', depth: 1, oldest: minutesAgo(90) },
    ]);
  });
});

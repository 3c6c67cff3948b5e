import { and, inArray, isNull, sql } from 'drizzle-orm';
import type { OutboxMessage, Recipient } from '../../../domain/messages/outbox.ts';
import type { Destination } from '../../../domain/reminders/reminder.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { putIn } from '../messages/put-message.ts';
import { digests, reminders } from './schema-reminders.ts';

type Row = typeof reminders.$inferSelect;

/** Any constant of our own: processes that gather at once take turns, so that a destination gets one digest. */
const ADVISORY_KEY = 7_229_002;
/** So many destinations are held in memory at once. */
const DESTINATIONS = 100;
const WAITING = and(isNull(reminders.digestId), isNull(reminders.endedHow));

/** Joins what is in no digest yet into one digest per destination; what has ended meanwhile is left out. */
export async function gatherIn(tx: Orm, at: Date, newId: () => string): Promise<number> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(${sql.raw(String(ADVISORY_KEY))})`);
  const places = await tx.selectDistinct({ key: reminders.destinationKey }).from(reminders).where(WAITING);
  let made = 0;
  for (let from = 0; from < places.length; from += DESTINATIONS) {
    const keys = places.slice(from, from + DESTINATIONS).map(({ key }) => key);
    made += await gatherFor(tx, keys, at, newId);
  }
  return made;
}

/** Skips what is being ended or revived right now: the two transactions would wait for each other. */
async function gatherFor(tx: Orm, destinationKeys: readonly string[], at: Date, newId: () => string): Promise<number> {
  const waiting = await tx
    .select()
    .from(reminders)
    .where(and(WAITING, inArray(reminders.destinationKey, [...destinationKeys])))
    .for('update', { skipLocked: true });
  const byDestination = Map.groupBy(waiting, (row) => row.destinationKey);
  const filled = [...byDestination.values()].flatMap((rows) => {
    const [first] = rows;
    if (first === undefined) return [];
    const { destinationKey, destination } = first;
    return [{ digest: { id: newId(), destinationKey, destination, createdAt: at, asOf: at }, ...latestStages(rows) }];
  });
  if (filled.length === 0) return 0;
  const mine = { state: 'sending', takenOver: true } as const;
  await tx.insert(digests).values(filled.map(({ digest }) => ({ ...digest, ...mine })));
  await putIn(
    tx,
    filled.map(({ digest: { id, destination } }) => messageOf(id, destination, at)),
  );
  await number(
    tx,
    filled.flatMap(({ digest, latest }) => latest.map((row, i) => ({ row, digestId: digest.id, number: i + 1 }))),
  );
  await remove(
    tx,
    filled.flatMap(({ overtaken }) => overtaken),
  );
  return filled.length;
}

/** The message has the id of its digest: a digest is sent once. */
function messageOf(id: string, destination: Destination, at: Date): OutboxMessage {
  return { id, to: recipientOf(destination), content: { kind: 'digest', digest: id }, at };
}

function recipientOf(destination: Destination): Recipient {
  switch (destination.kind) {
    case 'chat':
      return { kind: 'person', person: destination.person };
    case 'mail':
      return { kind: 'mail', person: destination.person };
    case 'channel':
    case 'administrators':
      return destination;
  }
}

/**
 * By the next expiry. If a process died between planning and gathering, the next sweep has planned a later stage of the
 * same secret: that one alone is told.
 */
function latestStages(rows: readonly Row[]): { readonly latest: readonly Row[]; readonly overtaken: readonly Row[] } {
  const bySecret = Map.groupBy(rows, ({ clientId, keyId }) => `${clientId} ${keyId}`);
  const byStage = [...bySecret.values()].map((stages) => stages.sort((a, b) => a.stage - b.stage));
  const latest = byStage.flatMap((stages) => stages.slice(0, 1));
  return {
    latest: latest.sort((a, b) => a.secretEnd.getTime() - b.secretEnd.getTime()),
    overtaken: byStage.flatMap((stages) => stages.slice(1)),
  };
}

async function number(
  tx: Orm,
  items: readonly { readonly row: Row; readonly digestId: string; readonly number: number }[],
): Promise<void> {
  for (const some of chunks(items)) {
    const given = some.map(({ row, digestId, number }) => ({ ...keyOf(row), digest_id: digestId, number }));
    await tx.execute(sql`
      UPDATE reminders SET digest_id = given.digest_id, number = given.number
      FROM json_to_recordset(${JSON.stringify(given)}::json) AS given
        (client_id text, key_id text, stage smallint, destination_key text, digest_id text, number integer)
      WHERE ${isGiven}`);
  }
}

async function remove(tx: Orm, overtaken: readonly Row[]): Promise<void> {
  for (const some of chunks(overtaken)) {
    await tx.execute(sql`
      DELETE FROM reminders
      USING json_to_recordset(${JSON.stringify(some.map(keyOf))}::json) AS given
        (client_id text, key_id text, stage smallint, destination_key text)
      WHERE ${isGiven}`);
  }
}

const isGiven = sql`reminders.client_id = given.client_id AND reminders.key_id = given.key_id
  AND reminders.stage = given.stage AND reminders.destination_key = given.destination_key`;

function keyOf({ clientId, keyId, stage, destinationKey }: Row) {
  return { client_id: clientId, key_id: keyId, stage, destination_key: destinationKey };
}

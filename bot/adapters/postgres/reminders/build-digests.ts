import { sql } from 'drizzle-orm';
import type { OutboxMessage, Recipient } from '../../../domain/messages/outbox.ts';
import type { Destination } from '../../../domain/reminders/reminder.ts';
import { lock } from '../base/advisory-locks.ts';
import type { Orm } from '../base/database.ts';
import { isOneOf } from '../base/one-of.ts';
import { putIn } from '../messages/put-message.ts';
import { digests, reminders } from './schema-reminders.ts';

/** The digests of so many destinations are made in one statement. */
const DESTINATIONS = 100;
const WAITING = sql`reminders.digest_id IS NULL AND reminders.ended_how IS NULL`;

/** Joins what is in no digest yet into one digest per destination; what has ended meanwhile is left out. */
export async function gatherIn(tx: Orm, at: Date, newId: () => string): Promise<number> {
  await tx.execute(sql`SELECT ${lock('digests')}`);
  const places = await tx.selectDistinct({ key: reminders.destinationKey }).from(reminders).where(WAITING);
  let made = 0;
  for (let from = 0; from < places.length; from += DESTINATIONS) {
    const given = places.slice(from, from + DESTINATIONS).map(({ key }) => ({ key, id: newId() }));
    made += await gatherFor(tx, given, at);
  }
  return made;
}

/** A destination, and the id of its digest if there is something to tell. */
interface Place {
  readonly key: string;
  readonly id: string;
}

async function gatherFor(tx: Orm, given: readonly Place[], at: Date): Promise<number> {
  await join(tx, given, at);
  const isMade = isOneOf(
    digests.id,
    given.map(({ id }) => id),
  );
  const made = await tx.select({ id: digests.id, destination: digests.destination }).from(digests).where(isMade);
  await putIn(
    tx,
    made.map(({ id, destination }) => messageOf(id, destination, at)),
  );
  return made.length;
}

/**
 * One statement, so that no reminder comes into the memory of the process (decision 0030: a sweep is a stream). It skips
 * what is being ended or revived right now: the two transactions would wait for each other. The items of a digest are
 * numbered by the next expiry. If a process died between planning and gathering, the next sweep has planned a later stage
 * of the same secret: that one alone is told, and the others are deleted.
 */
async function join(tx: Orm, given: readonly Place[], at: Date): Promise<void> {
  const now = sql`${at.toISOString()}::timestamptz`;
  await tx.execute(sql`
    WITH given AS (
      SELECT key, id FROM json_to_recordset(${JSON.stringify(given)}::json) AS given (key text, id text)
    ), waiting AS (
      SELECT client_id, key_id, stage, destination_key, destination, secret_end FROM reminders
      WHERE ${WAITING} AND destination_key IN (SELECT key FROM given)
      FOR UPDATE SKIP LOCKED
    ), staged AS (
      SELECT *, row_number() OVER (PARTITION BY destination_key, client_id, key_id ORDER BY stage) AS place FROM waiting
    ), items AS (
      SELECT staged.*, given.id AS digest_id,
        row_number() OVER (PARTITION BY destination_key ORDER BY secret_end, client_id, key_id) AS number
      FROM staged JOIN given ON given.key = staged.destination_key
      WHERE staged.place = 1
    ), made AS (
      INSERT INTO digests (id, destination_key, destination, created_at, as_of, state, taken_over)
      SELECT digest_id, destination_key, destination, ${now}, ${now}, 'sending', true FROM items WHERE number = 1
    ), overtaken AS (
      DELETE FROM reminders USING staged
      WHERE staged.place > 1 AND (reminders.client_id, reminders.key_id, reminders.stage, reminders.destination_key)
        = (staged.client_id, staged.key_id, staged.stage, staged.destination_key)
    )
    UPDATE reminders SET digest_id = items.digest_id, number = items.number FROM items
    WHERE (reminders.client_id, reminders.key_id, reminders.stage, reminders.destination_key)
      = (items.client_id, items.key_id, items.stage, items.destination_key)`);
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
    case 'contact':
    case 'channel':
    case 'administrators':
      return destination;
  }
}

import { and, eq, isNotNull, ne, or, sql } from 'drizzle-orm';
import {
  contactSubject,
  creationSubject,
  digestSubject,
  LANE_OF,
  type OutboxMessage,
  outageSubject,
  type Recipient,
  recipientKey,
  redrawTime,
  requestSubject,
  rotationSubject,
  subjectOf,
  unexpectedSubject,
} from '../../../domain/messages/outbox.ts';
import type { ValueGone } from '../../../domain/secrets/outcomes.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { isOneOf } from '../base/one-of.ts';
import { lowered, storable } from '../base/transaction.ts';
import { fromStored, toStored } from './message-content.ts';
import { outgoing } from './schema-messages.ts';
import { expireLeasesOfVersionBefore, markInVersionBefore } from './version-before.ts';

/**
 * Puts messages in, in the transaction of the change that they tell of. They are one parameter, as in isOneOf(). JSON inside
 * JSON is a text there, so that PostgreSQL does not look at the names in it, which may hold U+0000.
 */
export async function putIn(tx: Orm, messages: readonly OutboxMessage[]): Promise<void> {
  for (const some of chunks(messages.map(toRow)))
    await tx.execute(sql`
      INSERT INTO outgoing (id, lane, recipient_key, recipient, content, subject, once_key, at, state, due_at)
      SELECT id, lane, recipient_key, recipient::json, content::json, subject, once_key, at, 'waiting', due_at
      FROM json_to_recordset(${JSON.stringify(some)}::json) AS given (id text, lane text, recipient_key text,
        recipient text, content text, subject text, once_key text, at timestamptz, due_at timestamptz)
      ON CONFLICT (once_key) DO NOTHING`);
}

/** The cards that show these digests are not true any more. */
export async function redrawDigests(tx: Orm, digestIds: readonly string[], at: Date): Promise<void> {
  for (const some of chunks([...digestIds].sort())) {
    await markInVersionBefore(tx, 'digests', some, at);
    await redrawIn(tx, some.map(digestSubject), at);
  }
}

/** The cards of these requests are not true any more. */
export async function redrawRequests(tx: Orm, requestIds: readonly string[], at: Date): Promise<void> {
  for (const some of chunks([...requestIds].sort())) {
    await markInVersionBefore(tx, 'requests', some, at);
    await redrawIn(tx, some.map(requestSubject), at);
  }
}

/** The card on which this contact was proposed is not true any more. Versions before have no such cards. */
export async function redrawContact(tx: Orm, contactId: string, at: Date): Promise<void> {
  await redrawIn(tx, [storable(contactSubject(contactId))], at);
}

/** The cards that ask about credentials of this application are not true any more. Versions before have no such cards. */
export async function redrawUnexpected(tx: Orm, clientId: string, at: Date): Promise<void> {
  await redrawIn(tx, [storable(unexpectedSubject(clientId))], at);
}

/** Somebody has done a step of this rotation, and is answered in a card of it: see redrawTime(). */
export async function redrawRotationSoon(tx: Orm, id: string, at: Date): Promise<void> {
  await redrawRotation(tx, id, redrawTime(at));
}

/** The cards of this rotation are not true any more. Versions before have no such cards. */
export async function redrawRotation(tx: Orm, id: string, at: Date): Promise<void> {
  await redrawIn(tx, [storable(rotationSubject(id))], at);
}

/**
 * The message with the value of a creation is gone. The cards of the creation say from now on how that happened. The cards of
 * its rotation do not name that message any more. Versions before have no such cards.
 */
export async function redrawCreation(tx: Orm, nonce: string, gone: ValueGone): Promise<void> {
  const creation = storable(creationSubject(nonce));
  const rotation = sql`(SELECT ${rotationSubject('')} || rotation_id FROM operations WHERE nonce = ${storable(nonce)})`;
  const { id, content, subject } = outgoing;
  const which = or(eq(subject, creation), eq(subject, rotation));
  const shown = await tx.select({ id, content, subject }).from(outgoing).where(which).orderBy(id).for('update');
  for (const row of shown) {
    const was = fromStored(row.content);
    if (was.kind !== 'created') continue;
    const now = toStored({ ...was, created: { ...was.created, gone } });
    await tx.update(outgoing).set({ content: now }).where(eq(id, row.id));
  }
  const subjects = [...new Set(shown.flatMap((row) => row.subject ?? []))];
  for (const one of subjects) await redrawIn(tx, [one], one === creation ? gone.at : redrawTime(gone.at));
}

/** The cards of these outages are not true any more. Versions before have no such cards. */
export async function redrawOutages(tx: Orm, ids: readonly string[], at: Date): Promise<void> {
  for (const some of chunks([...ids].sort())) await redrawIn(tx, some.map(outageSubject), at);
}

/**
 * A card that is being sent or drawn right now is drawn again after that; one that waits for its next attempt keeps
 * waiting. The rows are locked in one order, so that two changes never wait for each other.
 */
async function redrawIn(tx: Orm, subjects: readonly string[], at: Date): Promise<void> {
  const shown = isOneOf(outgoing.subject, subjects);
  const locked = await tx.select({ id: outgoing.id }).from(outgoing).where(shown).orderBy(outgoing.id).for('update');
  if (locked.length === 0) return;
  const again = sql`coalesce(${outgoing.dueAt}, ${sql.param(at, outgoing.dueAt)})`;
  const dueAt = sql`CASE WHEN ${outgoing.posted} IS NULL THEN ${outgoing.dueAt} ELSE ${again} END`;
  await tx.update(outgoing).set({ stale: true, dueAt }).where(shown);
}

/** Takes a message away that was not sent. False if there is none. */
export async function removeUnsentIn(tx: Orm, id: string): Promise<boolean> {
  const unsent = and(eq(outgoing.id, storable(id)), ne(outgoing.state, 'sent'));
  return (await tx.delete(outgoing).where(unsent).returning({ id: outgoing.id })).length > 0;
}

/** The processes that were sending have died. What they were sending may have arrived. */
export async function expireSenders(tx: Orm): Promise<void> {
  await expireLeasesOfVersionBefore(tx);
  await tx.update(outgoing).set({ leaseUntil: null }).where(isNotNull(outgoing.leaseUntil));
}

function toRow({ id, to, content, at, onceKey, notBefore }: OutboxMessage) {
  const subject = subjectOf(content);
  return {
    id,
    lane: LANE_OF[to.kind],
    recipient_key: keyOf(to),
    recipient: JSON.stringify(toStoredRecipient(to)),
    content: JSON.stringify(toStored(content)),
    subject: subject === undefined ? null : storable(subject),
    once_key: onceKey ?? null,
    at,
    due_at: notBefore ?? at,
  };
}

function toStoredRecipient(to: Recipient): Recipient {
  if ('asker' in to) return { ...to, asker: lowered(to.asker) };
  return 'person' in to ? lowered(to) : to;
}

export function keyOf(to: Recipient): string {
  return storable(recipientKey(to));
}

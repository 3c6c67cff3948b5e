import { and, eq, gt, inArray, isNotNull, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { type OutboxMessage, type Recipient, recipientKey, requestOf } from '../../../domain/messages/outbox.ts';
import type { PersonId } from '../../../domain/shared/person.ts';
import type { DueMessage, Outbox } from '../../../ports/messages/outbox.ts';
import { outbox } from '../access/schema-access.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { lowered, storable, type Transact } from '../base/transaction.ts';

type Row = typeof outbox.$inferSelect;
type Change = Partial<{ readonly [K in keyof Row]: Row[K] | SQL }>;

const UNDONE = isNotNull(outbox.dueAt);

export function createOutbox(transact: Transact): Outbox {
  const change = (id: string, set: Change) =>
    transact(async (tx) => {
      await tx
        .update(outbox)
        .set(set)
        .where(and(isMessage(id), UNDONE));
    });
  return {
    claimNext: (now, leaseUntil) => transact((tx) => claimNextIn(tx, now, leaseUntil)),
    spread: (id, messages) =>
      transact(async (tx) => {
        const replaced = await tx.delete(outbox).where(isMessage(id)).returning({ id: outbox.id });
        if (replaced.length > 0) await putIn(tx, messages);
      }),
    sent: (id, posted) => {
      // What changed while it was sent or drawn has to be drawn once more, where it is known where it stands.
      const stands = posted === undefined ? isNotNull(outbox.posted) : sql`true`;
      const dueAt = sql`CASE WHEN ${outbox.stale} AND ${stands} THEN ${outbox.dueAt} END`;
      const at = posted === undefined ? {} : { posted };
      return change(id, { ...at, dueAt, leaseUntil: null, attempts: 0 });
    },
    postpone: (id, dueAt) => {
      const due = sql`CASE WHEN ${outbox.woken} THEN ${outbox.dueAt} ELSE ${sql.param(dueAt, outbox.dueAt)} END`;
      return change(id, { dueAt: due, leaseUntil: null, woken: false });
    },
    drop: (id) =>
      transact(async (tx) => {
        await tx.delete(outbox).where(isMessage(id));
      }),
    met: (person, at) => transact((tx) => metIn(tx, person, at)),
  };
}

/** Due at once. In the transaction of what they tell of. */
export async function putIn(tx: Orm, messages: readonly OutboxMessage[]): Promise<void> {
  for (const some of chunks(messages.map(toRow))) await tx.insert(outbox).values([...some]);
}

/**
 * The cards of these requests are not true any more. One that is being sent or drawn right now is drawn again after that;
 * one that waits for its next attempt keeps waiting. Locked in one order, so that two never wait for each other.
 */
export async function redrawRequests(tx: Orm, requestIds: readonly string[], at: Date): Promise<void> {
  for (const some of chunks(requestIds)) {
    const cards = inArray(outbox.requestId, [...some]);
    await tx.select({ id: outbox.id }).from(outbox).where(cards).orderBy(outbox.id).for('update');
    const again = sql`coalesce(${outbox.dueAt}, ${sql.param(at, outbox.dueAt)})`;
    const dueAt = sql`CASE WHEN ${outbox.posted} IS NULL THEN ${outbox.dueAt} ELSE ${again} END`;
    await tx.update(outbox).set({ stale: true, dueAt }).where(cards);
  }
}

/** Of several senders at once, each finds another message. */
async function claimNextIn(tx: Orm, now: Date, leaseUntil: Date): Promise<DueMessage | undefined> {
  const free = or(isNull(outbox.leaseUntil), lte(outbox.leaseUntil, now));
  const [row] = await tx
    .select()
    .from(outbox)
    .where(and(lte(outbox.dueAt, now), free))
    .orderBy(outbox.dueAt, outbox.id)
    .limit(1)
    .for('update', { skipLocked: true });
  if (row === undefined) return undefined;
  const attempts = row.attempts + 1;
  await tx.update(outbox).set({ leaseUntil, attempts, stale: false, woken: false }).where(isMessage(row.id));
  const { id, recipient: to, content, at, posted } = row;
  return { id, to, content, at, posted: posted ?? undefined, attempts };
}

/** One that is being sent right now, and is put off because nobody has met the person yet, is due again after that. */
async function metIn(tx: Orm, person: PersonId, at: Date): Promise<number> {
  const underWay = gt(outbox.leaseUntil, at);
  const to = eq(outbox.recipientKey, keyOf({ kind: 'person', person }));
  const waiting = and(to, isNull(outbox.posted), UNDONE, or(underWay, gt(outbox.dueAt, at)));
  const found = await tx.select({ id: outbox.id }).from(outbox).where(waiting).orderBy(outbox.id).for('update');
  if (found.length === 0) return 0;
  const dueAt = sql`CASE WHEN ${underWay} THEN ${outbox.dueAt} ELSE ${sql.param(at, outbox.dueAt)} END`;
  const woken = sql`coalesce(${underWay}, false)`;
  const met = await tx.update(outbox).set({ dueAt, woken }).where(waiting).returning({ woken: outbox.woken });
  return met.filter((message) => !message.woken).length;
}

function toRow({ id, to, content, at }: OutboxMessage) {
  const request = requestOf(content);
  return {
    id,
    recipientKey: keyOf(to),
    recipient: to.kind === 'person' ? lowered(to) : to,
    content,
    requestId: request === undefined ? null : storable(request),
    at,
    dueAt: at,
  };
}

function keyOf(to: Recipient): string {
  return storable(recipientKey(to));
}

function isMessage(id: string): SQL {
  return eq(outbox.id, storable(id));
}

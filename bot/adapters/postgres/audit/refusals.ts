import { and, eq, gt, inArray, lte, or, type SQL, sql } from 'drizzle-orm';
import type { AuditEvent } from '../../../domain/audit/audit-events.ts';
import type { PersonId } from '../../../domain/shared/person.ts';
import { keyLock } from '../base/advisory-locks.ts';
import type { Orm } from '../base/database.ts';
import { isAmong, personKey } from '../base/person-columns.ts';
import { lowerPerson, type Runner } from '../base/transaction.ts';
import { appendAudits, asStored } from './audit-log.ts';
import { refusals } from './schema-refusals.ts';

type Row = typeof refusals.$inferSelect;

/** Refusals that are alike within this time have one row, and one more that counts the rest: see decision 0047. */
const TOGETHER_MS = 60 * 60_000;
/** So many kinds of refusals of one person have rows of their own in that time. All others are one kind. */
const MOST_KINDS = 15;
const OTHERS = 'others';
/** Counts of so many hours that are over are recorded at once. */
const BATCH = 500;

/** Returns the reference of the row that the refusal belongs to. What is only counted does not lock the record. */
export async function refuseIn({ direct, transact }: Runner, event: AuditEvent, actor: PersonId): Promise<string> {
  const key = keyOf(event);
  return (await direct((tx) => countIn(tx, actor, key, event.at))) ?? transact((tx) => recordIn(tx, event, actor, key));
}

/** Records the counts of hours that are over. */
export async function foldIn(tx: Orm, now: Date): Promise<void> {
  const over = tx
    .select()
    .from(refusals)
    .where(lte(refusals.since, begin(now)))
    .orderBy(refusals.since);
  const rows = await over.limit(BATCH).for('update', { skipLocked: true });
  if (rows.length === 0) return;
  await tx.delete(refusals).where(or(...rows.map((row) => isRow(row, row.key))));
  await appendAudits(
    tx,
    rows.flatMap((row) => countedEvent(row, now)),
  );
}

function keyOf({ clientId, detail }: AuditEvent): string {
  return JSON.stringify([clientId?.toLowerCase() ?? '', detail]);
}

function begin(now: Date): Date {
  return new Date(now.getTime() - TOGETHER_MS);
}

function isRow(person: PersonId, key: string): SQL | undefined {
  return and(isAmong(refusals, [person]), eq(refusals.key, key));
}

async function countIn(tx: Orm, person: PersonId, key: string, at: Date): Promise<string | undefined> {
  const isSame = and(isRow(person, key), gt(refusals.since, begin(at)));
  const [row] = await tx
    .update(refusals)
    .set({ count: sql`${refusals.count} + 1` })
    .where(isSame)
    .returning();
  return row?.event.reference;
}

async function recordIn(tx: Orm, event: AuditEvent, actor: PersonId, wanted: string): Promise<string> {
  await tx.execute(sql`SELECT ${keyLock('refusals-of-person', personKey(actor))}`);
  const rows = await tx
    .select()
    .from(refusals)
    .where(isAmong(refusals, [actor]));
  const live = rows.filter(({ since }) => since > begin(event.at));
  const old = rows.filter((row) => !live.includes(row));
  const isFull = live.length >= MOST_KINDS && !live.some(({ key }) => key === wanted);
  const key = isFull ? OTHERS : wanted;
  const counted = await countIn(tx, actor, key, event.at);
  if (counted !== undefined) return counted;
  const { at, ...rest } = asStored(
    isFull ? { ...event, clientId: undefined, keyId: undefined, detail: OTHERS } : event,
  );
  const keys = old.map((row) => row.key);
  if (keys.length > 0) await tx.delete(refusals).where(and(isAmong(refusals, [actor]), inArray(refusals.key, keys)));
  await tx.insert(refusals).values({ ...lowerPerson(actor), key, since: at, count: 0, event: rest });
  await appendAudits(tx, [...old.flatMap((row) => countedEvent(row, at)), { ...rest, at }]);
  return rest.reference;
}

/** The row that says how often a refusal was repeated. JSON leaves out what is undefined, so that it is put back. */
function countedEvent({ event, count }: Row, at: Date): readonly AuditEvent[] {
  if (count === 0) return [];
  const { actor, subject, clientId, keyId, conversationId, ...rest } = event;
  const times = count === 1 ? 'once more' : `${count} times more`;
  return [{ ...rest, actor, subject, clientId, keyId, conversationId, at, detail: `${event.detail}, ${times}` }];
}

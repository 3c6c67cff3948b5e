import {
  and,
  eq,
  inArray,
  isNotNull,
  isNull,
  like,
  lte,
  ne,
  not,
  or,
  type SQL,
  type SQLWrapper,
  sql,
} from 'drizzle-orm';
import type { AuditEvent } from '../../../domain/audit/audit-events.ts';
import type { DigestDelivery, DueDigest, Lane, Reminders } from '../../../ports/reminders/reminders.ts';
import { appendAudit, appendAudits } from '../audit/audit-log.ts';
import type { Orm } from '../base/database.ts';
import { storable, type Transact } from '../base/transaction.ts';
import { type DigestRow, digestsOf } from './digest-items.ts';
import { digests, reminders } from './schema-reminders.ts';

type Change = Partial<{ readonly [K in keyof DigestRow]: DigestRow[K] | SQL }>;

const UNSENT: SQL | undefined = inArray(digests.state, ['pending', 'sending']);
const BY_MAIL = like(digests.destinationKey, 'mail %');
/** What changed while it was sent or drawn has to be drawn once more. */
const dueIfStale = (at: SQLWrapper) => sql`CASE WHEN ${digests.stale} THEN ${at}::timestamptz END`;

/** Digests on their way: taken up, sent, put off, given up. */
export function createDigests(transact: Transact): DigestDelivery {
  const change = (id: string, from: SQL | undefined, set: Change, ...events: readonly AuditEvent[]) =>
    transact((tx) => changeIn(tx, id, from, set, ...events));
  return {
    find: (id) => transact(async (tx) => (await digestsOf(tx, await selectIn(tx, isDigest(id))))[0]),
    claimNext: (now, leaseUntil, lane) => transact((tx) => claimNextIn(tx, now, leaseUntil, lane)),
    sent: async (id, posted, events) => {
      const at = events[0]?.at;
      const sentAt = at === undefined ? digests.dueAt : sql.param(at, digests.dueAt);
      const dueAt = posted === undefined ? null : dueIfStale(sentAt);
      const sent = { state: 'sent', posted: posted ?? null, dueAt, leaseUntil: null, attempts: 0 } as const;
      await change(id, ne(digests.state, 'sent'), sent, ...events);
    },
    redrawn: async (id) => {
      await change(id, eq(digests.state, 'sent'), { dueAt: dueIfStale(digests.dueAt), leaseUntil: null, attempts: 0 });
    },
    postpone: async (id, dueAt, code, maybe) => {
      const state = sql`CASE WHEN ${digests.state} = 'sending' THEN 'pending' ELSE ${digests.state} END`;
      const put = { state, dueAt, leaseUntil: null, code: storable(code), maybe: sql`${digests.maybe} OR ${maybe}` };
      await change(id, isNotNull(digests.dueAt), put);
    },
    giveUp: async (id, code, event) => {
      const dead = { state: 'dead', code: storable(code), deadSince: event.at, dueAt: null, leaseUntil: null } as const;
      await change(id, UNSENT, dead, event);
    },
    drop: (id, event) =>
      change(id, or(UNSENT, eq(digests.state, 'dead')), { state: 'dropped', dueAt: null, leaseUntil: null }, event),
    forget: (id, event) => transact((tx) => forgetIn(tx, id, event)),
    dead: () => transact(deadIn),
    retry: (id, at, event) =>
      change(id, eq(digests.state, 'dead'), { state: 'pending', dueAt: at, deadSince: null, attempts: 0 }, event),
  };
}

/** Of several senders at once, each finds another digest. What was replaced before it was sent is not sent any more. */
async function claimNextIn(tx: Orm, now: Date, leaseUntil: Date, lane: Lane): Promise<DueDigest | undefined> {
  const inLane = lane === 'mail' ? BY_MAIL : not(BY_MAIL);
  const free = or(isNull(digests.leaseUntil), lte(digests.leaseUntil, now));
  for (;;) {
    const [row] = await tx
      .select()
      .from(digests)
      .where(and(lte(digests.dueAt, now), free, inLane))
      .orderBy(ne(digests.state, 'sent'), digests.dueAt, digests.id)
      .limit(1)
      .for('update', { skipLocked: true });
    if (row === undefined) return undefined;
    const [digest] = await digestsOf(tx, [row]);
    if (digest === undefined) return undefined;
    if (row.state === 'sent' || digest.items.some(({ ending }) => ending === undefined)) {
      const taken = await takeIn(tx, row, now, leaseUntil);
      const asOf = row.state === 'sent' ? row.asOf : now;
      return { digest: { ...digest, asOf }, posted: row.posted ?? undefined, createdAt: row.createdAt, ...taken };
    }
    await changeIn(tx, row.id, undefined, { state: 'dropped', dueAt: null, leaseUntil: null });
  }
}

/** One that was being sent already has lost its sender, who may have sent it. */
async function takeIn(
  tx: Orm,
  row: DigestRow,
  now: Date,
  leaseUntil: Date,
): Promise<Pick<DueDigest, 'attempts' | 'mayBeRepeated'>> {
  const attempts = row.attempts + 1;
  const maybe = row.maybe || row.state === 'sending';
  // What is sent late speaks of the day it is sent on.
  const unsent = row.state === 'sent' ? ({ state: 'sent' } as const) : ({ state: 'sending', asOf: now } as const);
  await changeIn(tx, row.id, undefined, { ...unsent, leaseUntil, attempts, maybe, stale: false });
  return { attempts, mayBeRepeated: maybe };
}

/** With its reminders: they are as if never planned. */
async function forgetIn(tx: Orm, id: string, event: AuditEvent): Promise<void> {
  const unsent = and(isDigest(id), UNSENT);
  const [row] = await tx.select({ id: digests.id }).from(digests).where(unsent).for('update');
  if (row === undefined) return;
  await tx.delete(reminders).where(eq(reminders.digestId, row.id));
  await tx.delete(digests).where(eq(digests.id, row.id));
  await appendAudit(tx, event);
}

async function deadIn(tx: Orm): ReturnType<Reminders['dead']> {
  const rows = await tx.select().from(digests).where(eq(digests.state, 'dead')).orderBy(digests.deadSince, digests.id);
  const dead = await digestsOf(tx, rows);
  return dead.map((digest, i) => ({ digest, since: rows[i]?.deadSince ?? digest.asOf, code: rows[i]?.code ?? '' }));
}

/** False where the digest was not in a state to be changed so; then nothing is audited. */
async function changeIn(
  tx: Orm,
  id: string,
  from: SQL | undefined,
  set: Change,
  ...events: readonly AuditEvent[]
): Promise<boolean> {
  const changed = await tx
    .update(digests)
    .set(set)
    .where(and(isDigest(id), from))
    .returning({ id: digests.id });
  if (changed.length > 0) await appendAudits(tx, events);
  return changed.length > 0;
}

function isDigest(id: string): SQL {
  return eq(digests.id, storable(id));
}

async function selectIn(tx: Orm, which: SQL): Promise<readonly DigestRow[]> {
  return tx.select().from(digests).where(which);
}

import { and, asc, eq, gt, isNotNull, isNull, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import type { AuditEvent } from '../../../domain/audit/audit-events.ts';
import { digestSubject, type Lane, NOBODY_MET, type OutboxMessage } from '../../../domain/messages/outbox.ts';
import type { PersonId } from '../../../domain/shared/person.ts';
import type { Posted } from '../../../ports/messages/announcer.ts';
import type { DueMessage, Outbox, StepExtras } from '../../../ports/messages/outbox.ts';
import { appendAudits } from '../audit/audit-log.ts';
import type { Orm } from '../base/database.ts';
import { type Runner, storable } from '../base/transaction.ts';
import { fromStored } from './message-content.ts';
import { keyOf, putIn, removeUnsentIn } from './put-message.ts';
import { type MessageRow, outgoing } from './schema-messages.ts';
import { takeOver, tellVersionBefore } from './version-before.ts';

type Change = Partial<{ readonly [K in keyof MessageRow]: MessageRow[K] | SQL }>;

const UNSENT = or(eq(outgoing.state, 'waiting'), eq(outgoing.state, 'sending'));
/** What changed while it was sent or drawn has to be drawn once more. */
const DUE_IF_STALE = sql`CASE WHEN ${outgoing.stale} THEN ${outgoing.dueAt} END`;
/** As it is in between attempts: a message that was sent stays so while it is drawn again. */
const RESTING = sql`CASE WHEN ${outgoing.state} = 'sending' THEN 'waiting' ELSE ${outgoing.state} END`;

/** A sweep makes digests by the thousand. Nobody waits for them, so everything else goes first. */
const IS_DIGEST = sql`starts_with(coalesce(${outgoing.subject}, ''), ${digestSubject('')})`;

/** Messages on their way: taken up, sent, put off, given up. */
export function createOutbox({ transact, direct }: Runner): Outbox {
  const change = (id: string, from: SQL | undefined, set: Change) => direct((tx) => changeIn(tx, id, from, set));
  return {
    put: (messages, event) =>
      transact(async (tx) => {
        await putIn(tx, messages);
        await appendAudits(tx, event === undefined ? [] : [event]);
      }),
    claimNext: async (now, leaseUntil, lane) => {
      await direct((tx) => takeOver(tx, now));
      return direct((tx) => claimNextIn(tx, now, leaseUntil, lane));
    },
    sent: (id, posted, extras) => transact((tx) => sentIn(tx, id, posted ?? null, extras)),
    shown: (message, posted) => transact((tx) => shownIn(tx, message, posted)),
    covered: (posted) => direct(async (tx) => void (await tx.delete(outgoing).where(shows(posted)))),
    redrawn: async (id) => {
      const drawn = { dueAt: DUE_IF_STALE, leaseUntil: null, attempts: 0 };
      await change(id, and(eq(outgoing.state, 'sent'), isNotNull(outgoing.dueAt)), drawn);
    },
    postpone: async (id, dueAt, code, maybe) => {
      const put = {
        state: RESTING,
        dueAt: dueUnlessWoken(dueAt),
        leaseUntil: null,
        woken: false,
        code: storable(code),
      };
      await change(id, isNotNull(outgoing.dueAt), { ...put, maybe: sql`${outgoing.maybe} OR ${maybe}` });
    },
    wait: (id, until, from) => transact((tx) => waitIn(tx, id, until, from)),
    waiting: () => direct(waitingIn),
    replace: async (id, messages) => {
      if (messages.length === 0) return void (await direct((tx) => removeUnsentIn(tx, id)));
      await transact(async (tx) => {
        if (await removeUnsentIn(tx, id)) await putIn(tx, messages);
      });
    },
    drop: (id, audit) =>
      transact(async (tx) => {
        const dropped = await removeUnsentIn(tx, id);
        if (dropped) await appendAudits(tx, audit);
        return dropped;
      }),
    giveUp: (id, code, event, messages) =>
      transact(async (tx) => {
        const over = { dueAt: null, leaseUntil: null, onceKey: null };
        const dead = { ...over, state: 'dead', code: storable(code), deadSince: event.at } as const;
        if (await changeIn(tx, id, UNSENT, dead)) await extrasIn(tx, { audit: [event], messages });
      }),
    dead: () => direct(deadIn),
    retry: (id, at, event) => transact((tx) => retryIn(tx, id, at, event)),
    met: async (person, at) => {
      const waits = (tx: Orm) => tx.select({ id: outgoing.id }).from(outgoing).where(isWaitingFor(person, at)).limit(1);
      return (await direct(waits)).length === 0 ? 0 : transact((tx) => metIn(tx, person, at));
    },
  };
}

/** If the card that was there before is just being drawn, that may come after this one: then this one is drawn again. */
async function shownIn(tx: Orm, message: OutboxMessage, posted: Posted): Promise<void> {
  const before = await tx.delete(outgoing).where(shows(posted)).returning({ leaseUntil: outgoing.leaseUntil });
  await putIn(tx, [{ ...message, onceKey: shownKey(posted) }]);
  const isBeingDrawn = before.some(({ leaseUntil }) => leaseUntil !== null);
  await changeIn(tx, message.id, undefined, { state: 'sent', posted, dueAt: isBeingDrawn ? message.at : null });
}

function shows(posted: Posted): SQL {
  return eq(outgoing.onceKey, storable(shownKey(posted)));
}

/** One message of Teams shows one card at a time. */
function shownKey({ conversation, activityId }: Posted): string {
  return `shown ${conversation.id} ${activityId}`;
}

function dueUnlessWoken(dueAt: Date): SQL {
  return sql`CASE WHEN ${outgoing.woken} THEN ${outgoing.dueAt} ELSE ${sql.param(dueAt, outgoing.dueAt)} END`;
}

/** A message that was tried since it waited is not waiting for its reader any more, but for its next attempt. */
const WAITS_FOR_READER = and(isNotNull(outgoing.waitingSince), eq(outgoing.attempts, 0));

async function waitIn(
  tx: Orm,
  id: string,
  until: Date,
  { since, told }: Parameters<Outbox['wait']>[2],
): Promise<boolean> {
  const [row] = await tx
    .select()
    .from(outgoing)
    .where(and(isMessage(id), UNSENT))
    .for('update');
  if (row === undefined) return false;
  const sameReader = and(eq(outgoing.recipientKey, row.recipientKey), UNSENT, isNotNull(outgoing.waitingSince));
  const others = await tx.select({ id: outgoing.id }).from(outgoing).where(sameReader).limit(1);
  const at = dueUnlessWoken(until);
  const waitingSince = row.waitingSince ?? (row.woken ? null : since);
  const rest = { leaseUntil: null, woken: false, attempts: 0 };
  await changeIn(tx, id, undefined, { ...rest, state: 'waiting', at, dueAt: at, waitingSince });
  if (row.woken || others.length > 0) return false;
  await putIn(tx, told);
  return true;
}

async function waitingIn(tx: Orm): ReturnType<Outbox['waiting']> {
  const which = and(eq(outgoing.state, 'waiting'), or(WAITS_FOR_READER, eq(outgoing.code, NOBODY_MET)));
  const since = sql`coalesce(${outgoing.waitingSince}, ${outgoing.at})`;
  const rows = await tx.select().from(outgoing).where(which).orderBy(since, outgoing.seq);
  return rows.map((row) => ({ ...toMessage(row), since: row.waitingSince ?? row.at }));
}

/** If several senders claim at once, each gets another message. */
async function claimNextIn(tx: Orm, now: Date, leaseUntil: Date, lane: Lane): Promise<DueMessage | undefined> {
  const free = or(isNull(outgoing.leaseUntil), lte(outgoing.leaseUntil, now));
  const next = tx
    .select({ id: outgoing.id })
    .from(outgoing)
    .where(and(eq(outgoing.lane, lane), lte(outgoing.dueAt, now), free))
    .orderBy(IS_DIGEST, ne(outgoing.state, 'sent'), outgoing.dueAt, outgoing.seq)
    .limit(1)
    .for('update', { skipLocked: true });
  const claimed = {
    state: sql`CASE WHEN ${outgoing.state} = 'sent' THEN 'sent' ELSE 'sending' END`,
    leaseUntil,
    attempts: sql`${outgoing.attempts} + 1`,
    // A message that was being sent already has lost its sender, who may have sent it.
    maybe: sql`${outgoing.maybe} OR ${outgoing.state} = 'sending'`,
    stale: false,
    woken: false,
  };
  const [row] = await tx.update(outgoing).set(claimed).where(sql`${outgoing.id} = (${next})`).returning();
  return (
    row && { ...toMessage(row), posted: row.posted ?? undefined, attempts: row.attempts, mayBeRepeated: row.maybe }
  );
}

/** The table of the version before is changed first: it is locked in that order by what takes messages over. */
async function sentIn(tx: Orm, id: string, posted: MessageRow['posted'], extras: StepExtras): Promise<void> {
  const [row] = await tx.select().from(outgoing).where(isMessage(id));
  if (row === undefined || row.state === 'sent') return;
  if (row.content.kind === 'answer') {
    // Nothing looks at an answer again, and it may hold what the person asked about.
    if (await removeUnsentIn(tx, id)) await extrasIn(tx, extras);
    return;
  }
  await tellVersionBefore(tx, row, posted);
  const dueAt = posted === null ? null : DUE_IF_STALE;
  const sent = { state: 'sent', posted, dueAt, leaseUntil: null, attempts: 0, onceKey: null } as const;
  if (await changeIn(tx, id, ne(outgoing.state, 'sent'), sent)) await extrasIn(tx, extras);
}

async function retryIn(tx: Orm, id: string, at: Date, event: AuditEvent): Promise<boolean> {
  const again = { state: 'waiting', dueAt: at, deadSince: null, attempts: 0 } as const;
  const changed = await changeIn(tx, id, eq(outgoing.state, 'dead'), again);
  if (changed) await appendAudits(tx, [event]);
  return changed;
}

async function deadIn(tx: Orm): ReturnType<Outbox['dead']> {
  const dead = tx.select().from(outgoing).where(eq(outgoing.state, 'dead'));
  const rows = await dead.orderBy(asc(outgoing.deadSince), outgoing.id);
  return rows.map((row) => ({ ...toMessage(row), since: row.deadSince ?? row.at, code: row.code ?? '' }));
}

/** A message that is being sent right now, and is put off because nobody has met the person yet, is due again after that. */
async function metIn(tx: Orm, person: PersonId, at: Date): Promise<number> {
  const underWay = gt(outgoing.leaseUntil, at);
  const waiting = isWaitingFor(person, at);
  const found = await tx.select({ id: outgoing.id }).from(outgoing).where(waiting).orderBy(outgoing.id).for('update');
  if (found.length === 0) return 0;
  const woken = sql`coalesce(${underWay}, false)`;
  const met = await tx.update(outgoing).set({ dueAt: at, woken }).where(waiting).returning({ woken: outgoing.woken });
  return met.filter((message) => !message.woken).length;
}

function isWaitingFor(person: PersonId, at: Date): SQL | undefined {
  const to = eq(outgoing.recipientKey, keyOf({ kind: 'person', person }));
  return and(to, UNSENT, or(gt(outgoing.leaseUntil, at), gt(outgoing.dueAt, at)));
}

async function extrasIn(tx: Orm, { audit, messages }: StepExtras): Promise<void> {
  await putIn(tx, messages);
  await appendAudits(tx, audit);
}

/** False if the message was not in a state to be changed so. */
async function changeIn(tx: Orm, id: string, from: SQL | undefined, set: Change): Promise<boolean> {
  const changed = await tx
    .update(outgoing)
    .set(set)
    .where(and(isMessage(id), from))
    .returning({ id: outgoing.id });
  return changed.length > 0;
}

function toMessage({ id, recipient: to, content, at }: MessageRow) {
  return { id, to, content: fromStored(content), at };
}

function isMessage(id: string): SQL {
  return eq(outgoing.id, storable(id));
}

import { and, eq, inArray, isNotNull, lt, lte, notInArray, sql } from 'drizzle-orm';
import type { AuditEvent } from '../../../domain/audit/audit-events.ts';
import type { OutboxMessage } from '../../../domain/messages/outbox.ts';
import type { Operation } from '../../../domain/secrets/operation.ts';
import { named } from '../../../domain/shared/person.ts';
import { mayFinish, type SignInPolicy } from '../../../domain/sign-in/session.ts';
import type { EphemeralMessage } from '../../../ports/secrets/ephemeral-messages.ts';
import type { Intent, NewOperation, Operations } from '../../../ports/secrets/operations.ts';
import { isAssignment } from '../access/assignments.ts';
import { appendAudit } from '../audit/audit-log.ts';
import type { Orm } from '../base/database.ts';
import { assignments, ephemeralMessages, locks, operations } from '../base/schema.ts';
import { lowered, type Runner, storable } from '../base/transaction.ts';
import { unusedBefore } from '../base/unused-forms.ts';
import { expireSenders, putIn } from '../messages/put-message.ts';
import { secretCreated, secretDeleted, stepIsToDo, takeRemovalIn } from '../rotation/rotation-steps.ts';
import { lockSessionIn } from '../sign-in/session-row.ts';
import { changesIn, isUnconfirmedLast, lockApplicationOf } from './changes.ts';
import { endUnexpectedIn } from './unexpected-rows.ts';

const UNSETTLED = inArray(operations.state, ['intended', 'added']);
const NONCE = sql.placeholder('nonce');
const FINAL = ['done', 'undone'] as const;

export function createOperations({ transact, direct, prepared }: Runner): Operations {
  const found = prepared('operation_by_nonce', (orm) =>
    orm.select().from(operations).where(eq(operations.nonce, NONCE)),
  );
  return {
    open: (operation) => direct((tx) => openIn(tx, operation)),
    find: async (nonce) => {
      const [row] = await found({ nonce: storable(nonce) });
      return row === undefined ? undefined : toOperation(row);
    },
    warn: (nonce, { last, inUse }) =>
      direct(async (tx) => {
        const warnedLast = sql`${operations.warnedLast} OR ${last}`;
        const warnedInUse = sql`${operations.warnedInUse} OR ${inUse}`;
        await tx.update(operations).set({ warnedLast, warnedInUse }).where(eq(operations.nonce, nonce));
      }),
    begin: (nonce, intent, event) => transact((tx) => beginIn(tx, nonce, intent, event)),
    changes: (clientId, since) => direct((tx) => changesIn(tx, clientId, since)),
    added: (nonce, keyId, hint, event, policy) =>
      transact(async (tx) => {
        const intended = and(eq(operations.nonce, nonce), eq(operations.state, 'intended'));
        const set = { state: 'added', keyId, hint: storable(hint) } as const;
        const [added] = await tx.update(operations).set(set).where(intended).returning();
        if (added === undefined) return 'not-intended';
        const held = await hasAccessIn(tx, added, policy, event.at);
        await appendAudit(tx, held ? event : { ...event, detail: 'access ended, not delivered' });
        return held ? 'deliverable' : 'access-ended';
      }),
    isDeliverable: (nonce, policy, now) =>
      transact(async (tx) => {
        const [row] = await tx.select().from(operations).where(eq(operations.nonce, nonce));
        return row !== undefined && (await hasAccessIn(tx, row, policy, now));
      }),
    settle: (nonce, state, event, message, told = []) =>
      transact((tx) => settleIn(tx, nonce, state, event, message, told)),
    claimUnsettled: (now, leaseUntil, limit) => direct((tx) => claimIn(tx, now, leaseUntil, limit)),
    postpone: (nonce, until) =>
      direct(async (tx) => {
        const unsettled = and(eq(operations.nonce, nonce), UNSETTLED);
        await tx.update(operations).set({ leaseUntil: until }).where(unsettled);
      }),
    expireLeases: () => transact(expireIn),
    createdKeyIds: (clientId) =>
      direct(async (tx) => {
        const created = and(eq(operations.clientId, clientId.toLowerCase()), eq(operations.kind, 'create'));
        const rows = await tx
          .select()
          .from(operations)
          .where(and(created, isNotNull(operations.keyId)));
        return rows.flatMap((row) => row.keyId ?? []);
      }),
  };
}

/** Opening also clears away forms of anybody that were never used, and that nobody may use any more. */
async function openIn(tx: Orm, operation: NewOperation): Promise<void> {
  const old = tx
    .delete(operations)
    .where(and(eq(operations.state, 'open'), lt(operations.openedAt, unusedBefore(operation.openedAt))));
  const asker = lowered(operation.asker);
  const cleared = tx.$with('cleared').as(old.returning({ nonce: operations.nonce }));
  await tx
    .with(cleared)
    .insert(operations)
    .values({
      nonce: operation.nonce,
      kind: operation.kind,
      ...asker.person,
      asker,
      clientId: operation.application.clientId.toLowerCase(),
      displayName: storable(operation.application.displayName),
      rotationId: operation.rotationId ?? null,
      state: 'open',
      keyId: operation.keyId ?? null,
      knownKeyIds: [],
      openedAt: operation.openedAt,
      warnedLast: operation.warned?.last ?? false,
      warnedInUse: operation.warned?.inUse ?? false,
    });
}

async function beginIn(tx: Orm, nonce: string, intent: Intent, event: AuditEvent): ReturnType<Operations['begin']> {
  const isIt = eq(operations.nonce, nonce);
  await lockApplicationOf(tx, nonce);
  const [row] = await tx.select().from(operations).where(isIt).for('update');
  if (row?.state !== 'open') return 'not-open';
  // Locked, so that a removal of the assignment waits for this change or this change sees the removal.
  const held = await tx.select().from(assignments).where(isAssignment(row.asker.person, row.clientId)).for('update');
  if (held.length === 0) return 'not-yours';
  if (!(await stepIsToDo(tx, row))) return 'step-taken';
  if (await isUnconfirmedLast(tx, row, intent)) return 'last-live';
  if (intent.exposed !== undefined && !(await takeRemovalIn(tx, intent.exposed, intent.at))) return 'step-taken';
  await tx.update(operations).set(intendedColumns(intent)).where(isIt);
  await appendAudit(tx, event);
  return 'begun';
}

function intendedColumns(intent: Intent) {
  return {
    state: 'intended',
    intendedAt: intent.at,
    leaseUntil: intent.leaseUntil,
    secretName: intent.secretName === undefined ? null : storable(intent.secretName),
    secretEnd: intent.secretEnd ?? null,
    knownKeyIds: intent.knownKeyIds,
    confirmedLast: intent.deletion?.confirmedLast ?? false,
  } as const;
}

/** Locked as in the removal of an assignment: that comes before this transaction and is seen, or comes after it. */
async function hasAccessIn(
  tx: Orm,
  { asker, clientId, intendedAt, openedAt }: typeof operations.$inferSelect,
  policy: SignInPolicy,
  now: Date,
): Promise<boolean> {
  const held = await tx.select().from(assignments).where(isAssignment(asker.person, clientId)).for('update');
  if (held.length === 0) return false;
  const session = await lockSessionIn(tx, asker.person);
  return session !== undefined && mayFinish(session, intendedAt ?? openedAt, policy, now);
}

async function settleIn(
  tx: Orm,
  nonce: string,
  state: 'done' | 'undone',
  event: AuditEvent,
  message: EphemeralMessage | undefined,
  told: readonly OutboxMessage[],
): Promise<boolean> {
  const unfinished = and(eq(operations.nonce, nonce), notInArray(operations.state, [...FINAL]));
  const set = { state, leaseUntil: null, settledAt: event.at } as const;
  const [settled] = await tx.update(operations).set(set).where(unfinished).returning();
  if (settled === undefined) return false;
  if (message !== undefined) await tx.insert(ephemeralMessages).values({ ...message, asker: lowered(message.asker) });
  const done = settled.kind === 'create' ? secretCreated : secretDeleted;
  if (state === 'done') await done(tx, settled, event.at);
  if (state === 'done' && settled.kind === 'delete' && settled.keyId !== null)
    await endUnexpectedIn(tx, settled.clientId, settled.keyId, named(settled.asker), event.at);
  await putIn(tx, told);
  await appendAudit(tx, event);
  return true;
}

async function claimIn(tx: Orm, now: Date, leaseUntil: Date, limit: number): Promise<readonly Operation[]> {
  const lapsed = tx
    .select({ nonce: operations.nonce })
    .from(operations)
    .where(and(UNSETTLED, lte(operations.leaseUntil, now)))
    .orderBy(operations.leaseUntil)
    .limit(limit)
    .for('update', { skipLocked: true });
  const claimed = await tx
    .update(operations)
    .set({ leaseUntil, attempts: sql`${operations.attempts} + 1` })
    .where(inArray(operations.nonce, lapsed))
    .returning();
  return claimed.map(toOperation);
}

/** The process that has died also held locks, and leases of messages. */
async function expireIn(tx: Orm): Promise<void> {
  await tx
    .update(operations)
    .set({ leaseUntil: new Date(0) })
    .where(UNSETTLED);
  await tx.update(ephemeralMessages).set({ leaseUntil: null });
  await expireSenders(tx);
  await tx.delete(locks);
}

function toOperation(row: typeof operations.$inferSelect): Operation {
  const { tid: _tid, oid: _oid, hint: _hint, clientId, displayName, warnedLast, warnedInUse, ...rest } = row;
  return {
    ...rest,
    warned: { last: warnedLast, inUse: warnedInUse },
    application: { clientId, displayName },
    rotationId: row.rotationId ?? undefined,
    keyId: row.keyId ?? undefined,
    secretName: row.secretName ?? undefined,
    secretEnd: row.secretEnd ?? undefined,
    intendedAt: row.intendedAt ?? undefined,
    leaseUntil: row.leaseUntil ?? undefined,
    settledAt: row.settledAt ?? undefined,
  };
}

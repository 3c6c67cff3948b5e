import { and, desc, eq, gt, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import type { AuditEvent } from '../../../domain/audit/audit-events.ts';
import type { OutboxMessage } from '../../../domain/messages/outbox.ts';
import { type Exposed, isSooner, type Rotation, removalDue, type Tick } from '../../../domain/rotation/rotation.ts';
import type { ClientId } from '../../../domain/shared/application.ts';
import type { LoggedUses, Rotations } from '../../../ports/rotation/rotations.ts';
import { appendAudit } from '../audit/audit-log.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { isOneOf } from '../base/one-of.ts';
import { lowered, lowerNamed, type Runner, storable } from '../base/transaction.ts';
import { putIn, redrawRotation, redrawRotationSoon } from '../messages/put-message.ts';
import { endIn, redrawIn, reviveIn } from '../reminders/end-reminders.ts';
import { rotations } from '../reminders/schema-reminders.ts';
import { secretsNamedIn } from './named-secrets.ts';
import { BACK_AT_STEP_1, freshColumns, openingRow, toRotation } from './rotation-row.ts';
import { NOT_EXPOSED } from './rotation-steps.ts';

type Row = typeof rotations.$inferSelect;
type Change = Partial<typeof rotations.$inferInsert>;

const OPEN = eq(rotations.state, 'open');
const ID = sql.placeholder('id');
const NEVER = new Date(8.64e15);

export function createRotations(runner: Runner): Rotations {
  const { transact, direct } = runner;
  return {
    ...stepMethods(runner),
    ...lookMethods(runner),
    ...exposedMethods(runner),
    logged: (id, uses, event) => transact((tx) => loggedIn(tx, id, uses, event)),
    start: (rotation, event) => transact((tx) => startIn(tx, rotation, event)),
    end: (id, how, by, event) => transact((tx) => endRotationIn(tx, id, how, by, event)),
    newGone: (id, event) =>
      transact(async (tx) => {
        const changed = await changeOpen(tx, id, isNotNull(rotations.newKeyId), BACK_AT_STEP_1);
        if (changed === undefined) return;
        await redrawBothIn(tx, changed, event.at);
        await appendAudit(tx, event);
      }),
    oldGone: (id, at, event) =>
      transact(async (tx) => {
        const ended = await changeOpen(tx, id, undefined, { state: 'deleted', endedAt: at });
        if (ended === undefined) return;
        await endIn(tx, [oldOf(ended)], { how: 'deleted', by: undefined, at });
        await redrawRotationSoon(tx, id, at);
        await appendAudit(tx, event);
      }),
    used: (id, firstUsed) => {
      const earlier = or(isNull(rotations.firstUsed), gt(rotations.firstUsed, firstUsed));
      const begun = isNotNull(rotations.newKeyId);
      return direct((tx) => changeOpen(tx, id, and(begun, earlier), { firstUsed }).then(() => {}));
    },
  };
}

function stepMethods({ transact }: Runner): Pick<Rotations, 'adopt' | 'tick'> {
  const audited = (id: string, ifSo: SQL | undefined, set: Change, event: AuditEvent) =>
    transact(async (tx) => {
      const changed = await changeOpen(tx, id, ifSo, set);
      if (changed === undefined) return false;
      await redrawBothIn(tx, changed, event.at);
      await appendAudit(tx, event);
      return true;
    });
  return {
    adopt: (id, secret, by, event) => audited(id, isNull(rotations.newKeyId), freshColumns(secret, by, true), event),
    tick: (id, step, { by: given, at }, event) => {
      const by = lowerNamed(given);
      const { newKeyId, updatedAt, confirmedAt } = rotations;
      return step === 'updated'
        ? audited(id, and(isNotNull(newKeyId), isNull(updatedAt)), { updatedBy: by, updatedAt: at }, event)
        : audited(id, and(isNotNull(updatedAt), isNull(confirmedAt)), { confirmedBy: by, confirmedAt: at }, event);
    },
  };
}

function exposedMethods({ transact, direct }: Runner): Pick<Rotations, 'expose' | 'keepOld' | 'removalsDue'> {
  return {
    expose: (id, exposed, event, told) => transact((tx) => exposeIn(tx, id, exposed, event, told)),
    keepOld: (id, event, told) =>
      transact(async (tx) => {
        const changed = await changeOpen(tx, id, isNotNull(rotations.exposedAt), NOT_EXPOSED);
        if (changed === undefined) return false;
        await redrawRotationSoon(tx, id, event.at);
        await appendAudit(tx, event);
        await putIn(tx, told);
        return true;
      }),
    removalsDue: (now) =>
      direct(async (tx) => {
        const exposed = and(OPEN, isNotNull(rotations.exposedAt), isNotNull(rotations.newAt));
        const rows = await tx.select().from(rotations).where(exposed).orderBy(rotations.exposedAt, rotations.id);
        return rows.map(toRotation).filter((rotation) => (removalDue(rotation) ?? NEVER) <= now);
      }),
  };
}

function lookMethods({ direct, prepared }: Runner): Pick<Rotations, 'find' | 'open' | 'replaced' | 'secretsNamed'> {
  const found = prepared('rotation_by_id', (orm) => orm.select().from(rotations).where(eq(rotations.id, ID)));
  const inState = async (tx: Orm, state: 'open' | 'replaced', clientIds: readonly ClientId[]) => {
    const rows: Row[] = [];
    for (const some of chunks(clientIds.map((id) => id.toLowerCase()))) {
      const which = and(eq(rotations.state, state), isOneOf(rotations.clientId, some));
      rows.push(...(await tx.select().from(rotations).where(which).orderBy(desc(rotations.startedAt), rotations.id)));
    }
    return rows;
  };
  return {
    find: async (id) => {
      const [row] = await found({ id: storable(id) });
      return row === undefined ? undefined : toRotation(row);
    },
    open: (clientIds) =>
      direct(async (tx) => {
        const open = (await inState(tx, 'open', clientIds)).map(toRotation);
        return open.sort((a, b) => b.started.at.getTime() - a.started.at.getTime());
      }),
    secretsNamed: (secrets) => direct((tx) => secretsNamedIn(tx, secrets)),
    replaced: (clientIds) => direct(async (tx) => (await inState(tx, 'replaced', clientIds)).map(oldOf)),
  };
}

/** If two begin at once, one of them begins the rotation, and both get it. */
async function startIn(
  tx: Orm,
  { id, application, old, by }: Parameters<Rotations['start']>[0],
  event: AuditEvent,
): Promise<Rotation> {
  const row = openingRow(id, application, old, by);
  const [opened] = await tx
    .insert(rotations)
    .values(row)
    // Changes nothing: it returns the one that is there, and locks it.
    .onConflictDoUpdate({
      target: [rotations.clientId, rotations.oldKeyId],
      targetWhere: sql`state = 'open'`,
      set: { state: 'open' },
    })
    .returning();
  if (opened === undefined) throw new Error('a rotation was neither begun nor found');
  if (opened.id !== id) return toRotation(opened);
  const sameSecret = and(eq(rotations.clientId, opened.clientId), eq(rotations.oldKeyId, opened.oldKeyId));
  await tx
    .update(rotations)
    .set({ state: 'reopened' })
    .where(and(sameSecret, eq(rotations.state, 'replaced')));
  await reviveIn(tx, oldOf(opened), by.at);
  await redrawIn(tx, oldOf(opened), by.at);
  await appendAudit(tx, event);
  return toRotation(opened);
}

/** If it was said before, the earlier removal counts. */
async function exposeIn(
  tx: Orm,
  id: string,
  exposed: Exposed,
  event: AuditEvent,
  told: readonly OutboxMessage[],
): Promise<boolean> {
  const [row] = await tx
    .select()
    .from(rotations)
    .where(and(isIt(id), OPEN))
    .for('update');
  if (row === undefined || !isSooner(exposed, toRotation(row))) return false;
  const { by, at, hours } = exposed;
  await changeOpen(tx, id, undefined, { exposedBy: lowered(by), exposedAt: at, exposedHours: hours });
  await redrawRotationSoon(tx, id, at);
  await appendAudit(tx, event);
  await putIn(tx, told);
  return true;
}

/** The rotation is locked, so that what is the first use of the new secret is decided once. */
async function loggedIn(tx: Orm, id: string, uses: LoggedUses, event: AuditEvent): Promise<boolean> {
  const begun = and(isIt(id), OPEN, isNotNull(rotations.newKeyId));
  const [row] = await tx.select().from(rotations).where(begun).for('update');
  if (row === undefined) return false;
  const signedInAt = earliest(row.signedInAt, uses.signedInAt);
  const oldUsedAt = latest(row.oldUsedAt, uses.oldUsedAt);
  const firstUsed = earliest(row.firstUsed, uses.signedInAt);
  const read = { logFrom: uses.from, logUntil: uses.until };
  await changeOpen(tx, id, undefined, { ...read, signedInAt, oldUsedAt, firstUsed });
  const isFirst = row.signedInAt === null && signedInAt !== null;
  if (!isFirst) return false;
  await redrawRotation(tx, id, uses.until);
  await appendAudit(tx, event);
  return true;
}

function earliest(known: Date | null, seen: Date | undefined): Date | null {
  return seen === undefined || (known !== null && known <= seen) ? known : seen;
}

function latest(known: Date | null, seen: Date | undefined): Date | null {
  return seen === undefined || (known !== null && known >= seen) ? known : seen;
}

async function endRotationIn(
  tx: Orm,
  id: string,
  how: 'replaced' | 'abandoned',
  { by, at }: Tick,
  event: AuditEvent,
): Promise<boolean> {
  const ended = await changeOpen(tx, id, isNull(rotations.exposedAt), {
    state: how,
    endedBy: lowerNamed(by),
    endedAt: at,
  });
  if (ended === undefined) return false;
  if (how === 'replaced') await endIn(tx, [oldOf(ended)], { how, by, at });
  else await redrawIn(tx, oldOf(ended), at);
  await redrawRotationSoon(tx, id, at);
  await appendAudit(tx, event);
  return true;
}

/** The cards of the rotation and those that remind of its old secret are not true any more. */
async function redrawBothIn(tx: Orm, rotation: Row, at: Date): Promise<void> {
  await redrawIn(tx, oldOf(rotation), at);
  await redrawRotationSoon(tx, rotation.id, at);
}

async function changeOpen(tx: Orm, id: string, ifSo: SQL | undefined, set: Change): Promise<Row | undefined> {
  const [changed] = await tx
    .update(rotations)
    .set(set)
    .where(and(isIt(id), OPEN, ifSo))
    .returning();
  return changed;
}

function isIt(id: string): SQL {
  return eq(rotations.id, storable(id));
}

function oldOf({ clientId, oldKeyId: keyId }: Row) {
  return { clientId, keyId };
}

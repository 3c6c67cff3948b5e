import { and, eq, isNull, or } from 'drizzle-orm';
import type { NamedPerson } from '../../../domain/shared/person.ts';
import type { SecretKey } from '../../../ports/reminders/reminders.ts';
import type { ExposedRemoval } from '../../../ports/secrets/operations.ts';
import type { Orm } from '../base/database.ts';
import type { operations } from '../base/schema.ts';
import { lowerNamed } from '../base/transaction.ts';
import { redrawRotationSoon } from '../messages/put-message.ts';
import { endIn, redrawIn } from '../reminders/end-reminders.ts';
import { rotations } from '../reminders/schema-reminders.ts';
import { BACK_AT_STEP_1, freshColumns } from './rotation-row.ts';

type OperationRow = typeof operations.$inferSelect;

const OPEN = eq(rotations.state, 'open');
export const NOT_EXPOSED = { exposedBy: null, exposedAt: null, exposedHours: null };

/** Whether the rotation's step is still to do. Its row stays locked: nobody else takes the step meanwhile. */
export async function stepIsToDo(tx: Orm, { kind, rotationId }: OperationRow): Promise<boolean> {
  if (rotationId === null) return true;
  const [rotation] = await tx.select().from(rotations).where(eq(rotations.id, rotationId)).for('update');
  return rotation?.state === 'open' && (kind === 'delete' || rotation.newKeyId === null);
}

/** The removal that was planned begins: nobody can call it off any more. False if somebody has, or the rotation is another one by now. */
export async function takeRemovalIn(
  tx: Orm,
  { rotation, saidAt, freshKeyId }: ExposedRemoval,
  at: Date,
): Promise<boolean> {
  const isIt = and(eq(rotations.id, rotation), OPEN);
  const planned = and(isIt, eq(rotations.exposedAt, saidAt), eq(rotations.newKeyId, freshKeyId));
  const taken = await tx.update(rotations).set(NOT_EXPOSED).where(planned).returning({ id: rotations.id });
  if (taken.length > 0) await redrawRotationSoon(tx, rotation, at);
  return taken.length > 0;
}

/** Step 1, unless another secret has taken the part of the new one meanwhile. */
export async function secretCreated(tx: Orm, operation: OperationRow, at: Date): Promise<void> {
  const { rotationId, keyId, secretName: name, secretEnd: end, hint } = operation;
  if (rotationId === null || keyId === null || end === null) return;
  const fresh = freshColumns({ keyId, name: name ?? '', hint: hint ?? '', end }, { by: byOf(operation), at }, false);
  const [changed] = await tx
    .update(rotations)
    .set(fresh)
    .where(and(eq(rotations.id, rotationId), OPEN, isNull(rotations.newKeyId)))
    .returning({ clientId: rotations.clientId, keyId: rotations.oldKeyId });
  if (changed === undefined) return;
  await redrawIn(tx, changed, at);
  await redrawRotationSoon(tx, rotationId, at);
}

/** The secret's reminders end, and so does the rotation that replaces it; one that it was new in begins again. */
export async function secretDeleted(tx: Orm, operation: OperationRow, at: Date): Promise<void> {
  const { clientId, keyId } = operation;
  if (keyId === null) return;
  const by = byOf(operation);
  const ofApplication = and(eq(rotations.clientId, clientId), OPEN);
  const concerned = and(ofApplication, or(eq(rotations.oldKeyId, keyId), eq(rotations.newKeyId, keyId)));
  const locked = await tx.select().from(rotations).where(concerned).orderBy(rotations.id).for('update');
  const changed = locked.length === 0 ? [] : await endOrBeginAgain(tx, { clientId, keyId }, by, at);
  await endIn(tx, [{ clientId, keyId }], { how: 'deleted', by, at });
  for (const id of changed) await redrawRotationSoon(tx, id, at);
}

/** A rotation ends with its old secret, and begins again without its new one. The ids of those that changed. */
async function endOrBeginAgain(
  tx: Orm,
  { clientId, keyId }: SecretKey,
  by: NamedPerson,
  at: Date,
): Promise<readonly string[]> {
  const ofApplication = and(eq(rotations.clientId, clientId), OPEN);
  const ended = await tx
    .update(rotations)
    .set({ state: 'deleted', endedBy: lowerNamed(by), endedAt: at })
    .where(and(ofApplication, eq(rotations.oldKeyId, keyId)))
    .returning({ id: rotations.id });
  const begunAgain = await tx
    .update(rotations)
    .set(BACK_AT_STEP_1)
    .where(and(ofApplication, eq(rotations.newKeyId, keyId)))
    .returning({ id: rotations.id, clientId: rotations.clientId, keyId: rotations.oldKeyId });
  for (const old of begunAgain) await redrawIn(tx, old, at);
  return [...ended, ...begunAgain].map(({ id }) => id);
}

function byOf({ asker }: OperationRow) {
  return { ...asker.person, name: asker.name };
}

import { and, eq, gte, inArray, isNotNull, isNull, like, notInArray, or } from 'drizzle-orm';
import type { ClientId } from '../../../../domain/shared/application.ts';
import type { Orm } from '../../base/database.ts';
import { operations } from '../../base/schema.ts';
import { rotations } from '../schema-reminders.ts';
import { logReadings, outages } from './schema-outages.ts';

/** The questions about successes begin so. */
const SUCCEEDED = 'succeeded ';

/** The applications whose successes matter; the readings of all others are deleted. */
export async function watchedIn(tx: Orm, formsSince: Date, createdSince: Date): Promise<readonly ClientId[]> {
  const isRotated = and(eq(rotations.state, 'open'), isNotNull(rotations.newKeyId));
  const isForm = and(eq(operations.kind, 'delete'), eq(operations.state, 'open'), gte(operations.openedAt, formsSince));
  const isCreated = and(
    eq(operations.kind, 'create'),
    inArray(operations.state, ['added', 'done']),
    gte(operations.intendedAt, createdSince),
  );
  const rows = await tx
    .select({ clientId: rotations.clientId })
    .from(rotations)
    .where(isRotated)
    .union(tx.select({ clientId: operations.clientId }).from(operations).where(or(isForm, isCreated)))
    .union(tx.select({ clientId: outages.clientId }).from(outages).where(isNull(outages.endedAt)));
  const clientIds = rows.map(({ clientId }) => clientId);
  const watched = clientIds.map((clientId) => `${SUCCEEDED}${clientId}`);
  const others = like(logReadings.question, `${SUCCEEDED}%`);
  await tx
    .delete(logReadings)
    .where(watched.length === 0 ? others : and(others, notInArray(logReadings.question, watched)));
  return clientIds;
}

import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import type { UnexpectedCredentials } from '../../../ports/secrets/unexpected-credentials.ts';
import { appendAudit } from '../audit/audit-log.ts';
import { isOneOf } from '../base/one-of.ts';
import { lowerNamed, type Runner, storable } from '../base/transaction.ts';
import { putIn, redrawUnexpected } from '../messages/put-message.ts';
import { unexpectedCredentials as unexpected } from './schema-watched.ts';
import { forgetApplicationsIn } from './sightings.ts';
import { hasId, IS_UNANSWERED, toUnexpected } from './unexpected-rows.ts';

const OLDEST_FIRST = [asc(unexpected.foundAt), asc(unexpected.displayName), asc(unexpected.id)];
const NEWEST_FIRST = [desc(unexpected.foundAt), asc(unexpected.displayName), asc(unexpected.id)];

export function createUnexpectedCredentials({ transact, direct }: Runner): UnexpectedCredentials {
  return {
    withIds: (ids) =>
      direct(async (tx) =>
        (
          await tx
            .select()
            .from(unexpected)
            .where(hasId(ids))
            .orderBy(...OLDEST_FIRST)
        ).map(toUnexpected),
      ),
    unanswered: (clientIds) =>
      direct(async (tx) => {
        const of = clientIds && isOneOf(unexpected.clientId, clientIds.map(storable));
        const rows = tx.select().from(unexpected).where(and(IS_UNANSWERED, of));
        return (await rows.orderBy(...NEWEST_FIRST)).map(toUnexpected);
      }),
    untold: (limit) =>
      direct(async (tx) => {
        const rows = tx.select().from(unexpected).where(isNull(unexpected.toldAt));
        return (await rows.orderBy(...OLDEST_FIRST).limit(limit)).map(toUnexpected);
      }),
    told: (ids, at, messages) =>
      transact(async (tx) => {
        const isUntold = and(hasId(ids), isNull(unexpected.toldAt));
        // In one order, so that two processes never wait for each other.
        const untold = tx.select({ id: unexpected.id }).from(unexpected).where(isUntold);
        const locked = await untold.orderBy(unexpected.id).for('update');
        if (locked.length < ids.length) return false;
        await tx.update(unexpected).set({ toldAt: at }).where(isUntold);
        await putIn(tx, messages);
        return true;
      }),
    ours: (id, by, at, event) =>
      transact(async (tx) => {
        const set = { answer: 'ours', answeredBy: lowerNamed(by), answeredAt: at } as const;
        const which = and(eq(unexpected.id, storable(id)), IS_UNANSWERED);
        const [row] = await tx.update(unexpected).set(set).where(which).returning();
        if (row === undefined) return false;
        await redrawUnexpected(tx, row.clientId, at);
        await appendAudit(tx, event);
        return true;
      }),
    applicationsGone: (clientIds, at) => transact((tx) => forgetApplicationsIn(tx, clientIds.map(storable), at)),
  };
}

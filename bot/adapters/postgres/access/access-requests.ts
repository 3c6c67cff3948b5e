import { and, desc, eq } from 'drizzle-orm';
import { type AccessRequest, REQUESTS_AT_ONCE } from '../../../domain/access/access-request.ts';
import type { AuditEvent } from '../../../domain/audit/audit-events.ts';
import type { AccessRequests } from '../../../ports/access/access-requests.ts';
import { appendAudit } from '../audit/audit-log.ts';
import type { Orm } from '../base/database.ts';
import { isAmong } from '../base/person-columns.ts';
import type { Transact } from '../base/transaction.ts';
import { redrawRequests } from '../messages/put-message.ts';
import { toConfirmation, toRequest, toRow, toTick } from './access-request-row.ts';
import {
  approveIn,
  expireIn,
  isRequest,
  LASTING,
  lockPerson,
  OPEN,
  routeIn,
  setIn,
  stepIn,
} from './access-request-steps.ts';
import { accessRequests } from './schema-access.ts';

const SHOWN = 20;

export function createAccessRequests(transact: Transact): AccessRequests {
  return {
    add: (request, event) => transact((tx) => addIn(tx, request, event)),
    find: (id) =>
      transact(async (tx) => (await tx.select().from(accessRequests).where(isRequest(id))).map(toRequest)[0]),
    open: () =>
      transact(async (tx) => {
        const { requestedAt, id } = accessRequests;
        return (await tx.select().from(accessRequests).where(OPEN).orderBy(requestedAt, id)).map(toRequest);
      }),
    of: (person) =>
      transact(async (tx) => {
        const { requestedAt, id } = accessRequests;
        const mine = tx
          .select()
          .from(accessRequests)
          .where(isAmong(accessRequests, [person]));
        return (await mine.orderBy(desc(requestedAt), desc(id)).limit(SHOWN)).map(toRequest);
      }),
    route: (id, scope, step) => transact((tx) => routeIn(tx, id, scope, step)),
    confirm: (id, by, step) => {
      const set = { state: 'confirmed', confirmation: toConfirmation(by, undefined) } as const;
      return transact((tx) => stepIn(tx, id, ['waiting'], set, step));
    },
    decline: (id, by, step) => {
      const set = { state: 'declined', decision: toTick(by) } as const;
      return transact((tx) => stepIn(tx, id, ['waiting', 'confirmed'], set, step));
    },
    approve: (id, approval, step) => transact((tx) => approveIn(tx, id, approval, step)),
    expire: (now, step) => transact((tx) => expireIn(tx, now, step)),
  };
}

async function addIn(tx: Orm, request: AccessRequest, event: AuditEvent): ReturnType<AccessRequests['add']> {
  const row = toRow(request);
  await lockPerson(tx, row);
  const mine = and(isAmong(accessRequests, [row]), LASTING);
  const same = and(mine, eq(accessRequests.requestKey, row.requestKey));
  const [standing] = await tx.select().from(accessRequests).where(same).for('update');
  if (standing !== undefined) {
    const words = { ...row.words, query: standing.words.query };
    await setIn(tx, [standing.id], { words, repeats: standing.repeats + 1 });
    await redrawRequests(tx, [standing.id], event.at);
    await appendAudit(tx, { ...event, action: 'request.repeated' });
    return 'folded';
  }
  if ((await tx.$count(accessRequests, mine)) >= REQUESTS_AT_ONCE) return 'too-many';
  await tx.insert(accessRequests).values(row);
  await appendAudit(tx, event);
  return 'added';
}

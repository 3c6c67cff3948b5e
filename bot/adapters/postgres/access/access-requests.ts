import { and, desc, eq, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import { type AccessRequest, isOpenRequest, REQUESTS_AT_ONCE } from '../../../domain/access/access-request.ts';
import type { AuditEvent } from '../../../domain/audit/audit-events.ts';
import { type PersonId, samePerson } from '../../../domain/shared/person.ts';
import type { AccessRequests } from '../../../ports/access/access-requests.ts';
import { appendAudit } from '../audit/audit-log.ts';
import type { Orm } from '../base/database.ts';
import { isAmong } from '../base/person-columns.ts';
import { type Runner, storable } from '../base/transaction.ts';
import { redrawRequests } from '../messages/put-message.ts';
import { toConfirmation, toRequest, toRow, toTick } from './access-request-row.ts';
import { approveIn, expireIn, LASTING, lockPerson, OPEN, routeIn, setIn, stepIn } from './access-request-steps.ts';
import { accessRequests } from './schema-access.ts';

const SHOWN = 20;
const ID = sql.placeholder('id');

export function createAccessRequests({ transact, direct, prepared }: Runner): AccessRequests {
  const found = prepared('request_by_id', (orm) => orm.select().from(accessRequests).where(eq(accessRequests.id, ID)));
  return {
    add: (request, event) => transact((tx) => addIn(tx, request, event)),
    find: async (id) => (await found({ id: storable(id) })).map(toRequest)[0],
    open: () =>
      direct(async (tx) => {
        const { requestedAt, id } = accessRequests;
        return (await tx.select().from(accessRequests).where(OPEN).orderBy(requestedAt, id)).map(toRequest);
      }),
    of: (person) =>
      direct(async (tx) => {
        const { requestedAt, id } = accessRequests;
        const mine = tx
          .select()
          .from(accessRequests)
          .where(isAmong(accessRequests, [person]));
        return (await mine.orderBy(desc(requestedAt), desc(id)).limit(SHOWN)).map(toRequest);
      }),
    openAndOf: (person) => direct((tx) => openAndOfIn(tx, person)),
    route: (id, scope, step) => transact((tx) => routeIn(tx, id, scope, step)),
    choose: (id, scope, step) => transact((tx) => routeIn(tx, id, scope, step, 'waiting')),
    confirm: (id, by, step) => {
      const set = { state: 'confirmed', confirmation: toConfirmation(by, undefined) } as const;
      return transact((tx) => stepIn(tx, id, ['waiting'], set, step));
    },
    decline: (id, by, step) => {
      const set = { state: 'declined', decision: { ...toTick(by), reason: by.reason } } as const;
      return transact((tx) => stepIn(tx, id, ['waiting', 'confirmed'], set, step));
    },
    approve: (id, approval, step) => transact((tx) => approveIn(tx, id, approval, step)),
    expire: (now, step) => transact((tx) => expireIn(tx, now, step)),
  };
}

/** An open request of the person is in both parts. */
async function openAndOfIn(tx: Orm, person: PersonId): ReturnType<AccessRequests['openAndOf']> {
  const { requestedAt, id } = accessRequests;
  const mine = tx
    .select()
    .from(accessRequests)
    .where(isAmong(accessRequests, [person]));
  const own = mine.orderBy(desc(requestedAt), desc(id)).limit(SHOWN);
  const rows = await unionAll(tx.select().from(accessRequests).where(OPEN), own).orderBy(requestedAt, id);
  const requests = [...new Map(rows.map((row) => [row.id, toRequest(row)])).values()];
  return {
    open: requests.filter(isOpenRequest),
    own: requests.filter(({ asker }) => samePerson(asker.person, person)).reverse(),
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

import { and, eq, inArray, lte, ne, type SQL, sql } from 'drizzle-orm';
import {
  type AccessRequest,
  LASTING_STATES,
  OPEN_STATES,
  type RequestState,
} from '../../../domain/access/access-request.ts';
import type { AuditEvent } from '../../../domain/audit/audit-events.ts';
import type { Scope } from '../../../domain/shared/organisation.ts';
import type { PersonId } from '../../../domain/shared/person.ts';
import type { AccessRequests, RequestStep } from '../../../ports/access/access-requests.ts';
import { appendAudits } from '../audit/audit-log.ts';
import { keyLock } from '../base/advisory-locks.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { isAmong, personKey } from '../base/person-columns.ts';
import { storable } from '../base/transaction.ts';
import { putIn, redrawRequests } from '../messages/put-message.ts';
import { type RequestRow, toConfirmation, toRequest, toScopeColumns, toTick } from './access-request-row.ts';
import { lockAssignments } from './assignment-changes.ts';
import { insertPairs } from './assignment-row.ts';
import { accessRequests } from './schema-access.ts';

export const OPEN = inArray(accessRequests.state, [...OPEN_STATES]);
export const LASTING = inArray(accessRequests.state, [...LASTING_STATES]);

/** Two of one person that turn out to mean the same take turns, so that the second finds the first. */
export async function routeIn(
  tx: Orm,
  id: string,
  scope: Scope | undefined,
  step: RequestStep,
  from: 'new' | 'waiting' = 'new',
): ReturnType<AccessRequests['route']> {
  const [known] = await tx.select().from(accessRequests).where(isRequest(id));
  if (known === undefined) return false;
  await lockPerson(tx, known);
  // Two people never give it a meaning at the same time, because each holds the lock of the asker.
  if (from === 'waiting' && (await hasMeaning(tx, id))) return false;
  const set = toScopeColumns(scope);
  if (set.scopeId === null || !(await meansIt(tx, known, set.scopeId)))
    return (await stepIn(tx, id, [from], { ...set, state: 'waiting' }, step)) ? 'routed' : false;
  const folding: RequestStep = { audit: { ...step.audit, action: 'request.repeated' }, messages: [] };
  return (await stepIn(tx, id, [from], { ...set, state: 'folded' }, folding)) ? 'folded' : false;
}

async function hasMeaning(tx: Orm, id: string): Promise<boolean> {
  const [now] = await tx.select().from(accessRequests).where(isRequest(id));
  return now === undefined || now.scopeId !== null;
}

/** Whether another open request of the person means the same; it stays open until the caller's transaction ends. */
async function meansIt(tx: Orm, { id, tid, oid }: RequestRow, scopeId: string): Promise<boolean> {
  const others = and(isAmong(accessRequests, [{ tid, oid }]), OPEN, ne(accessRequests.id, id));
  const same = and(others, eq(accessRequests.scopeId, scopeId));
  return (await tx.select().from(accessRequests).where(same).orderBy(accessRequests.id).for('update')).length > 0;
}

export async function approveIn(
  tx: Orm,
  id: string,
  { by, recorded, confirmedBy, add, audit }: Parameters<AccessRequests['approve']>[1],
  step: RequestStep,
): ReturnType<AccessRequests['approve']> {
  const [row] = await tx.select().from(accessRequests).where(isRequest(id)).for('update');
  const waited = row?.state === 'waiting' && recorded !== undefined;
  if (row === undefined || (row.state !== 'confirmed' && !waited)) return undefined;
  await lockAssignments(tx);
  const added = await insertPairs(tx, add, { ...by, confirmedBy });
  const confirmation = waited ? toConfirmation(by, recorded) : row.confirmation;
  await setIn(tx, [row.id], { state: 'approved', decision: toTick(by), confirmation });
  const folded = await tx
    .update(accessRequests)
    .set({ state: 'approved', decision: toTick(by) })
    .where(and(isAmong(accessRequests, [row]), eq(accessRequests.state, 'folded'), isOfScope(row)))
    .returning({ id: accessRequests.id });
  await followIn(tx, [row.id, ...folded.map((one) => one.id)], [step], step.audit.at, added.map(audit));
  return added;
}

function isOfScope({ scopeId }: RequestRow): SQL | undefined {
  return scopeId === null ? sql`false` : eq(accessRequests.scopeId, scopeId);
}

/** One that another process is at, is left to it. */
export async function expireIn(tx: Orm, now: Date, step: (request: AccessRequest) => RequestStep): Promise<number> {
  const { expiresAt, id } = accessRequests;
  const over = tx
    .select()
    .from(accessRequests)
    .where(and(LASTING, lte(expiresAt, now)));
  const rows = await over.orderBy(expiresAt, id).for('update', { skipLocked: true });
  const steps = rows.map((row) => step(toRequest(row)));
  const ids = rows.map((row) => row.id);
  await setIn(tx, ids, { state: 'expired' });
  await followIn(tx, ids, steps, now);
  return rows.length;
}

/** False if the request was in none of these states; then nothing is recorded or told. */
export async function stepIn(
  tx: Orm,
  id: string,
  from: readonly RequestState[],
  set: Partial<RequestRow>,
  step: RequestStep,
): Promise<boolean> {
  const there = and(isRequest(id), inArray(accessRequests.state, [...from]));
  const [changed] = await tx.update(accessRequests).set(set).where(there).returning();
  if (changed === undefined) return false;
  await followIn(tx, [changed.id], [step], step.audit.at);
  return true;
}

/** What goes with a change of requests: cards to redraw, messages, and last the rows. */
async function followIn(
  tx: Orm,
  ids: readonly string[],
  steps: readonly RequestStep[],
  at: Date,
  more: readonly AuditEvent[] = [],
): Promise<void> {
  await redrawRequests(tx, ids, at);
  await putIn(
    tx,
    steps.flatMap(({ messages }) => messages),
  );
  await appendAudits(tx, [...steps.map(({ audit }) => audit), ...more]);
}

export async function setIn(tx: Orm, ids: readonly string[], set: Partial<RequestRow>): Promise<void> {
  for (const some of chunks(ids))
    await tx
      .update(accessRequests)
      .set(set)
      .where(inArray(accessRequests.id, [...some]));
}

/** Until the caller's transaction ends nobody else adds or routes a request of this person. */
export async function lockPerson(tx: Orm, person: PersonId): Promise<void> {
  await tx.execute(sql`SELECT ${keyLock('requests-of-person', personKey(person))}`);
}

function isRequest(id: string): SQL {
  return eq(accessRequests.id, storable(id));
}

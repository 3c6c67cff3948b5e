import { and, eq, gt, type SQL } from 'drizzle-orm';
import type { Assignment } from '../../../domain/access/assignment.ts';
import type { ClientId } from '../../../domain/shared/application.ts';
import type { PersonId } from '../../../domain/shared/person.ts';
import type { Assignments } from '../../../ports/access/assignments.ts';
import { appendAudit, appendAudits } from '../audit/audit-log.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { isOneOf } from '../base/one-of.ts';
import { isAmong } from '../base/person-columns.ts';
import { assignments } from '../base/schema.ts';
import type { Runner } from '../base/transaction.ts';
import { changeIn, lockAssignments } from './assignment-changes.ts';
import { createAssignmentForms } from './assignment-forms.ts';
import { assignmentsWithAway, insertPairs, toAssignment } from './assignment-row.ts';
import { endSessionsWithoutApplication } from './end-sessions.ts';

/** So many applications are named at once. */
const PAGE = 1_000;

export function createAssignments(runner: Runner): Assignments {
  const { transact, direct } = runner;
  return {
    ...createAssignmentForms(runner),
    of: (person) =>
      direct(async (tx) => {
        const mine = isAmong(assignments, [person]);
        const rows = await tx.select().from(assignments).where(mine).orderBy(assignments.clientId);
        return rows.map((row) => row.clientId);
      }),
    manages: (person, clientId) =>
      direct(async (tx) => (await tx.select().from(assignments).where(isAssignment(person, clientId))).length > 0),
    managersOf: (clientIds) => direct((tx) => managersIn(tx, clientIds)),
    managedOf: (clientIds) => direct((tx) => managedIn(tx, clientIds)),
    managedAfter: (clientId) =>
      direct(async (tx) => {
        const column = assignments.clientId;
        const later = gt(column, clientId.toLowerCase());
        const rows = await tx
          .selectDistinct({ clientId: column })
          .from(assignments)
          .where(later)
          .orderBy(column)
          .limit(PAGE);
        return rows.map((row) => row.clientId);
      }),
    all: () => direct((tx) => selectIn(tx)),
    add: (person, clientId, event) =>
      transact(async (tx) => {
        const making = { by: event.actor, at: event.at, confirmedBy: '' };
        const added = await insertPairs(tx, [{ clientId, person }], making);
        if (added.length > 0) await appendAudit(tx, event);
        return added.length > 0;
      }),
    remove: (person, clientId, event) =>
      transact(async (tx) => {
        await lockAssignments(tx);
        const removed = await tx.delete(assignments).where(isAssignment(person, clientId)).returning();
        if (removed.length === 0) return false;
        const ended = await endSessionsWithoutApplication(tx, [[person, event]]);
        await appendAudits(tx, [event, ...ended]);
        return true;
      }),
    change: (wish) => transact((tx) => changeIn(tx, wish)),
  };
}

async function managedIn(tx: Orm, clientIds: readonly ClientId[]): Promise<readonly ClientId[]> {
  const managed: ClientId[] = [];
  for (const some of chunks([...new Set(clientIds.map((id) => id.toLowerCase()))])) {
    const { clientId } = assignments;
    const rows = await tx.selectDistinct({ clientId }).from(assignments).where(isOneOf(clientId, some));
    managed.push(...rows.map((row) => row.clientId));
  }
  return managed;
}

async function managersIn(tx: Orm, clientIds: readonly ClientId[]): Promise<readonly Assignment[]> {
  const managers: Assignment[] = [];
  for (const some of chunks([...new Set(clientIds.map((id) => id.toLowerCase()))].sort()))
    managers.push(...(await selectIn(tx, isOneOf(assignments.clientId, some))));
  return managers;
}

async function selectIn(tx: Orm, which?: SQL): Promise<readonly Assignment[]> {
  const { clientId, addedAt, tid, oid } = assignments;
  const rows = await assignmentsWithAway(tx).where(which).orderBy(clientId, addedAt, tid, oid);
  return rows.map(({ assignment, away }) => toAssignment(assignment, away));
}

export function isAssignment(person: PersonId, clientId: string): SQL | undefined {
  return and(isAmong(assignments, [person]), eq(assignments.clientId, clientId.toLowerCase()));
}

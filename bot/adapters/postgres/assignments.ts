import { and, eq, inArray } from 'drizzle-orm';
import type { ClientId } from '../../domain/application.ts';
import type { PersonId } from '../../domain/person.ts';
import type { Assignments } from '../../ports/ledger.ts';
import type { Manager } from '../../ports/ledger-reminders.ts';
import { appendAudit } from './audit-log.ts';
import { chunks } from './chunks.ts';
import type { Orm } from './database.ts';
import { assignments } from './schema.ts';
import { lowerPerson, type Transact } from './transaction.ts';

export function createAssignments(transact: Transact): Assignments {
  return {
    of: (person) =>
      transact(async (tx) => {
        const rows = await tx.select().from(assignments).where(isPerson(person)).orderBy(assignments.clientId);
        return rows.map((row) => row.clientId);
      }),
    holds: (person, clientId) =>
      transact(async (tx) => (await tx.select().from(assignments).where(isAssignment(person, clientId))).length > 0),
    managersOf: (clientIds) => transact((tx) => managersIn(tx, clientIds)),
    add: (person, clientId, event) =>
      transact(async (tx) => {
        const row = { ...lowerPerson(person), clientId: clientId.toLowerCase(), addedAt: event.at };
        const added = await tx.insert(assignments).values(row).onConflictDoNothing().returning();
        if (added.length > 0) await appendAudit(tx, event);
        return added.length > 0;
      }),
    remove: (person, clientId, event) =>
      transact(async (tx) => {
        const removed = await tx.delete(assignments).where(isAssignment(person, clientId)).returning();
        if (removed.length > 0) await appendAudit(tx, event);
        return removed.length > 0;
      }),
  };
}

async function managersIn(tx: Orm, clientIds: readonly ClientId[]): Promise<readonly Manager[]> {
  const managers: Manager[] = [];
  for (const some of chunks(clientIds.map((id) => id.toLowerCase()))) {
    const rows = await tx
      .select()
      .from(assignments)
      .where(inArray(assignments.clientId, some))
      .orderBy(assignments.clientId, assignments.addedAt, assignments.oid);
    managers.push(...rows.map(({ clientId, tid, oid }) => ({ clientId, person: { tid, oid } })));
  }
  return managers;
}

export function isAssignment(person: PersonId, clientId: string) {
  return and(isPerson(person), eq(assignments.clientId, clientId.toLowerCase()));
}

function isPerson(person: PersonId) {
  const { tid, oid } = lowerPerson(person);
  return and(eq(assignments.tid, tid), eq(assignments.oid, oid));
}

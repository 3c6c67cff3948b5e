import { inArray, type SQL, sql } from 'drizzle-orm';
import { type Assignment, mayAbandon, type Pair, pairKey, planAssignments } from '../../../domain/access/assignment.ts';
import type { ClientId } from '../../../domain/shared/application.ts';
import type { AssignmentResult, AssignmentWish } from '../../../ports/access/assignments.ts';
import { appendAudits } from '../audit/audit-log.ts';
import { lock } from '../base/advisory-locks.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { assignments } from '../base/schema.ts';
import { putIn } from '../messages/put-message.ts';
import { lockForm, useForm } from './assignment-forms.ts';
import { assignmentsWithAway, insertPairs, lowerPair, toAssignment } from './assignment-row.ts';
import { endSessionsWithoutApplication } from './end-sessions.ts';

/** Nothing is written if the answer is not `done`. */
export async function changeIn(tx: Orm, wish: AssignmentWish): Promise<AssignmentResult> {
  const form = wish.form === undefined ? undefined : await lockForm(tx, wish.form);
  if (wish.form !== undefined && form === undefined) return { kind: 'form-used' };
  const [add, remove] = [wish.add.map(lowerPair), wish.remove.map(lowerPair)];
  await lockAssignments(tx);
  const plan = planAssignments({ add, remove }, await standingIn(tx, [...add, ...remove]));
  const { removed, abandoned } = plan;
  if (!mayAbandon(abandoned, wish.lastToo, form)) return { kind: 'last', clientIds: abandoned };
  const added = await insertPairs(tx, plan.added, wish);
  await deletePairs(tx, removed);
  if (wish.form !== undefined) await useForm(tx, wish.form);
  await putIn(tx, wish.messages({ added, removed }));
  const removals = removed.map((pair) => [pair.person, wish.audit(pair, 'removed')] as const);
  const ended = await endSessionsWithoutApplication(tx, removals);
  await appendAudits(tx, [
    ...added.map((pair) => wish.audit(pair, 'added')),
    ...removals.map(([, removal]) => removal),
    ...ended,
  ]);
  // A process that knows no such lock may have added one of them meanwhile.
  const made = new Set(added.map(pairKey));
  const unchanged = [...plan.unchanged, ...plan.added.filter((pair) => !made.has(pairKey(pair)))];
  return { kind: 'done', added, removed, unchanged, abandoned };
}

/**
 * Until the caller's transaction ends nobody else changes more than one assignment, or removes one. Locks of rows alone would not do: a
 * row that another is just adding is not there to be locked, and two that add the same would wait for each other.
 */
export async function lockAssignments(tx: Orm): Promise<void> {
  await tx.execute(sql`SELECT ${lock('assignments')}`);
}

/** Locked too: a change of secrets that is beginning, or the removal of one manager, comes before or after. */
async function standingIn(tx: Orm, pairs: readonly Pair[]): Promise<readonly Assignment[]> {
  const { clientId, tid, oid } = assignments;
  const ids: readonly ClientId[] = [...new Set(pairs.map((pair) => pair.clientId))].sort();
  const standing: Assignment[] = [];
  for (const some of chunks(ids)) {
    const these = inArray(clientId, [...some]);
    const query = assignmentsWithAway(tx).where(these).orderBy(clientId, tid, oid);
    const rows = await query.for('update', { of: assignments });
    standing.push(...rows.map(({ assignment, away }) => toAssignment(assignment, away)));
  }
  return standing;
}

async function deletePairs(tx: Orm, pairs: readonly Pair[]): Promise<void> {
  for (const some of chunks(pairs)) await tx.delete(assignments).where(isOneOf(some));
}

/** As one parameter: a long list of triples takes the planner seconds. */
function isOneOf(pairs: readonly Pair[]): SQL {
  const triples = pairs.map(({ clientId: c, person: { tid: t, oid: o } }) => ({ t, o, c }));
  const given = sql`SELECT t, o, c FROM json_to_recordset(${JSON.stringify(triples)}::json) AS given (t text, o text, c text)`;
  return sql`(${assignments.tid}, ${assignments.oid}, ${assignments.clientId}) IN (${given})`;
}

import { sql } from 'drizzle-orm';
import { type Assignment, type Pair, pairKey } from '../../../domain/access/assignment.ts';
import type { Away } from '../../../domain/access/away.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { assignments, awayPeople } from '../base/schema.ts';
import { lowerNamed, storable } from '../base/transaction.ts';
import { notGoneAnyMoreIn } from './known-applications.ts';

type Row = typeof assignments.$inferSelect;

/** Who made an assignment, when, and on whose word. */
export interface Making extends Pick<Assignment, 'by' | 'confirmedBy'> {
  readonly at: Date;
}

/** Those of the pairs that are new. */
export async function insertPairs(tx: Orm, pairs: readonly Pair[], making: Making): Promise<readonly Pair[]> {
  const wanted = new Map(pairs.map(lowerPair).map((pair) => [pairKey(pair), pair]));
  const inserted = new Set<string>();
  for (const some of chunks([...wanted.values()])) {
    const rows = some.map((pair) => toRow(pair, making));
    for (const row of await tx.insert(assignments).values(rows).onConflictDoNothing().returning())
      inserted.add(pairKey(toAssignment(row)));
  }
  const added = [...wanted].flatMap(([key, pair]) => (inserted.has(key) ? [pair] : []));
  const clientIds = added.map(({ clientId }) => clientId);
  await notGoneAnyMoreIn(tx, clientIds);
  return added;
}

export function lowerPair({ clientId, person }: Pair): Pair {
  return { clientId: clientId.toLowerCase(), person: lowerNamed(person) };
}

function toRow({ clientId, person }: Pair, { by, at: addedAt, confirmedBy }: Making): Row {
  return {
    ...person,
    name: storable(person.name),
    clientId,
    addedAt,
    addedBy: by === undefined ? null : lowerNamed(by),
    confirmedBy: storable(confirmedBy),
  };
}

/** The name that was known when the person went stands in for one that the assignment does not have. */
export function toAssignment(
  { clientId, tid, oid, name, addedAt: since, addedBy, confirmedBy }: Row,
  gone?: (Away & { readonly name: string }) | null,
): Assignment {
  const person = { tid, oid, name: name || (gone?.name ?? '') };
  const assignment = { clientId, person, since, by: addedBy ?? undefined, confirmedBy };
  return gone == null ? assignment : { ...assignment, away: { how: gone.how, since: gone.since } };
}

/** The assignments, each with whether its person is away. */
export function assignmentsWithAway(tx: Orm) {
  const isTheirs = sql`(${awayPeople.tid}, ${awayPeople.oid}) = (${assignments.tid}, ${assignments.oid})`;
  const away = { how: awayPeople.how, since: awayPeople.since, name: awayPeople.name };
  return tx.select({ assignment: assignments, away }).from(assignments).leftJoin(awayPeople, isTheirs).$dynamic();
}

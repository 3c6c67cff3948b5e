import { type Assignment, type Pair, pairKey } from '../../../domain/access/assignment.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { assignments } from '../base/schema.ts';
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

export function toAssignment({ clientId, tid, oid, name, addedAt: since, addedBy, confirmedBy }: Row): Assignment {
  return { clientId, person: { tid, oid, name }, since, by: addedBy ?? undefined, confirmedBy };
}

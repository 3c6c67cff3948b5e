import type { AuditEvent } from '../../../domain/audit/audit-events.ts';
import type { PersonId } from '../../../domain/shared/person.ts';
import type { EndedSignIn } from '../../../ports/sign-in/sessions.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { isAmong, personKey } from '../base/person-columns.ts';
import { assignments, sessions, signIns } from '../base/schema.ts';

/** Ends the sessions and the sign-ins of these people, or of everybody, and returns those who had one. */
export async function endSessionsIn(
  tx: Orm,
  who: readonly PersonId[] | 'everybody',
  now: Date,
): Promise<readonly EndedSignIn[]> {
  const ended = new Map<string, EndedSignIn>();
  if (who === 'everybody') await deleteIn(tx, undefined, now, ended);
  else for (const some of chunks(who)) await deleteIn(tx, some, now, ended);
  return [...ended.values()];
}

/** What has expired is deleted, too, but did not end here. */
async function deleteIn(
  tx: Orm,
  people: readonly PersonId[] | undefined,
  now: Date,
  ended: Map<string, EndedSignIn>,
): Promise<void> {
  for (const { tid, oid, name, expiresAt } of await tx
    .delete(sessions)
    .where(people && isAmong(sessions, people))
    .returning()) {
    if (expiresAt > now) ended.set(personKey({ tid, oid }), { person: { tid, oid, name }, session: true, signIns: 0 });
  }
  for (const { tid, oid, asker, expiresAt } of await tx
    .delete(signIns)
    .where(people && isAmong(signIns, people))
    .returning()) {
    if (expiresAt <= now) continue;
    const before = ended.get(personKey({ tid, oid }));
    const person = before?.person ?? { tid, oid, name: asker.name };
    const count = (before?.signIns ?? 0) + 1;
    ended.set(personKey({ tid, oid }), { person, session: before?.session ?? false, signIns: count });
  }
}

/**
 * Ends the sessions of people who lost an application and manage none now, and returns the audit rows of that.
 * `removals`: each with its audit row, from which that of the session follows. The caller holds the lock of assignments, so
 * that nobody else removes the other one of two, and appends to the record last, because nobody who holds the head of the record may wait for a session.
 */
export async function endSessionsWithoutApplication(
  tx: Orm,
  removals: readonly (readonly [person: PersonId, removal: AuditEvent])[],
): Promise<readonly AuditEvent[]> {
  const removalOf = new Map(removals.map(([person, removal]) => [personKey(person), removal]));
  const [first] = removalOf.values();
  if (first === undefined) return [];
  const people = new Map(removals.map(([person]) => [personKey(person), person]));
  for (const some of chunks([...people.values()])) {
    const rows = await tx
      .selectDistinct({ tid: assignments.tid, oid: assignments.oid })
      .from(assignments)
      .where(isAmong(assignments, some));
    for (const row of rows) people.delete(personKey(row));
  }
  const ended = await endSessionsIn(tx, [...people.values()], first.at);
  return ended.map(({ person }) => {
    const removal = removalOf.get(personKey(person)) ?? first;
    return { ...removal, action: 'session.ended', subject: person, clientId: undefined, detail: 'last application' };
  });
}

import type { AuditEvent } from '../../../domain/audit/audit-events.ts';
import type { PersonId } from '../../../domain/shared/person.ts';
import type { EndedSignIn } from '../../../ports/sign-in/sessions.ts';
import { appendAudits } from '../audit/audit-log.ts';
import { chunks } from '../base/chunks.ts';
import type { Orm } from '../base/database.ts';
import { isAmong, personKey } from '../base/person-columns.ts';
import { assignments, sessions, signIns } from '../base/schema.ts';

/** Ends the sessions and the sign-ins of these people, or of everybody; `audit` makes the row of each who had one. */
export async function endSessionsIn(
  tx: Orm,
  who: readonly PersonId[] | 'everybody',
  now: Date,
  audit: (ended: EndedSignIn) => AuditEvent,
): Promise<readonly EndedSignIn[]> {
  const ended = new Map<string, EndedSignIn>();
  if (who === 'everybody') await deleteIn(tx, undefined, now, ended);
  else for (const some of chunks(who)) await deleteIn(tx, some, now, ended);
  const all = [...ended.values()];
  await appendAudits(tx, all.map(audit));
  return all;
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
 * Ends the sessions of people who lost an application and manage none now. `removals`: each with its audit row, from which
 * that of the session follows. The caller holds the lock of assignments, so that nobody else removes the other one of two.
 */
export async function endSessionsWithoutApplication(
  tx: Orm,
  removals: readonly (readonly [person: PersonId, removal: AuditEvent])[],
): Promise<void> {
  const removalOf = new Map(removals.map(([person, removal]) => [personKey(person), removal]));
  const [first] = removalOf.values();
  if (first === undefined) return;
  const people = new Map(removals.map(([person]) => [personKey(person), person]));
  for (const some of chunks([...people.values()])) {
    const rows = await tx
      .selectDistinct({ tid: assignments.tid, oid: assignments.oid })
      .from(assignments)
      .where(isAmong(assignments, some));
    for (const row of rows) people.delete(personKey(row));
  }
  await endSessionsIn(tx, [...people.values()], first.at, ({ person }) => {
    const removal = removalOf.get(personKey(person)) ?? first;
    return { ...removal, action: 'session.ended', subject: person, clientId: undefined, detail: 'last application' };
  });
}

/** Whether the person has a session at `now`. Its row stays locked until the caller's transaction ends. */
export async function hasSessionIn(tx: Orm, person: PersonId, now: Date): Promise<boolean> {
  const rows = await tx
    .select()
    .from(sessions)
    .where(isAmong(sessions, [person]))
    .for('update');
  return rows.some(({ expiresAt }) => expiresAt > now);
}

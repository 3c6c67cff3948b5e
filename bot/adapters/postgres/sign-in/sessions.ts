import { and, eq, gt } from 'drizzle-orm';
import type { AuditEvent } from '../../../domain/audit/audit-events.ts';
import type { PersonId } from '../../../domain/shared/person.ts';
import type { Sessions } from '../../../ports/sign-in/sessions.ts';
import { keepAdministrator } from '../access/administrators.ts';
import { backIn } from '../access/away-people.ts';
import { endSessionsIn } from '../access/end-sessions.ts';
import { keepSignOut, metByStart } from '../access/sign-outs.ts';
import { appendAudit, appendAudits } from '../audit/audit-log.ts';
import { sessions } from '../base/schema.ts';
import { lowerPerson, type Runner, storable } from '../base/transaction.ts';
import { toSession } from './session-row.ts';

/** The column stays until no version that reads it can run beside this one. */
const NO_METHODS: readonly string[] = [];

export function createSessions({ transact, direct }: Runner): Sessions {
  return {
    find: (person, now) =>
      direct(async (tx) => {
        const [row] = await tx
          .select()
          .from(sessions)
          .where(and(isPerson(person), gt(sessions.expiresAt, now)));
        return row === undefined ? undefined : toSession(row);
      }),
    start: (session, event) =>
      transact(async (tx) => {
        const { ended, away } = await metByStart(tx, session);
        if (ended) return false;
        const { person, ...claims } = session;
        const values = {
          ...claims,
          amr: NO_METHODS,
          name: storable(session.name),
          authTime: session.authTime ?? null,
        };
        await tx
          .insert(sessions)
          .values({ ...values, ...lowerPerson(person) })
          .onConflictDoUpdate({ target: [sessions.tid, sessions.oid], set: values });
        await keepAdministrator(tx, session);
        const back = away ? await backIn(tx, [person]) : [];
        await appendAudits(tx, [
          event,
          ...back.map((subject): AuditEvent => ({ ...event, action: 'manager.back', subject, detail: 'signed in' })),
        ]);
        return true;
      }),
    end: (person, event) =>
      transact(async (tx) => {
        const [ended] = await endSessionsIn(tx, [person], event.at);
        if (ended?.session !== true) return false;
        await appendAudit(tx, event);
        return true;
      }),
    endAll: (who, now, audit) =>
      transact(async (tx) => {
        await keepSignOut(tx, who, now);
        const ended = await endSessionsIn(tx, who, now);
        await appendAudits(tx, ended.map(audit));
        return ended;
      }),
  };
}

function isPerson(person: PersonId) {
  const { tid, oid } = lowerPerson(person);
  return and(eq(sessions.tid, tid), eq(sessions.oid, oid));
}

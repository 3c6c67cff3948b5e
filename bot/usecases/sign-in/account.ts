import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { ADMIN_ROLE, stepUpUntil } from '../../domain/sign-in/session.ts';
import { auditOf } from '../audit/audit-events.ts';
import type { Deps } from '../shared/deps.ts';

export async function whoAmI(deps: Deps, asker: Asker): Promise<Outcome> {
  const now = deps.clock();
  const session = await deps.ledger.sessions.find(asker.person, now);
  if (session === undefined) return { kind: 'not-signed-in' };
  const managed = (await deps.ledger.assignments.of(asker.person)).length;
  return {
    kind: 'who-am-i',
    name: session.name,
    administrator: session.roles.includes(ADMIN_ROLE),
    managed,
    signedInAt: session.signedInAt,
    sessionUntil: session.expiresAt,
    stepUpUntil: stepUpUntil(session, deps.settings.policy, now),
    now,
  };
}

export async function signOut(deps: Deps, asker: Asker): Promise<Outcome> {
  const ended = await deps.ledger.sessions.end(asker.person, auditOf(deps, asker, 'session.ended'));
  return ended ? { kind: 'signed-out' } : { kind: 'not-signed-in' };
}

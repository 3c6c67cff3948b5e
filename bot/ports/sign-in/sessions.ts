import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import type { Session } from '../../domain/sign-in/session.ts';

export interface Sessions {
  /** Undefined if there is no session, or if it has expired at `now`. */
  find(person: PersonId, now: Date): Promise<Session | undefined>;
  /** Replaces the person's session. */
  start(session: Session, audit: AuditEvent): Promise<void>;
  /** False if there was none. */
  end(person: PersonId, audit: AuditEvent): Promise<boolean>;
}

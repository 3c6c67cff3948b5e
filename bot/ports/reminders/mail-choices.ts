import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { MailChoice } from '../../domain/shared/command.ts';
import type { PersonId } from '../../domain/shared/person.ts';

export interface MailChoices {
  /** `html` for whoever has not chosen; keyed as in the list given, in its order. */
  of(people: readonly PersonId[]): Promise<readonly MailChoice[]>;
  set(person: PersonId, choice: MailChoice, audit: AuditEvent): Promise<void>;
}

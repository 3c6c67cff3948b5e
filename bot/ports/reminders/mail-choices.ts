import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { MailChoice } from '../../domain/shared/command.ts';
import type { PersonId } from '../../domain/shared/person.ts';

export interface MailChoices {
  /** The choices in the order of the people; `html` for a person who has not chosen. */
  of(people: readonly PersonId[]): Promise<readonly MailChoice[]>;
  set(person: PersonId, choice: MailChoice, audit: AuditEvent): Promise<void>;
}

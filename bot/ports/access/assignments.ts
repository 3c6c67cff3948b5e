import type { Assignment, AssignmentForm, Pair } from '../../domain/access/assignment.ts';
import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { ClientId } from '../../domain/shared/application.ts';
import type { NamedPerson, PersonId } from '../../domain/shared/person.ts';

/** A wish to change who manages which application. It is planned under locks, against the assignments of that moment. */
export interface AssignmentWish {
  readonly at: Date;
  /** Undefined for the operator's command line. */
  readonly by: NamedPerson | undefined;
  readonly add: readonly Pair[];
  readonly remove: readonly Pair[];
  /** Whether an application may be left without any manager. With a form: only the applications that the form has warned of. */
  readonly lastToo: boolean;
  /** Who in the organisation confirmed what is added; kept with each assignment. Empty if nobody had to. */
  readonly confirmedBy: string;
  /** The nonce of the form that the change uses up; undefined if it comes from no form. */
  readonly form: string | undefined;
  /** Makes the audit row of one pair that really changes. */
  readonly audit: (pair: Pair, change: 'added' | 'removed') => AuditEvent;
  /** Makes the messages that tell people what really changed. */
  readonly messages: (done: {
    readonly added: readonly Pair[];
    readonly removed: readonly Pair[];
  }) => readonly OutboxMessage[];
}

export type AssignmentResult =
  | {
      readonly kind: 'done';
      readonly added: readonly Pair[];
      readonly removed: readonly Pair[];
      readonly unchanged: readonly Pair[];
      /** Applications that have no manager now because of this change. */
      readonly abandoned: readonly ClientId[];
    }
  /** Nothing was changed: these applications would have no manager left. */
  | { readonly kind: 'last'; readonly clientIds: readonly ClientId[] }
  /** Nothing was changed: the form was used before. */
  | { readonly kind: 'form-used' };

/** If a person loses their last application, their session and the sign-ins that they have begun end in the same transaction, with an audit row. */
export interface Assignments {
  /** The applications that a person manages. */
  of(person: PersonId): Promise<readonly ClientId[]>;
  manages(person: PersonId, clientId: ClientId): Promise<boolean>;
  /** The managers of these applications, ordered by application; the one assigned first comes first. */
  managersOf(clientIds: readonly ClientId[]): Promise<readonly Assignment[]>;
  /** Those of these applications that somebody manages, in lower case. */
  managedOf(clientIds: readonly ClientId[]): Promise<readonly ClientId[]>;
  /** The next thousand applications that somebody manages, in lower case and in their order. Empty after the last one. */
  managedAfter(clientId: ClientId): Promise<readonly ClientId[]>;
  /** All assignments, ordered by application; the one assigned first comes first. */
  all(): Promise<readonly Assignment[]>;
  /** False if it was so already (then nothing is audited). */
  add(person: NamedPerson, clientId: ClientId, audit: AuditEvent): Promise<boolean>;
  remove(person: PersonId, clientId: ClientId, audit: AuditEvent): Promise<boolean>;
  /** Carries the whole wish out in one transaction. */
  change(wish: AssignmentWish): Promise<AssignmentResult>;
  openForm(form: Omit<AssignmentForm, 'state' | 'warnedOf'>): Promise<void>;
  findForm(nonce: string): Promise<AssignmentForm | undefined>;
  /** Form: `open` or `warned` → `warned`, and keeps these applications with it. False if its state was another. */
  warn(nonce: string, clientIds: readonly ClientId[]): Promise<boolean>;
}

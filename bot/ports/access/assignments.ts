import type { Assignment, AssignmentForm, Pair } from '../../domain/access/assignment.ts';
import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { ClientId } from '../../domain/shared/application.ts';
import type { NamedPerson, PersonId } from '../../domain/shared/person.ts';

/** A wish to change who manages what. Planned against what stands then, under locks. */
export interface AssignmentWish {
  readonly at: Date;
  /** Undefined for the operator's command line. */
  readonly by: NamedPerson | undefined;
  readonly add: readonly Pair[];
  readonly remove: readonly Pair[];
  /** Whether an application may be left without any manager; by a form, only those that it has warned of. */
  readonly lastToo: boolean;
  /** Who in the organisation confirmed what is added; kept with each assignment. Empty where nobody had to. */
  readonly confirmedBy: string;
  /** Used up by the change; undefined where it comes from no form. */
  readonly form: string | undefined;
  /** The row of one pair that really changes. */
  readonly audit: (pair: Pair, change: 'added' | 'removed') => AuditEvent;
  /** What is told of it, of what really changes. */
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
      /** Applications that have no manager now, because of this. */
      readonly abandoned: readonly ClientId[];
    }
  /** Nothing was changed: these applications would have no manager left. */
  | { readonly kind: 'last'; readonly clientIds: readonly ClientId[] }
  /** Nothing was changed: the form was used before. */
  | { readonly kind: 'form-used' };

export interface Assignments {
  /** The applications that a person manages. */
  of(person: PersonId): Promise<readonly ClientId[]>;
  manages(person: PersonId, clientId: ClientId): Promise<boolean>;
  /** Who manages these applications: by application, then the longest first. */
  managersOf(clientIds: readonly ClientId[]): Promise<readonly Assignment[]>;
  /** Every assignment there is, in the same order. */
  all(): Promise<readonly Assignment[]>;
  /** False where it was so already (then nothing is audited). */
  add(person: NamedPerson, clientId: ClientId, audit: AuditEvent): Promise<boolean>;
  remove(person: PersonId, clientId: ClientId, audit: AuditEvent): Promise<boolean>;
  /** All of it in one transaction. */
  change(wish: AssignmentWish): Promise<AssignmentResult>;
  openForm(form: Omit<AssignmentForm, 'state' | 'warnedOf'>): Promise<void>;
  findForm(nonce: string): Promise<AssignmentForm | undefined>;
  /** `open` or `warned` → `warned`, of these. False where it was neither. */
  warn(nonce: string, clientIds: readonly ClientId[]): Promise<boolean>;
}

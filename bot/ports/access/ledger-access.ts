import type { AccessRequest, RequestTick } from '../../domain/access/access-request.ts';
import type { Assignment, AssignmentForm, Pair } from '../../domain/access/assignment.ts';
import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { ClientId } from '../../domain/shared/application.ts';
import type { Scope } from '../../domain/shared/organisation.ts';
import type { NamedPerson, PersonId } from '../../domain/shared/person.ts';
import type { Posted } from '../messages/announcer.ts';

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
  holds(person: PersonId, clientId: ClientId): Promise<boolean>;
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

/** What goes with a step of a request: its row, and what is told of it. */
export interface RequestStep {
  readonly audit: AuditEvent;
  readonly messages: readonly OutboxMessage[];
}

export interface AccessRequests {
  /**
   * `folded`: an open one of the same person in the same words (requestKey) is there: it gets the newer reasons, counts
   * the repetition, and `audit` has action `request.repeated`. `too-many`: the person has REQUESTS_AT_ONCE open ones, those that were
   * folded in routing included; nothing was recorded.
   */
  add(request: AccessRequest, audit: AuditEvent): Promise<'added' | 'folded' | 'too-many'>;
  find(id: string): Promise<AccessRequest | undefined>;
  /** Of everybody, oldest first. */
  open(): Promise<readonly AccessRequest[]>;
  /** Of one person, newest first, ended ones included. At most 20. */
  of(person: PersonId): Promise<readonly AccessRequest[]>;
  /**
   * `new` → `waiting`, with what the words mean. `folded` where another open request of the person means the same scope:
   * then it ends so, without messages. False where it was not new.
   */
  route(id: string, scope: Scope | undefined, step: RequestStep): Promise<'routed' | 'folded' | false>;
  /** `waiting` → `confirmed`. False where it was not waiting. */
  confirm(id: string, by: RequestTick, step: RequestStep): Promise<boolean>;
  /** `waiting` or `confirmed` → `declined`. False where it was neither. */
  decline(id: string, by: RequestTick, step: RequestStep): Promise<boolean>;
  /**
   * `confirmed` → `approved`, or from `waiting` where `recorded` says who confirmed it; with the assignments, each with its
   * own row. What was folded into it is approved with it. Undefined where the state was another; else the pairs that are new.
   */
  approve(
    id: string,
    approval: {
      readonly by: RequestTick;
      readonly recorded: string | undefined;
      /** Kept with each assignment: the manager who confirmed, or who was recorded. */
      readonly confirmedBy: string;
      readonly add: readonly Pair[];
      readonly audit: (pair: Pair) => AuditEvent;
    },
    step: RequestStep,
  ): Promise<readonly Pair[] | undefined>;
  /** Open ones, and folded ones, whose time is up → `expired`, each with its row and messages. How many. */
  expire(now: Date, step: (request: AccessRequest) => RequestStep): Promise<number>;
}

/** A message that is to be sent, or drawn anew where `posted` is known. */
export interface DueMessage extends OutboxMessage {
  readonly posted: Posted | undefined;
  /** Of sending, or of drawing anew. From 1. */
  readonly attempts: number;
}

export interface Outbox {
  /**
   * Takes one message that is due, the longest due first, so that only one process works on it until `leaseUntil`. What
   * changes after that is due again when it is done.
   */
  claimNext(now: Date, leaseUntil: Date): Promise<DueMessage | undefined>;
  /** Replaced by one message per place, due at once. */
  spread(id: string, messages: readonly OutboxMessage[]): Promise<void>;
  /** Sent, or drawn anew. */
  sent(id: string, posted: Posted | undefined): Promise<void>;
  postpone(id: string, dueAt: Date): Promise<void>;
  /** Nobody wants it any more, or it cannot be delivered. */
  drop(id: string): Promise<void>;
  /** Messages that wait for this person are due: the bot has met them. How many. */
  met(person: PersonId, at: Date): Promise<number>;
}

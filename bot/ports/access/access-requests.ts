import type { AccessRequest, RequestTick } from '../../domain/access/access-request.ts';
import type { Pair } from '../../domain/access/assignment.ts';
import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { Scope } from '../../domain/shared/organisation.ts';
import type { PersonId } from '../../domain/shared/person.ts';

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

import type { AccessRequest, RequestTick } from '../../domain/access/access-request.ts';
import type { Pair } from '../../domain/access/assignment.ts';
import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { Scope } from '../../domain/shared/organisation.ts';
import type { PersonId } from '../../domain/shared/person.ts';

/** What is written together with a step of a request: its audit row and the messages about it. */
export interface RequestStep {
  readonly audit: AuditEvent;
  readonly messages: readonly OutboxMessage[];
}

export interface AccessRequests {
  /**
   * `folded`: the person has an open request in the same words (requestKey). That request gets the newer reasons and
   * counts the repetition, and `audit` is recorded with the action `request.repeated`. `too-many`: the person has
   * REQUESTS_AT_ONCE open requests, those folded in routing included. Then nothing is recorded.
   */
  add(request: AccessRequest, audit: AuditEvent): Promise<'added' | 'folded' | 'too-many'>;
  find(id: string): Promise<AccessRequest | undefined>;
  /** The open requests of everybody, oldest first. */
  open(): Promise<readonly AccessRequest[]>;
  /** The requests of one person, ended ones included, newest first. At most 20. */
  of(person: PersonId): Promise<readonly AccessRequest[]>;
  /** What `open` and `of` tell, in one read. */
  openAndOf(
    person: PersonId,
  ): Promise<{ readonly open: readonly AccessRequest[]; readonly own: readonly AccessRequest[] }>;
  /**
   * `new` → `waiting`, with the scope that the words mean. `folded`: another open request of the person means the same
   * scope; then this one ends as folded and no messages are written. False if it was not new.
   */
  route(id: string, scope: Scope | undefined, step: RequestStep): Promise<'routed' | 'folded' | false>;
  /**
   * An administrator says what the words of a `waiting` request mean, for which nothing was found. `folded`: as in
   * `route`. False if it was not waiting, or if its meaning is known.
   */
  choose(id: string, scope: Scope, step: RequestStep): Promise<'routed' | 'folded' | false>;
  /** `waiting` → `confirmed`. False if it was not waiting. */
  confirm(id: string, by: RequestTick, step: RequestStep): Promise<boolean>;
  /** `waiting` or `confirmed` → `declined`. False if it was neither. */
  decline(id: string, by: RequestTick & { readonly reason?: string }, step: RequestStep): Promise<boolean>;
  /**
   * `confirmed` → `approved`, or `waiting` → `approved` if `recorded` says who confirmed it. The assignments are made in
   * the same transaction, each with its own audit row. Requests that were folded into it are approved with it. Returns
   * the pairs that are new; undefined if the state was another.
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
  /** Ends open and folded requests whose time is up as `expired`, each with its row and messages. Returns how many. */
  expire(now: Date, step: (request: AccessRequest) => RequestStep): Promise<number>;
}

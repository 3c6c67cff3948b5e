import type { AuditHead, AuditPoint } from '../../domain/audit/audit-chain.ts';
import type { AuditEvent, AuditRow } from '../../domain/audit/audit-events.ts';
import type { Operation } from '../../domain/secrets/operation.ts';
import type { ApplicationRef, ClientId } from '../../domain/shared/application.ts';
import type { Asker, Conversation, PersonId } from '../../domain/shared/person.ts';
import type { Session, VerifiedClaims } from '../../domain/sign-in/session.ts';
import type { FinishedSignIn, Handshake, SignIn } from '../../domain/sign-in/sign-in.ts';
import type { AccessRequests, Assignments, Outbox } from '../access/ledger-access.ts';
import type {
  Administrators,
  Links,
  MailChoices,
  Reminders,
  Rotations,
  Sweeps,
} from '../reminders/ledger-reminders.ts';

/**
 * All that must outlive the process. Every method is one transaction; where it takes an AuditEvent, the change and its
 * audit row commit together or not at all. Throws LedgerFault where the database does not answer.
 */
export interface Ledger {
  readonly assignments: Assignments;
  readonly sessions: Sessions;
  readonly signIns: SignIns;
  readonly operations: Operations;
  readonly messages: EphemeralMessages;
  readonly conversations: Conversations;
  readonly locks: Locks;
  readonly audit: Audit;
  readonly links: Links;
  readonly reminders: Reminders;
  readonly rotations: Rotations;
  readonly mailChoices: MailChoices;
  readonly sweeps: Sweeps;
  readonly administrators: Administrators;
  readonly requests: AccessRequests;
  readonly outbox: Outbox;
  /** Resolves where the database answers; throws otherwise. */
  check(): Promise<void>;
}

export class LedgerFault extends Error {
  constructor(cause: unknown) {
    super('ledger: the database did not answer', { cause });
    this.name = 'LedgerFault';
  }
}

export interface Sessions {
  /** Undefined where there is none or it has expired at `now`. */
  find(person: PersonId, now: Date): Promise<Session | undefined>;
  /** Replaces the person's session. */
  start(session: Session, audit: AuditEvent): Promise<void>;
  /** False where there was none. */
  end(person: PersonId, audit: AuditEvent): Promise<boolean>;
}

export interface SignIns {
  /** Opens a sign-in under the hash of its ticket (the secret part of its link). */
  open(signIn: SignIn, ticketHash: string): Promise<void>;
  /** Undefined where unknown, expired, or finished. */
  byTicket(ticketHash: string, now: Date): Promise<SignIn | undefined>;
  /** By id, unexpired and not redeemed. */
  byId(id: string, now: Date): Promise<SignIn | undefined>;
  /** Keeps the handshake of the link's latest visit. */
  begin(id: string, handshake: Handshake): Promise<void>;
  /** Takes the handshake with this state, once: a second call finds nothing. */
  takeHandshake(stateHash: string, now: Date): Promise<{ signIn: SignIn; handshake: Handshake } | undefined>;
  /** Carries a claims challenge into the page. */
  challenge(id: string, claims: string): Promise<void>;
  finish(id: string, claims: VerifiedClaims, codeHash: string): Promise<void>;
  /**
   * Redeems a finished sign-in by its code, once, for this person in this conversation (threads of it included).
   * A wrong code counts against all finished sign-ins of the person; after CODE_ATTEMPTS they are void: `exhausted`.
   */
  redeem(asker: Asker, codeHash: string, now: Date): Promise<FinishedSignIn | 'wrong' | 'exhausted'>;
  /** Takes a sign-in by id, once, for a silent exchange; undefined where it is gone or another's. */
  takeById(id: string, asker: Asker, now: Date): Promise<SignIn | undefined>;
  /** First claim of a token exchange id of this person: true. Duplicates from further devices: false. */
  claimExchange(person: PersonId, exchangeId: string, now: Date): Promise<boolean>;
}

export interface NewOperation {
  readonly nonce: string;
  readonly kind: Operation['kind'];
  readonly asker: Asker;
  readonly application: ApplicationRef;
  readonly keyId: string | undefined;
  readonly rotationId: string | undefined;
  readonly openedAt: Date;
}

/** What is known on submitting, before the outside world is touched. */
export interface Intent {
  readonly at: Date;
  readonly leaseUntil: Date;
  readonly secretName: string | undefined;
  readonly secretEnd: Date | undefined;
  readonly knownKeyIds: readonly string[];
}

export interface Operations {
  open(operation: NewOperation): Promise<void>;
  find(nonce: string): Promise<Operation | undefined>;
  /**
   * `open` → `intended`, once: false where it was not open any more. Inside the same transaction the asker's
   * assignment is checked again (row-locked); where it is gone: 'not-yours', nothing changed. The step of a rotation
   * must still be to do; otherwise: 'step-taken', nothing changed.
   */
  begin(nonce: string, intent: Intent, audit: AuditEvent): Promise<'begun' | 'not-open' | 'not-yours' | 'step-taken'>;
  /** `intended` → `added`, with its audit row. The hint is kept for the rotation that it is step 1 of. */
  added(nonce: string, keyId: string, hint: string, audit: AuditEvent): Promise<void>;
  /**
   * → `done` or `undone`, with its audit row, and the message to remove later where one was delivered. False where it was
   * final already. A `done` creation is step 1 of its rotation. A `done` deletion ends the secret's reminders and the
   * rotation that replaces it; a rotation that it was the new secret of is back at step 1.
   */
  settle(nonce: string, state: 'done' | 'undone', audit: AuditEvent, message?: EphemeralMessage): Promise<boolean>;
  /**
   * Claims up to `limit` operations in `intended` or `added` whose lease ran out: each gets a new lease until
   * `leaseUntil` and one more attempt, so that only one process works on it.
   */
  claimUnsettled(now: Date, leaseUntil: Date, limit: number): Promise<readonly Operation[]>;
  /** At the start of the only process of an embedded database: leases of the process that died mean nothing. */
  expireLeases(): Promise<void>;
  /** Key ids that any operation created, for the given application. */
  createdKeyIds(clientId: ClientId): Promise<readonly string[]>;
}

/** A delivered message that must be removed. Holds where it is, never what it says. */
export interface EphemeralMessage {
  /** The operation's nonce. */
  readonly nonce: string;
  readonly asker: Asker;
  readonly conversation: Conversation;
  readonly activityId: string;
  readonly targeted: boolean;
  readonly removeAt: Date;
}

/** With the secret that it shows the value of. */
export interface KeptMessage extends EphemeralMessage {
  readonly clientId: ClientId;
  readonly keyId: string | undefined;
}

export interface EphemeralMessages {
  find(nonce: string): Promise<KeptMessage | undefined>;
  /**
   * Claims messages due at `now`, so that only one process removes each; a claim lapses at `leaseUntil`. Each claim is an
   * intent, with its audit row.
   */
  claimDue(
    now: Date,
    leaseUntil: Date,
    limit: number,
    audit: (message: KeptMessage) => AuditEvent,
  ): Promise<readonly KeptMessage[]>;
  removed(nonce: string, audit: AuditEvent): Promise<void>;
}

export interface Conversations {
  /** Keeps current where the person was met last, and their 1:1 chat. */
  remember(asker: Asker): Promise<void>;
  personal(person: PersonId): Promise<Asker | undefined>;
  /**
   * Those of these people whom the bot has met and can reach: in their 1:1 chat where there is one, else wherever it was
   * last.
   */
  met(people: readonly PersonId[]): Promise<readonly Asker[]>;
  /** The person cannot be reached any more (has blocked the bot, say): not `met`, until remembered again. */
  lost(person: PersonId): Promise<void>;
}

export interface Locks {
  /**
   * Runs alone for this name across all processes. Waits up to `waitMs`, then returns 'busy' without running. A lock
   * whose process died lapses after `LEASE_MS`. No database transaction is held meanwhile.
   */
  alone<T>(name: string, waitMs: number, run: () => Promise<T>): Promise<T | 'busy'>;
}

export interface Audit {
  record(event: AuditEvent): Promise<void>;
  /** The rows after this sequence number, in order; all of them, at most `limit`. */
  rows(after?: number, limit?: number): Promise<readonly AuditRow[]>;
  /** Newest first: of these applications, or of all, since then. `total` counts all of them. */
  find(query: AuditQuery): Promise<{ readonly rows: readonly AuditRow[]; readonly total: number }>;
  /** Where the chain ends. */
  head(): Promise<AuditHead>;
  /** Where the chain begins: after the last row that was trimmed, and when that was. */
  base(): Promise<AuditPoint & { readonly trimmedAt: Date | undefined }>;
  /**
   * Removes the rows from the beginning up to the first that is not older than `before`; `audit` makes the row that says
   * so, by the last row removed. How many were removed; where none, nothing is recorded.
   */
  trim(before: Date, audit: (last: AuditPoint) => AuditEvent): Promise<number>;
}

export interface AuditQuery {
  /** Undefined: of all, and of none in particular. */
  readonly clientIds: readonly ClientId[] | undefined;
  readonly since: Date;
  readonly offset: number;
  readonly limit: number;
}

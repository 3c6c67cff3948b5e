import type { Asker, PersonId } from '../../domain/shared/person.ts';
import type { VerifiedClaims } from '../../domain/sign-in/session.ts';
import type { FinishedSignIn, Handshake, SignIn } from '../../domain/sign-in/sign-in.ts';

export interface SignIns {
  /** Opens a sign-in under the hash of its ticket (the secret part of its link). */
  open(signIn: SignIn, ticketHash: string): Promise<void>;
  /** Undefined if the sign-in is unknown, expired or finished. */
  byTicket(ticketHash: string, now: Date): Promise<SignIn | undefined>;
  /** Finds a sign-in by id that has not expired and is not redeemed. */
  byId(id: string, now: Date): Promise<SignIn | undefined>;
  /** The sign-in that was opened last for this person in this conversation, if it is not finished and not expired. */
  latest(asker: Asker, now: Date): Promise<SignIn | undefined>;
  /** Keeps the handshake of the latest visit of the link. */
  begin(id: string, handshake: Handshake): Promise<void>;
  /** Takes the handshake with this state. It can be taken once: a second call finds nothing. */
  takeHandshake(stateHash: string, now: Date): Promise<{ signIn: SignIn; handshake: Handshake } | undefined>;
  /** Keeps a claims challenge for the page to carry. */
  challenge(id: string, claims: string): Promise<void>;
  /** False if the sign-in is gone or finished: an operator may have ended the person's sign-ins meanwhile. */
  finish(id: string, claims: VerifiedClaims, codeHash: string): Promise<boolean>;
  /**
   * Redeems a finished sign-in by its code, once, for this person in this conversation (threads of it included).
   * A wrong code counts against all finished sign-ins of the person; after CODE_ATTEMPTS they are void: `exhausted`.
   */
  redeem(asker: Asker, codeHash: string, now: Date): Promise<FinishedSignIn | 'wrong' | 'exhausted'>;
  /** Takes a sign-in by id, once, for a silent exchange. Undefined if it is gone or belongs to another person. */
  takeById(id: string, asker: Asker, now: Date): Promise<SignIn | undefined>;
  /** True for the first claim of a person's token exchange id; false for duplicates from further devices. */
  claimExchange(person: PersonId, exchangeId: string, now: Date): Promise<boolean>;
}

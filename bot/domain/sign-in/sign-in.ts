import type { StoredCommand } from '../shared/command.ts';
import type { Asker } from '../shared/person.ts';
import type { Need, VerifiedClaims } from './session.ts';

/** A sign-in under way: bound to one person and one conversation, single use, short-lived. Stores hashes, no token. */
export interface SignIn {
  /** Also the `id` of the silent token exchange. */
  readonly id: string;
  readonly asker: Asker;
  /** What was interrupted; continues after signing in. */
  readonly command: StoredCommand;
  readonly need: Need;
  /** Raw JSON of a claims challenge that the page must carry, where Entra sent one. */
  readonly challenge: string | undefined;
  readonly expiresAt: Date;
}

/** What the page keeps between its redirect and the callback. */
export interface Handshake {
  readonly stateHash: string;
  readonly cookieHash: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** A sign-in finished in the browser, waiting for its code in the chat. */
export interface FinishedSignIn extends SignIn {
  readonly claims: VerifiedClaims;
}

export const SIGN_IN_LIFETIME_MS = 10 * 60_000;
export const SESSION_LIFETIME_MS = 8 * 60 * 60_000;
/** Wrong six-digit codes after which the finished sign-ins of a person are void. */
export const CODE_ATTEMPTS = 5;

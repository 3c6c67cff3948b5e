import type { StoredCommand } from '../shared/command.ts';
import type { Asker } from '../shared/person.ts';
import type { Need, VerifiedClaims } from './session.ts';

/**
 * A sign-in under way. It is bound to one person and one conversation, can be used once, and lasts a short time. It
 * holds no token.
 */
export interface SignIn {
  /** Also the `id` of the silent token exchange. */
  readonly id: string;
  readonly asker: Asker;
  /** The command that was interrupted. It goes on after the sign-in. */
  readonly command: StoredCommand;
  readonly need: Need;
  /** Raw JSON of a claims challenge that the page must carry. Undefined if Entra sent none. */
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

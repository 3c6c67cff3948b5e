import { randomBytes } from 'node:crypto';
import type { LocalPerson } from '../people.ts';
import type { Session } from '../tenant/sessions.ts';
import type { LocalWorld } from '../world.ts';
import type { Keys } from './keys.ts';

/** A person and the session in which the person is signed in. */
export interface SignIn {
  readonly person: LocalPerson;
  readonly session: Session;
}

/** A sign-in for which tokens may be made, with the authentication contexts that it satisfies. */
export interface GrantedSignIn extends SignIn {
  readonly acrs: readonly string[];
}

/** An authorize request that has been checked. */
export interface AuthorizeRequest {
  readonly at: Date;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly scopes: readonly string[];
  readonly challenge: string;
  readonly prompt: string | undefined;
  /** The first factor may be at most so old, in seconds, when the request arrives. */
  readonly maxAge: number | undefined;
  readonly loginHint: string | undefined;
  /** Authentication contexts asked for by the claims parameter. */
  readonly acrs: readonly string[];
}

/** The state of a browser that goes through the pages. */
export interface Pending {
  readonly request: AuthorizeRequest;
  /** Who signs in, and in which session. It is undefined until an account is picked. */
  readonly signIn: SignIn | undefined;
  /** Somebody whose first factor is asked for. */
  readonly person: LocalPerson | undefined;
  /** The number that the page shows and the phone must pick. */
  readonly number: string | undefined;
  readonly misses: number;
}

export interface Grant {
  readonly request: AuthorizeRequest;
  readonly signIn: GrantedSignIn;
  readonly expiresAt: number;
}

export interface RefreshGrant {
  readonly signIn: SignIn;
  readonly scopes: readonly string[];
}

export interface EntraFaults {
  /** The JWKS answers 503 while true. */
  keysDown: boolean;
  /** The token endpoint answers 503 while true. */
  tokenDown: boolean;
  /** A new secret is unknown for so long after its creation. In the cloud that takes from 4 seconds to 2 minutes. */
  newSecretMs: number;
  /** How long the app-only tokens of the bot are said to be good. msal renews one that ends within five minutes at each use. */
  appTokenSeconds: number;
}

/** Everything that the stand-in knows. It is kept in memory. */
export interface EntraState {
  readonly world: LocalWorld;
  readonly keys: Keys;
  readonly loginUrl: string;
  readonly pageUrl: string;
  /** PEM certificates registered for the bot. */
  readonly certificates: readonly string[];
  readonly pending: Map<string, Pending>;
  readonly sessions: Map<string, SignIn>;
  readonly codes: Map<string, Grant | 'redeemed'>;
  readonly refreshTokens: Map<string, RefreshGrant>;
  readonly faults: EntraFaults;
  /** How many browsers asked for the authorize page. */
  readonly counts: { authorize: number };
}

/** Remembers a value under a new name that nobody can guess. */
export function keep<T>(map: Map<string, T>, value: T): string {
  const name = randomBytes(24).toString('base64url');
  map.set(name, value);
  return name;
}

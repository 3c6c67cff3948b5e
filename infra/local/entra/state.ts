import { randomBytes } from 'node:crypto';
import type { LocalPerson } from '../people.ts';
import type { LocalWorld } from '../world.ts';
import type { Keys } from './keys.ts';

/** How a person signed in, and when. */
export interface SignIn {
  readonly person: LocalPerson;
  readonly authTime: Date;
  readonly mfa: boolean;
  /** Authentication contexts satisfied. */
  readonly acrs: readonly string[];
}

/** An authorize request that has been checked. */
export interface AuthorizeRequest {
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly scopes: readonly string[];
  readonly challenge: string;
  readonly prompt: string | undefined;
  readonly loginHint: string | undefined;
  /** Authentication contexts asked for by the claims parameter. */
  readonly acrs: readonly string[];
}

/** The state of a browser that goes through the pages. */
export interface Pending {
  readonly request: AuthorizeRequest;
  readonly person: LocalPerson | undefined;
  /** The number that the page shows and the phone must pick. */
  readonly number: string | undefined;
  readonly misses: number;
}

export interface Grant {
  readonly request: AuthorizeRequest;
  readonly signIn: SignIn;
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
}

/** Everything that the stand-in knows. It is kept in memory. */
export interface EntraState {
  readonly world: LocalWorld;
  readonly keys: Keys;
  readonly loginUrl: string;
  readonly pageUrl: string;
  /** PEM certificates registered for the bot. */
  readonly certificates: readonly string[];
  /** The context an on-behalf-of exchange challenges for. */
  readonly authContext: string;
  readonly pending: Map<string, Pending>;
  readonly sessions: Map<string, SignIn>;
  readonly codes: Map<string, Grant | 'redeemed'>;
  readonly refreshTokens: Map<string, RefreshGrant>;
  readonly faults: EntraFaults;
}

/** Remembers a value under a new name that nobody can guess. */
export function keep<T>(map: Map<string, T>, value: T): string {
  const name = randomBytes(24).toString('base64url');
  map.set(name, value);
  return name;
}

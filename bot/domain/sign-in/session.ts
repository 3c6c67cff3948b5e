import type { PersonId } from '../shared/person.ts';

/** The role in the token that marks administrators of the umbrella organisation. */
export const ADMIN_ROLE = 'Credentials.Admin';

/** What a verified token said, as plain data. It never holds the token. */
export interface VerifiedClaims {
  readonly person: PersonId;
  readonly name: string;
  readonly roles: readonly string[];
  /** Authentication methods (`amr`), for instance `pwd`, `mfa`. */
  readonly amr: readonly string[];
  /** Authentication contexts that the sign-in satisfied (`acrs`), for instance `c1`. */
  readonly acrs: readonly string[];
  /** When the person last actively authenticated (`auth_time`). Undefined if the token does not say. */
  readonly authTime: Date | undefined;
}

/** A signed-in person: verified claims with an expiry. */
export interface Session extends VerifiedClaims {
  readonly signedInAt: Date;
  readonly expiresAt: Date;
}

/** `read` needs a sign-in with MFA; `step-up` needs one that is recent. */
export type Need = 'read' | 'step-up';

export interface SignInPolicy {
  /** Authentication context that proves MFA (`c1`…`c99`). If undefined, `amr` with `mfa` proves it. */
  readonly authContext: string | undefined;
  readonly stepUpMinutes: number;
}

export function provesMfa(claims: Pick<VerifiedClaims, 'amr' | 'acrs'>, policy: SignInPolicy): boolean {
  return policy.authContext === undefined ? claims.amr.includes('mfa') : claims.acrs.includes(policy.authContext);
}

/**
 * When the step-up ends. Undefined if there is none. A sign-in dated in the future (beyond clock skew) proves nothing.
 */
export function stepUpUntil(claims: VerifiedClaims, policy: SignInPolicy, now: Date): Date | undefined {
  if (!provesMfa(claims, policy) || claims.authTime === undefined) return undefined;
  if (claims.authTime.getTime() > now.getTime() + 60_000) return undefined;
  const until = new Date(claims.authTime.getTime() + policy.stepUpMinutes * 60_000);
  return until > now ? until : undefined;
}

/** Whether verified claims satisfy a need. */
export function satisfies(claims: VerifiedClaims, need: Need, policy: SignInPolicy, now: Date): boolean {
  return need === 'read' ? provesMfa(claims, policy) : stepUpUntil(claims, policy, now) !== undefined;
}

import type { PersonId } from '../shared/person.ts';

/** The role in the token that marks administrators of the umbrella organisation. */
export const ADMIN_ROLE = 'Credentials.Admin';

/** What a verified token said, as plain data. It never holds the token. */
export interface VerifiedClaims {
  readonly person: PersonId;
  readonly name: string;
  readonly roles: readonly string[];
  /** Authentication contexts that the sign-in satisfied (`acrs`), for instance `c1`. */
  readonly acrs: readonly string[];
  /** When the person last gave the first factor (`auth_time`). Undefined if the token does not say. */
  readonly authTime: Date | undefined;
  /** When Entra issued the token (`iat`). The roles were the person's at that time. */
  readonly issuedAt: Date;
}

/** A signed-in person: verified claims with an expiry. */
export interface Session extends VerifiedClaims {
  readonly signedInAt: Date;
  readonly expiresAt: Date;
}

/** `read` needs a sign-in, which may be silent; `step-up` needs a fresh one with MFA, through the sign-in page. */
export type Need = 'read' | 'step-up';

export interface SignInPolicy {
  /**
   * Authentication context (`c1`…`c99`) that a sign-in for reading must satisfy. If undefined, the tenant's
   * Conditional Access policy on the registration proves MFA: Entra evaluates it before it issues a token.
   */
  readonly signInContext: string | undefined;
  /** Authentication context that a step-up must satisfy. If undefined, a fresh sign-in is enough. */
  readonly stepUpContext: string | undefined;
  readonly stepUpMinutes: number;
}

/** Settings in place of a context: what `undefined` means in a SignInPolicy. */
export const TENANT_POLICY = 'policy';
export const FRESHNESS_ALONE = 'none';

/** The policy as the settings SIGN_IN_AUTH_CONTEXT, STEP_UP_AUTH_CONTEXT and STEP_UP_MINUTES say it. */
export function signInPolicy(settings: {
  readonly signInContext: string;
  readonly stepUpContext: string;
  readonly stepUpMinutes: number;
}): SignInPolicy {
  const { signInContext, stepUpContext, stepUpMinutes } = settings;
  return {
    signInContext: signInContext === TENANT_POLICY ? undefined : signInContext,
    stepUpContext: stepUpContext === FRESHNESS_ALONE ? undefined : stepUpContext,
    stepUpMinutes,
  };
}

const CLOCK_SKEW_MS = 60_000;
const MINUTE_MS = 60_000;
/** An administrator's claims serve this long. Then a role that was taken away in Entra has ended here. */
const ADMIN_MINUTES = 60;

/**
 * When the step-up ends. Undefined if there is none. A sign-in dated in the future (beyond clock skew) proves nothing.
 */
export function stepUpUntil(claims: VerifiedClaims, policy: SignInPolicy, now: Date): Date | undefined {
  const { authTime, issuedAt } = claims;
  if (authTime === undefined || !holdsContext(claims, policy.stepUpContext)) return undefined;
  const minutes = claims.roles.includes(ADMIN_ROLE)
    ? Math.min(policy.stepUpMinutes, ADMIN_MINUTES)
    : policy.stepUpMinutes;
  const ends = [authTime, issuedAt].map((start) => endOf(start, minutes, now));
  if (ends.includes(undefined)) return undefined;
  return ends.sort((a, b) => Number(a) - Number(b))[0];
}

/** When the session no longer serves for reading. Undefined if it does not serve now. */
export function readUntil(session: Session, policy: SignInPolicy, now: Date): Date | undefined {
  if (session.expiresAt <= now || !satisfies(session, 'read', policy, now)) return undefined;
  const rights = session.roles.includes(ADMIN_ROLE) ? endOf(session.issuedAt, ADMIN_MINUTES, now) : undefined;
  return rights !== undefined && rights < session.expiresAt ? rights : session.expiresAt;
}

/**
 * Whether a change that began at `begunAt` may hand over its result under this session. A step-up may run out meanwhile if
 * the session is the one that the change began under, and still serves for reading.
 */
export function mayFinish(session: Session, begunAt: Date, policy: SignInPolicy, now: Date): boolean {
  if (session.expiresAt <= now) return false;
  if (satisfies(session, 'step-up', policy, now)) return true;
  return session.signedInAt <= begunAt && satisfies(session, 'read', policy, now);
}

/** Whether verified claims satisfy a need. */
export function satisfies(claims: VerifiedClaims, need: Need, policy: SignInPolicy, now: Date): boolean {
  if (need === 'step-up') return stepUpUntil(claims, policy, now) !== undefined;
  if (!holdsContext(claims, policy.signInContext)) return false;
  return !claims.roles.includes(ADMIN_ROLE) || endOf(claims.issuedAt, ADMIN_MINUTES, now) !== undefined;
}

function holdsContext({ acrs }: Pick<VerifiedClaims, 'acrs'>, context: string | undefined): boolean {
  return context === undefined || acrs.includes(context);
}

/** When a span of minutes ends. Undefined if it is over, or begins in the future. */
function endOf(start: Date, minutes: number, now: Date): Date | undefined {
  if (start.getTime() > now.getTime() + CLOCK_SKEW_MS) return undefined;
  const end = new Date(start.getTime() + minutes * MINUTE_MS);
  return end > now ? end : undefined;
}

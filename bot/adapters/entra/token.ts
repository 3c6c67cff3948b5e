import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import type { VerifiedClaims } from '../../domain/sign-in/session.ts';
import { createTenantKeys, type Tenant } from './keys.ts';

/** Teams' own clients: https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-register-aad */
const TEAMS_CLIENTS = ['1fec8e78-bce4-4aaf-ab1b-5451cc387264', '5e3ce6c0-2b1f-4285-8d4b-75ee78787346'];
const CLOCK_SKEW_SECONDS = 60;
/** The last instant that a Date can hold, in seconds since 1970. */
const LAST_SECOND = 8.64e12;

export interface TokenVerifierSettings extends Tenant {
  /** Client id of the registration that the tokens are for (AAD_APP_CLIENT_ID). */
  readonly clientId: string;
}

/** `reason` names the check that failed; it never holds token material. */
export type Verdict =
  | { readonly kind: 'valid'; readonly claims: VerifiedClaims }
  | { readonly kind: 'invalid'; readonly reason: string };

export interface TokenVerifier {
  /** Verifies an access token for our API that was issued to a client of Teams: the token of silent single sign-on. */
  verifySilentToken(token: string): Promise<Verdict>;
  /** Verifies an access token for our API that was issued to ourselves, on the sign-in page. */
  verifyAccessToken(token: string): Promise<Verdict>;
  /** Verifies an id token for us, from the visit of the sign-in page that has this nonce. */
  verifyIdToken(token: string, nonce: string): Promise<Verdict>;
  /** Resolves if the tenant's signing keys are reachable; throws otherwise. */
  check(): Promise<void>;
}

const guid = z.guid().toLowerCase();
/** Entra sends `acrs` sometimes as a list and sometimes as a single string. */
const words = z.union([z.array(z.string()), z.string().transform((word) => [word])]).default([]);

const TokenClaims = z.object({
  aud: z.string(),
  ver: z.literal('2.0'),
  tid: guid,
  oid: guid,
  name: z.string().default(''),
  roles: words,
  acrs: words,
  iat: z.number().int().positive().max(LAST_SECOND),
  auth_time: z.number().int().positive().max(LAST_SECOND).optional(),
  nonce: z.string().optional(),
  scp: z.string().default(''),
  azp: z.string().toLowerCase().optional(),
});
type TokenClaims = z.output<typeof TokenClaims>;

/** Checks Entra's v2.0 tokens against the tenant's published keys. The keys are fetched on first use. */
export function createTokenVerifier(settings: TokenVerifierSettings): TokenVerifier {
  const tenantKeys = createTenantKeys(settings);

  async function verify(token: string, problem: (claims: TokenClaims) => string | undefined): Promise<Verdict> {
    try {
      const { issuer, keys } = await tenantKeys();
      const claims = await readToken(token, issuer, keys, settings);
      const reason = problem(claims);
      return reason === undefined ? { kind: 'valid', claims: verifiedClaims(claims) } : { kind: 'invalid', reason };
    } catch (error) {
      return { kind: 'invalid', reason: reasonOf(error) };
    }
  }

  return {
    verifySilentToken: (token) => verify(token, (claims) => accessProblem(claims, TEAMS_CLIENTS)),
    verifyAccessToken: (token) => verify(token, (claims) => accessProblem(claims, [settings.clientId.toLowerCase()])),
    verifyIdToken: (token, nonce) => verify(token, (claims) => (claims.nonce === nonce ? undefined : 'nonce')),
    check: async () => {
      const { keys } = await tenantKeys();
      if (!keys.fresh) await keys.reload();
    },
  };
}

async function readToken(
  token: string,
  issuer: string,
  keys: JWTVerifyGetKey,
  settings: TokenVerifierSettings,
): Promise<TokenClaims> {
  const { payload } = await jwtVerify(token, keys, {
    issuer,
    audience: settings.clientId,
    algorithms: ['RS256'],
    clockTolerance: CLOCK_SKEW_SECONDS,
    requiredClaims: ['exp', 'iat', 'tid', 'oid', 'ver'],
  });
  const claims = TokenClaims.parse(payload);
  if (claims.tid !== settings.tenantId.toLowerCase()) throw new errors.JWTClaimValidationFailed('', payload, 'tid');
  // The library looks at the age of a token only if it has a limit.
  if (claims.iat > Date.now() / 1000 + CLOCK_SKEW_SECONDS)
    throw new errors.JWTClaimValidationFailed('', payload, 'iat');
  return claims;
}

function accessProblem(claims: TokenClaims, clients: readonly string[]): string | undefined {
  if (!claims.scp.split(' ').includes('access_as_user')) return 'scp';
  return claims.azp !== undefined && clients.includes(claims.azp) ? undefined : 'azp';
}

function verifiedClaims(claims: TokenClaims): VerifiedClaims {
  const { tid, oid, name, roles, acrs, iat, auth_time: seconds } = claims;
  const authTime = seconds === undefined ? undefined : new Date(seconds * 1000);
  return { person: { tid, oid }, name, roles, acrs, authTime, issuedAt: new Date(iat * 1000) };
}

function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'exp';
  if (error instanceof errors.JWTClaimValidationFailed) return error.claim;
  if (error instanceof z.ZodError) return `shape of ${error.issues.map((issue) => issue.path.join('.')).join(', ')}`;
  if (error instanceof errors.JWKSTimeout) return 'keys unreachable';
  return error instanceof errors.JOSEError ? error.code : 'keys unreachable';
}

import { samePerson } from '../../domain/shared/person.ts';
import { provesMfa, type SignInPolicy, type VerifiedClaims } from '../../domain/sign-in/session.ts';
import type { Log } from '../../ports/shared/log.ts';
import type { ExchangeResult, Identity } from '../../ports/sign-in/identity.ts';
import { type EntraClient, KEEP_NOTHING } from './client.ts';
import { readEntraError } from './errors.ts';
import type { TokenVerifier } from './token.ts';

export interface IdentityDeps {
  readonly verifier: TokenVerifier;
  readonly client: EntraClient;
  readonly policy: SignInPolicy;
  readonly log: Log;
}

/** Verifies Teams' single sign-on tokens. See decision 0001: we sign people in with our own module. */
export function createIdentity(deps: IdentityDeps): Identity {
  return {
    async exchange(token) {
      const verdict = await deps.verifier.verifyAccessToken(token);
      if (verdict.kind === 'invalid') return verdict;
      const { claims } = verdict;
      return provesMfa(claims, deps.policy) ? { kind: 'verified', claims } : askEntra(deps, token, claims);
    },
  };
}

/** Asks Entra on behalf of the person, so that Entra applies its policies. It answers with an id token, or with what is missing. */
async function askEntra(deps: IdentityDeps, token: string, claims: VerifiedClaims): Promise<ExchangeResult> {
  try {
    const result = await deps.client.acquireTokenOnBehalfOf({
      ...KEEP_NOTHING,
      oboAssertion: token,
      scopes: ['openid', 'profile', 'User.Read'],
      skipCache: true,
    });
    const proven = await provenBy(deps, result?.idToken ?? '', claims);
    return proven ?? { kind: 'interaction-required', claims, challenge: undefined };
  } catch (error) {
    const { code, interaction, challenge } = readEntraError(error);
    if (!interaction) deps.log.warn('on-behalf-of request failed', { code });
    return { kind: 'interaction-required', claims, challenge };
  }
}

async function provenBy(
  deps: IdentityDeps,
  idToken: string,
  claims: VerifiedClaims,
): Promise<ExchangeResult | undefined> {
  if (idToken === '') return undefined;
  const verdict = await deps.verifier.verifyIdToken(idToken, undefined);
  if (verdict.kind === 'invalid') {
    deps.log.warn('on-behalf-of id token refused', { reason: verdict.reason });
    return undefined;
  }
  const proof = verdict.claims;
  if (!samePerson(proof.person, claims.person) || !provesMfa(proof, deps.policy)) return undefined;
  // Roles belong to the API of the first token, so they are taken from that token.
  return { kind: 'verified', claims: { ...proof, name: claims.name, roles: claims.roles } };
}

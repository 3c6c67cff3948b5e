import type { Identity } from '../../ports/sign-in/identity.ts';
import type { TokenVerifier } from './token.ts';

/** Verifies Teams' single sign-on tokens. See decision 0001: we sign people in with our own module. */
export function createIdentity(verifier: Pick<TokenVerifier, 'verifySilentToken'>): Identity {
  return { exchange: (token) => verifier.verifySilentToken(token) };
}

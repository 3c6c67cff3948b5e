import type { VerifiedClaims } from '../../domain/sign-in/session.ts';

/** The result of a silent token exchange. */
export type ExchangeResult =
  | { readonly kind: 'valid'; readonly claims: VerifiedClaims }
  /** The token is not one of ours: bad signature, issuer, audience, tenant, time, scope or client. `reason` is for the log. */
  | { readonly kind: 'invalid'; readonly reason: string };

export interface Identity {
  /** Verifies the token of Teams' silent single sign-on. Entra is asked for nothing but its keys. */
  exchange(token: string): Promise<ExchangeResult>;
}

import type { VerifiedClaims } from '../../domain/sign-in/session.ts';

/** The result of a silent token exchange. */
export type ExchangeResult =
  | { readonly kind: 'verified'; readonly claims: VerifiedClaims }
  /** The token is genuine, but more is needed. `challenge` is raw claims JSON if Entra sent one. */
  | { readonly kind: 'interaction-required'; readonly claims: VerifiedClaims; readonly challenge: string | undefined }
  /** The token is not one of ours: bad signature, issuer, audience, tenant, time, scope or client. `reason` is for the log. */
  | { readonly kind: 'invalid'; readonly reason: string };

export interface Identity {
  /** Verifies a Teams single sign-on token; asks Entra on the person's behalf only if the token itself does not prove MFA. */
  exchange(token: string): Promise<ExchangeResult>;
}

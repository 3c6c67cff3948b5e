import type { VerifiedClaims } from '../../domain/sign-in/session.ts';

/** What a silent token exchange showed. */
export type ExchangeResult =
  | { readonly kind: 'verified'; readonly claims: VerifiedClaims }
  /** Genuine, but more is needed; `challenge` is raw claims JSON where Entra sent one. */
  | { readonly kind: 'interaction-required'; readonly claims: VerifiedClaims; readonly challenge: string | undefined }
  /** Not a token of ours: bad signature, issuer, audience, tenant, time, scope or client. `reason` is for the log. */
  | { readonly kind: 'invalid'; readonly reason: string };

export interface Identity {
  /** Verifies a Teams single sign-on token; asks Entra on the person's behalf only where the token itself does not prove MFA. */
  exchange(token: string): Promise<ExchangeResult>;
}

interface Secret {
  readonly kind: 'secret';
  readonly secret: string;
}

interface Certificate {
  readonly kind: 'certificate';
  /** PEM. */
  readonly privateKey: string;
  readonly certificate: string;
  /** Hex, upper case, no colons. */
  readonly thumbprintSha256: string;
}

/** How the bot proves to Entra who it is. In the settings it prints as `[secret]` (bot/config/sealed.ts). */
export type BotCredential = Secret | Certificate | { readonly kind: 'managed-identity' };

/** How an app registration proves who it is. `federated`: by a token of the managed identity that it trusts. */
export type RegistrationCredential = Secret | Certificate | { readonly kind: 'federated' };

/**
 * A credential that is ready for use. One of a managed identity comes with the identity that fetches the tokens. A
 * registration accepts the identity's token for `audience` instead of a secret:
 * https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
 */
export type Credential =
  | Secret
  | Certificate
  | { readonly kind: 'managed-identity'; readonly identity: ManagedIdentity }
  | { readonly kind: 'federated'; readonly identity: ManagedIdentity; readonly audience: string };

/** Tokens with the rights of an application or identity itself, not of a person. */
export interface AppTokens {
  /** A token for a resource (its address or URI, not a scope), from a cache while it is good. */
  token(resource: string): Promise<string>;
}

/**
 * The user-assigned managed identity that the platform lends to the process. Its tokens live some minutes at least.
 * Throws ManagedIdentityFault.
 */
export type ManagedIdentity = AppTokens;

/** The platform gave no token. `refused`: it gives none until somebody changes something; the message says what. */
export class ManagedIdentityFault extends Error {
  readonly problem: 'refused' | 'unreachable';
  readonly reason: string;

  constructor(problem: 'refused' | 'unreachable', reason: string) {
    super(`no token from the managed identity: ${reason}`);
    this.name = 'ManagedIdentityFault';
    this.problem = problem;
    this.reason = reason;
  }
}

/**
 * How the bot proves to Entra who it is. `managed-identity`: `clientId` is the identity's own; for an app registration
 * it means a federated assertion by that identity. What settings hold of it prints as `[secret]` (bot/config.ts).
 */
export type Credential =
  | { readonly kind: 'secret'; readonly secret: string }
  | {
      readonly kind: 'certificate';
      /** PEM. */
      readonly privateKey: string;
      readonly certificate: string;
      /** Hex, upper case, no colons. */
      readonly thumbprintSha256: string;
    }
  | { readonly kind: 'managed-identity'; readonly clientId: string };

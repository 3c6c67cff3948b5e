export interface LocalSecret {
  readonly keyId: string;
  readonly displayName: string | null;
  /** Older tools kept the name in it, in base64. */
  readonly customKeyIdentifier?: string | null;
  readonly hint: string;
  startDateTime: string;
  endDateTime: string;
}

/** As Graph lists a certificate: without its key. */
export interface LocalCertificate {
  readonly keyId: string;
  readonly displayName: string | null;
  readonly type: 'AsymmetricX509Cert';
  readonly usage: 'Verify';
  startDateTime: string;
  endDateTime: string;
}

/** Another identity that may sign in as the application. */
export interface LocalFederatedCredential {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
}

/** The permissions of one API for which an application asks: for systems (`Role`), and for people who sign in (`Scope`). */
export interface LocalResourceAccess {
  /** The client ID of the API. */
  readonly resourceAppId: string;
  readonly resourceAccess: readonly { readonly id: string; readonly type: 'Role' | 'Scope' }[];
}

export interface LocalApplication {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  /** Whether the bot's service principal is one of the owners. Application.ReadWrite.OwnedBy lets owners change it. */
  ownedByBot: boolean;
  passwordCredentials: LocalSecret[];
  /** Left out if it has none. */
  keyCredentials?: LocalCertificate[];
  /** Left out if it asks for nothing. */
  requiredResourceAccess?: readonly LocalResourceAccess[];
  /** Left out if it has none. */
  federatedIdentityCredentials?: readonly LocalFederatedCredential[];
  /** Whether its service principal is disabled: then nothing can sign in as it. */
  disabled?: boolean;
  /** Whether people may sign in to it with a personal Microsoft account. Entra then allows two secrets. */
  personalAccounts?: boolean;
}

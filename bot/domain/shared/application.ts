/** An Entra app registration's permanent appId (lower-case GUID): what its owner calls the client ID. */
export type ClientId = string;

/** Metadata of one password credential. It cannot hold the value: see issued-secret.ts. */
export interface ClientSecret {
  readonly keyId: string;
  /** As stored in Entra. Untrusted text; may be empty. */
  readonly name: string;
  /** First three characters of the value; empty if Entra has none. */
  readonly hint: string;
  readonly start: Date;
  readonly end: Date;
}

export interface Application {
  readonly clientId: ClientId;
  /** Like `Partner-NL-OrganisationName-SMC`; untrusted text. */
  readonly displayName: string;
  readonly secrets: readonly ClientSecret[];
  /** As the list of everything shows them. Undefined if it was not read from that list. */
  readonly certificates?: readonly Certificate[] | undefined;
  /**
   * The client IDs of the APIs of which it asks for application permissions, each once. Undefined if they were not read, as
   * in the list of everything.
   */
  readonly resources?: readonly ClientId[] | undefined;
  /** So many certificates were left out of `certificates`, because nothing can be said of them. Left out for 0. */
  readonly unreadable?: number;
  /** How else it can sign in: see `withOtherCredentials` of the directory. Undefined if Entra was not asked. */
  readonly otherCredentials?: OtherCredentials | undefined;
}

/** Metadata of one certificate: Entra never lists its key. The name is untrusted text and may be empty. */
export type Certificate = Omit<ClientSecret, 'hint'> & {
  /** Left out if Entra does not say it. */
  readonly thumbprint?: string;
};

/** Tokens of another issuer that may sign in as the application. All texts are untrusted. It does not expire. */
export interface FederatedCredential {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
}

/** The ways to sign in that need no client secret. */
export interface OtherCredentials {
  readonly certificates: readonly Certificate[];
  readonly federated: readonly Pick<FederatedCredential, 'id' | 'name'>[];
}

/** Enough to name an application to a person. */
export type ApplicationRef = Pick<Application, 'clientId' | 'displayName'>;

import type {
  Application,
  ApplicationRef,
  Certificate,
  ClientSecret,
  FederatedCredential,
} from '../shared/application.ts';
import type { NamedPerson } from '../shared/person.ts';

/** So long Entra may not tell of the federated credentials of an application until somebody has to look after it. */
export const UNTOLD_MS = 48 * 60 * 60_000;

export const CREDENTIAL_KINDS = ['secret', 'certificate', 'federated'] as const;
/** What an application can prove itself with. */
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/** A credential of any kind, as metadata. Its texts are untrusted. */
export interface Credential {
  readonly kind: CredentialKind;
  /** Entra's id of it; unique among those of its kind. */
  readonly keyId: string;
  readonly name: string;
  /** Entra does not say when a federated credential was added. */
  readonly start: Date | undefined;
  /** A federated credential does not expire. */
  readonly end: Date | undefined;
  /** This is the thumbprint of a certificate's key. It is left out if Entra does not say it. */
  readonly thumbprint?: string | undefined;
  /** Whose tokens a federated credential takes; undefined for the other kinds. */
  readonly trusts: { readonly issuer: string; readonly subject: string } | undefined;
}

/** What became of the question whose a credential is. */
export type UnexpectedAnswer =
  /** A manager or an administrator has said that it is theirs. */
  | { readonly how: 'ours'; readonly by: NamedPerson; readonly at: Date }
  /** The application does not have it any more. `by`: who has removed it here; undefined if it was removed elsewhere. */
  | { readonly how: 'gone'; readonly by: NamedPerson | undefined; readonly at: Date };

/** A credential that was added outside the bot. See decision 0038: what nobody ordered is asked about. */
export interface UnexpectedCredential {
  readonly id: string;
  readonly application: ApplicationRef;
  readonly credential: Credential;
  /** When the bot saw it first. */
  readonly foundAt: Date;
  /** Undefined as long as nobody has said whose it is. */
  readonly answer: UnexpectedAnswer | undefined;
}

export function secretCredential({ keyId, name, start, end }: ClientSecret): Credential {
  return { kind: 'secret', keyId, name, start, end, trusts: undefined };
}

export function certificateCredential({ keyId, name, start, end, thumbprint }: Certificate): Credential {
  const credential = { kind: 'certificate', keyId, name, start, end, trusts: undefined } as const;
  return thumbprint === undefined ? credential : { ...credential, thumbprint };
}

export function federatedCredential({ id, name, issuer, subject }: FederatedCredential): Credential {
  return { kind: 'federated', keyId: id, name, start: undefined, end: undefined, trusts: { issuer, subject } };
}

/** The client secrets and certificates of an application, which the list of everything shows. */
export function keysOf({ secrets, certificates = [] }: Application): readonly Credential[] {
  return [...secrets.map(secretCredential), ...certificates.map(certificateCredential)];
}

/** The kinds of which an answer of Entra shows all that there are. */
export function kindsShown({ certificates, unreadable = 0 }: Application): readonly CredentialKind[] {
  return certificates === undefined || unreadable > 0 ? ['secret'] : ['secret', 'certificate'];
}

/**
 * One text that differs if the application has another name, other client secrets or other certificates. The order in
 * which Entra lists them does not matter.
 */
export function printOf({ displayName, secrets, certificates = [], unreadable = 0 }: Application): string {
  const keys = secrets.map(({ keyId }) => keyId).sort();
  const others = certificates
    .map(({ keyId, end, thumbprint = '' }) => `${keyId}@${end.getTime()}${thumbprint && `#${thumbprint}`}`)
    .sort();
  const odd = unreadable > 0 ? [`${unreadable} unreadable`] : [];
  return [...keys, ...others, ...odd, displayName].join(' ');
}

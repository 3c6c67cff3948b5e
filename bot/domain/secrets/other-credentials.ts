import type { Certificate, FederatedCredential } from '../shared/application.ts';
import { isOverlong, type SecretStatus, secretStatus } from '../shared/expiry.ts';

/** A certificate or a federated credential, as a card shows it. The bot only reads these. */
export interface OtherCredentialView {
  readonly kind: 'certificate' | 'federated';
  readonly keyId: string;
  /** Untrusted text; may be empty. */
  readonly name: string;
  /** A federated credential has neither, because it does not expire. */
  readonly end: Date | undefined;
  readonly status: SecretStatus | undefined;
  /** It is in force or will be, and lives longer than the rule of one year. */
  readonly overlong: boolean;
}

/** What the last looks saw, or Entra has answered. `federated`: undefined if they were not read yet. */
export interface OthersSeen {
  readonly certificates: readonly Certificate[];
  readonly federated: readonly Pick<FederatedCredential, 'id' | 'name'>[] | undefined;
}

/** Certificates come first, those that end first before the others. */
export function otherCredentialViews(
  { certificates, federated = [] }: OthersSeen,
  now: Date,
): readonly OtherCredentialView[] {
  const dated = certificates
    .toSorted((a, b) => a.end.getTime() - b.end.getTime())
    .map((one): OtherCredentialView => {
      const status = secretStatus(one, now);
      const overlong = status !== 'expired' && isOverlong(one, now);
      return { kind: 'certificate', keyId: one.keyId, name: one.name, end: one.end, status, overlong };
    });
  const endless = federated.map(
    ({ id, name }): OtherCredentialView => ({
      ...{ kind: 'federated', keyId: id, name, end: undefined, status: undefined, overlong: false },
    }),
  );
  return [...dated, ...endless];
}

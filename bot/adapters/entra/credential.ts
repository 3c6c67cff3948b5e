import { type Credential, TOKEN_EXCHANGE } from '../../ports/shared/credential.ts';
import type { ClientCredential } from './client.ts';

/** Turns the settings' credential into the form that the registration's client takes. */
export function clientCredential(proof: Credential): ClientCredential {
  switch (proof.kind) {
    case 'secret':
      return proof;
    case 'certificate':
      return { kind: 'certificate', pem: `${proof.privateKey}\n${proof.certificate}` };
    case 'managed-identity':
    case 'federated':
      return { kind: 'assertion', getAssertion: () => proof.identity.token(TOKEN_EXCHANGE) };
  }
}

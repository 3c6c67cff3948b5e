import { type Credential, TOKEN_EXCHANGE } from '../../ports/shared/credential.ts';
import type { ClientCredential } from './client.ts';

/** How the registration proves itself, from what the settings say. */
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

import { ManagedIdentityApplication } from '@azure/msal-node';
import type { Credential } from '../../ports/credential.ts';
import type { ClientCredential } from './client.ts';

/** The audience of a managed identity's token that stands in for a registration's secret (workload identity federation). */
const EXCHANGE_AUDIENCE = 'api://AzureADTokenExchange';

/** How the registration proves itself, from what the settings say. */
export function clientCredential(credential: Credential): ClientCredential {
  switch (credential.kind) {
    case 'secret':
      return credential;
    case 'certificate':
      return { kind: 'certificate', pem: `${credential.privateKey}\n${credential.certificate}` };
    case 'managed-identity':
      return { kind: 'assertion', getAssertion: federatedAssertion(credential.clientId) };
  }
}

function federatedAssertion(userAssignedClientId: string): () => Promise<string> {
  const identity = new ManagedIdentityApplication({ managedIdentityIdParams: { userAssignedClientId } });
  return async () => (await identity.acquireToken({ resource: EXCHANGE_AUDIENCE })).accessToken;
}

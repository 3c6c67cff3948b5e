import { z } from 'zod';
import type { ClientId, FederatedCredential } from '../../domain/shared/application.ts';
import { GUID, parsed, unbelieved } from './answers.ts';
import { MOST_IN_A_BATCH, readTogether } from './batch.ts';
import { filterOf, groupsOf, MOST_IN_A_FILTER } from './by-client-id.ts';
import type { GraphClient } from './client.ts';

/** https://learn.microsoft.com/graph/api/resources/federatedidentitycredential: an application has at most 20. */
const CREDENTIAL = z
  .object({
    id: z.string().min(1),
    name: z.string().nullish(),
    issuer: z.string().nullish(),
    subject: z.string().nullish(),
  })
  .transform(({ id, name, issuer, subject }) => ({
    id,
    name: name ?? '',
    issuer: issuer ?? '',
    subject: subject ?? '',
  }));
const APPLICATIONS = z.object({
  value: z.array(z.object({ appId: z.string().regex(GUID), federatedIdentityCredentials: z.array(CREDENTIAL) })),
});

/** It selects no `keyCredentials`, whose reads are counted by themselves. */
const FEDERATED_OF = '/applications?$select=id,appId&$expand=federatedIdentityCredentials';

/**
 * Reads the federated credentials of up to 300 applications, in one batch. The client IDs are in lower case. Throws
 * DirectoryFault.
 */
export async function readFederated(
  client: GraphClient,
  clientIds: readonly ClientId[],
): Promise<ReadonlyMap<ClientId, readonly FederatedCredential[]>> {
  const found = new Map<ClientId, readonly FederatedCredential[]>();
  const wanted = [...new Set(clientIds.filter((id) => GUID.test(id)))];
  for (const some of groupsOf(groupsOf(wanted, MOST_IN_A_FILTER), MOST_IN_A_BATCH)) {
    const urls = some.map((group) => `${FEDERATED_OF}&$filter=${encodeURIComponent(filterOf(group))}`);
    for (const answer of await readTogether(client, urls, {})) {
      for (const one of parsed(APPLICATIONS, answer, 'no list of federated credentials').value)
        found.set(askedFor(one.appId, wanted), one.federatedIdentityCredentials);
    }
  }
  return found;
}

function askedFor(appId: string, wanted: readonly ClientId[]): ClientId {
  const clientId = appId.toLowerCase();
  if (!wanted.includes(clientId)) throw unbelieved('another application');
  return clientId;
}

import { z } from 'zod';
import type { ClientId, FederatedCredential } from '../../domain/shared/application.ts';
import { DirectoryFault, type FederatedAnswers } from '../../ports/secrets/directory.ts';
import { GUID, unbelieved } from './answers.ts';
import { MOST_IN_A_BATCH, readSettled } from './batch.ts';
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
const CREDENTIALS = z.array(CREDENTIAL);
const APPLICATION = z.object({
  appId: z
    .string()
    .regex(GUID)
    .transform((id) => id.toLowerCase()),
  federatedIdentityCredentials: z.unknown(),
});
const PAGE = z.object({ value: z.array(APPLICATION) });

/** It selects no `keyCredentials`, whose reads are counted by themselves. */
const FEDERATED_OF = '/applications?$select=id,appId&$expand=federatedIdentityCredentials';

/**
 * Reads the federated credentials of up to 300 applications, in one batch. The client IDs are in lower case. A part that fails
 * and an application in another shape are the fault of nobody else. Throws DirectoryFault if the batch itself fails.
 */
export async function readFederated(client: GraphClient, clientIds: readonly ClientId[]): Promise<FederatedAnswers> {
  const all: FederatedAnswers[] = [];
  const wanted = [...new Set(clientIds.filter((id) => GUID.test(id)))];
  for (const groups of groupsOf(groupsOf(wanted, MOST_IN_A_FILTER), MOST_IN_A_BATCH)) {
    const urls = groups.map((group) => `${FEDERATED_OF}&$filter=${encodeURIComponent(filterOf(group))}`);
    const answers = await readSettled(client, urls);
    all.push(...groups.map((group, index) => answersIn(group, answers[index])));
  }
  return {
    found: new Map(all.flatMap(({ found }) => [...found])),
    faults: new Map(all.flatMap(({ faults }) => [...faults])),
  };
}

/** One part. If it is not what was asked for, nothing of it is believed. */
function answersIn(asked: readonly ClientId[], answer: unknown): FederatedAnswers {
  if (answer instanceof DirectoryFault) return refused(asked, answer);
  const page = PAGE.safeParse(answer);
  const isOther = ({ appId }: z.infer<typeof APPLICATION>) => !asked.includes(appId);
  if (!page.success || page.data.value.some(isOther))
    return refused(asked, unbelieved('no list of these applications'));
  const found = new Map<ClientId, readonly FederatedCredential[]>();
  const faults = new Map<ClientId, DirectoryFault>();
  for (const { appId, federatedIdentityCredentials } of page.data.value) {
    const all = CREDENTIALS.safeParse(federatedIdentityCredentials);
    if (all.success) found.set(appId, all.data);
    else faults.set(appId, unbelieved('no list of federated credentials'));
  }
  return { found, faults };
}

function refused(asked: readonly ClientId[], fault: DirectoryFault): FederatedAnswers {
  return { found: new Map(), faults: new Map(asked.map((clientId) => [clientId, fault])) };
}

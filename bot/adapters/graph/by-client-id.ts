import type { Application, ClientId } from '../../domain/shared/application.ts';
import type { Log } from '../../ports/shared/log.ts';
import { GUID, unbelieved } from './answers.ts';
import { applicationIn } from './application-answers.ts';
import { MOST_IN_A_BATCH, readTogether } from './batch.ts';
import type { GraphClient } from './client.ts';
import { isAbsent, toFault } from './errors.ts';
import { readPages } from './pages.ts';

const NEEDED = ['id', 'appId', 'displayName', 'passwordCredentials'];
/** The fields of an application that the bot reads. */
export const FIELDS = [...NEEDED, 'requiredResourceAccess'];
/**
 * The fields that the list of everything gives. A tenant allows 150 reads of `keyCredentials` a minute: a sweep needs one for
 * each 999 applications, and no other read asks for them. https://learn.microsoft.com/graph/api/application-list
 */
export const LISTED_FIELDS = [...NEEDED, 'keyCredentials'];
/** https://learn.microsoft.com/graph/aad-advanced-queries: `in` takes at most so many values, and needs no advanced query. */
export const MOST_IN_A_FILTER = 15;
/** The largest page of Graph's list of applications. */
export const PAGE_SIZE = 999;

/** How Graph is asked if a person waits. https://learn.microsoft.com/graph/throttling-limits (identity and access) */
export const PERSON_WAITS = { 'x-ms-throttle-priority': 'High' };

/** Undefined if Entra knows no such application. Throws DirectoryFault. */
export async function readOne(client: GraphClient, clientId: ClientId): Promise<Application | undefined> {
  if (!GUID.test(clientId)) return undefined;
  try {
    const answer: unknown = await client.read(pathOf(clientId)).headers(PERSON_WAITS).select(FIELDS).get();
    return applicationIn(answer, clientId);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw toFault(error, 'read');
  }
}

/**
 * Reads the applications with these client IDs, which are in lower case, each once. Up to 15 cost one request, and so do up
 * to 300, in a batch. Entra leaves out those that it does not know. See decision 0025: applications are read by set. Throws
 * DirectoryFault.
 */
export async function readSet(
  client: GraphClient,
  wanted: readonly ClientId[],
  headers: Readonly<Record<string, string>>,
  log: Log,
): Promise<readonly Application[]> {
  const groups = groupsOf(wanted.filter(isClientId), MOST_IN_A_FILTER);
  const found: Application[] = [];
  for (const some of groupsOf(groups, MOST_IN_A_BATCH)) {
    const firsts = await firstPages(client, some, headers);
    for (const [index, group] of some.entries()) {
      const first = firsts[index] ?? (() => Promise.reject(unbelieved('to another batch')));
      for await (const page of readPages(client, log, first))
        found.push(...page.map((application) => askedFor(application, group)));
    }
  }
  return found;
}

/** How to get the first page of each group. One group needs no batch. */
async function firstPages(
  client: GraphClient,
  groups: readonly (readonly ClientId[])[],
  headers: Readonly<Record<string, string>>,
): Promise<readonly (() => Promise<unknown>)[]> {
  const [only] = groups;
  if (only !== undefined && groups.length === 1) {
    return [() => client.read('/applications').headers(headers).filter(filterOf(only)).select(FIELDS).get()];
  }
  const urls = groups.map((group) => `/applications?$select=${FIELDS}&$filter=${encodeURIComponent(filterOf(group))}`);
  return (await readTogether(client, urls, headers)).map((body) => async () => body);
}

/** A text that is not an id never reaches a filter. */
function isClientId(clientId: ClientId): boolean {
  return GUID.test(clientId);
}

export function filterOf(group: readonly ClientId[]): string {
  return `appId in (${group.map((clientId) => `'${clientId}'`).join(',')})`;
}

function askedFor(application: Application, group: readonly ClientId[]): Application {
  if (!group.includes(application.clientId)) throw unbelieved('another application');
  return application;
}

/** The parts of a list, each of at most that size. */
export function groupsOf<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  );
}

export function pathOf(clientId: ClientId): string {
  return `/applications(appId='${clientId.toLowerCase()}')`;
}

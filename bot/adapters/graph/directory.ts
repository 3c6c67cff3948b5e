import type * as graph from '@microsoft/microsoft-graph-types';
import { type IssuedSecret, SecretValue } from '../../domain/secrets/issued-secret.ts';
import type { NewSecret } from '../../domain/secrets/secret-form.ts';
import type { Application, ClientId, ClientSecret } from '../../domain/shared/application.ts';
import { type Directory, DirectoryFault } from '../../ports/secrets/directory.ts';
import type { Log } from '../../ports/shared/log.ts';
import type { GraphClient } from './client.ts';
import { type Access, isAbsent, isUnknownKey, toFault } from './errors.ts';

const FIELDS = ['id', 'appId', 'displayName', 'passwordCredentials'];
const PAGE_SIZE = 999;
/** More pages than any tenant has. It ends a listing whose links go in a circle. */
const PAGE_LIMIT = 200;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Page {
  readonly value?: readonly graph.Application[];
  readonly '@odata.nextLink'?: string;
}

/** Reads and changes the applications in Microsoft Graph with the bot's own rights. */
export function createDirectory(client: GraphClient, log: Log): Directory {
  const one = (clientId: ClientId) => getApplication(client, clientId);
  return {
    application: one,
    everything: () => pages(client, log),
    applications: async (clientIds) => {
      const wanted = new Set(clientIds.map((id) => id.toLowerCase()));
      const [first] = wanted;
      if (first === undefined) return [];
      if (wanted.size > 1) return listApplications(client, wanted, log);
      const found = await one(first);
      return found === undefined ? [] : [found];
    },
    addSecret: (clientId, secret) => addSecret(client, clientId, secret),
    removeSecret: (clientId, keyId) => removeSecret(client, clientId, keyId),
  };
}

async function getApplication(client: GraphClient, clientId: ClientId): Promise<Application | undefined> {
  if (!GUID.test(clientId)) return undefined;
  try {
    const found: graph.Application = await client.read(pathOf(clientId)).select(FIELDS).get();
    return toApplication(found);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw toFault(error, 'read');
  }
}

/** Reads everything that the bot may see and keeps the wanted applications. */
async function listApplications(
  client: GraphClient,
  wanted: ReadonlySet<string>,
  log: Log,
): Promise<readonly Application[]> {
  const found: Application[] = [];
  for await (const page of pages(client, log)) {
    found.push(...page.filter((each) => wanted.has(each.clientId)));
    if (found.length === wanted.size) break;
  }
  return found;
}

/** Reads page by page; a page is forgotten before the next one is read. */
async function* pages(client: GraphClient, log: Log): AsyncGenerator<readonly Application[]> {
  let request = client.read('/applications').select(FIELDS).top(PAGE_SIZE);
  for (let count = 0; count < PAGE_LIMIT; count += 1) {
    const current = request;
    const page: Page = await asked('read', () => current.get());
    yield (page.value ?? []).map(toApplication).filter((each) => each !== undefined);
    const next = page['@odata.nextLink'];
    if (next === undefined) return;
    if (!client.isOwn(next)) {
      log.error('directory pointed to another host');
      throw new DirectoryFault('unexpected', { ambiguous: false });
    }
    request = client.read(next);
  }
  throw new DirectoryFault('unexpected', { ambiguous: false, cause: new Error('the list of applications has no end') });
}

async function addSecret(client: GraphClient, clientId: ClientId, secret: NewSecret): Promise<IssuedSecret> {
  // If no end is sent, Entra chooses two years.
  const passwordCredential = { displayName: secret.name, endDateTime: secret.end.toISOString() };
  const path = `${knownPathOf(clientId)}/addPassword`;
  const added: graph.PasswordCredential = await asked('write', () => client.write(path).post({ passwordCredential }));
  const metadata = toSecret(added ?? {});
  const value = added?.secretText;
  if (metadata === undefined || typeof value !== 'string' || value === '')
    throw new DirectoryFault('unexpected', { ambiguous: true, cause: new Error('the answer holds no new secret') });
  return { secret: metadata, value: new SecretValue(value) };
}

async function removeSecret(client: GraphClient, clientId: ClientId, keyId: string): Promise<'removed' | 'absent'> {
  try {
    await client.write(`${knownPathOf(clientId)}/removePassword`).post({ keyId });
    return 'removed';
  } catch (error) {
    if (isUnknownKey(error)) return 'absent';
    throw toFault(error, 'write');
  }
}

async function asked<T>(access: Access, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw toFault(error, access);
  }
}

function pathOf(clientId: ClientId): string {
  return `/applications(appId='${clientId.toLowerCase()}')`;
}

/** Ids come from our own tables. A text that is not an id never reaches a URL. */
function knownPathOf(clientId: ClientId): string {
  if (!GUID.test(clientId)) throw new DirectoryFault('absent', { ambiguous: false });
  return pathOf(clientId);
}

function toApplication(found: graph.Application): Application | undefined {
  if (typeof found.appId !== 'string') return undefined;
  return {
    clientId: found.appId.toLowerCase(),
    displayName: found.displayName ?? '',
    secrets: (found.passwordCredentials ?? []).map(toSecret).filter((secret) => secret !== undefined),
  };
}

/** Undefined for a credential without id or dates: Entra's own always have them. */
function toSecret(found: graph.PasswordCredential): ClientSecret | undefined {
  const { keyId, displayName, hint, startDateTime, endDateTime } = found;
  const end = new Date(endDateTime ?? Number.NaN);
  if (typeof keyId !== 'string' || Number.isNaN(end.getTime())) return undefined;
  const start = new Date(startDateTime ?? end);
  return { keyId, name: displayName ?? '', hint: hint ?? '', start: Number.isNaN(start.getTime()) ? end : start, end };
}

import { type IssuedSecret, SecretValue } from '../../domain/secrets/issued-secret.ts';
import type { NewSecret } from '../../domain/secrets/secret-form.ts';
import type { Application, ClientId } from '../../domain/shared/application.ts';
import { wholeSecond } from '../../domain/shared/expiry.ts';
import { type Directory, DirectoryFault } from '../../ports/secrets/directory.ts';
import type { Log } from '../../ports/shared/log.ts';
import { addedIn, applicationIn, GUID, pageIn } from './answers.ts';
import type { GraphClient } from './client.ts';
import { type Access, isAbsent, isUnknownKey, toFault } from './errors.ts';
import { readLongestLife } from './lifetime-policy.ts';

const FIELDS = ['id', 'appId', 'displayName', 'passwordCredentials'];
const PAGE_SIZE = 999;
/** The only status with which Graph says that a secret was removed. */
const NO_CONTENT = 204;
/** More pages than any tenant has. It ends a listing whose links go in a circle. */
const PAGE_LIMIT = 200;

/**
 * Reads and changes the applications in Microsoft Graph with the bot's own rights. `own`: the bot's registrations. A
 * secret of one of them would give the bot's rights over all applications, so for everybody they do not exist.
 */
export function createDirectory(client: GraphClient, log: Log, own: readonly ClientId[]): Directory {
  const isOwn = (clientId: ClientId) => own.includes(clientId.toLowerCase());
  const one = async (clientId: ClientId) => (isOwn(clientId) ? undefined : await getApplication(client, clientId));
  return {
    isOwn,
    application: one,
    everything: () => othersIn(pages(client, log), isOwn),
    applications: async (clientIds) => {
      const wanted = new Set(clientIds.map((id) => id.toLowerCase()).filter((id) => !isOwn(id)));
      const [first] = wanted;
      if (first === undefined) return [];
      if (wanted.size > 1) return listApplications(client, wanted, log);
      const found = await one(first);
      return found === undefined ? [] : [found];
    },
    longestLife: () => readLongestLife(client, log),
    addSecret: async (clientId, secret) => {
      if (isOwn(clientId)) throw noSuchApplication();
      return addSecret(client, clientId, secret);
    },
    removeSecret: async (clientId, keyId) => {
      if (isOwn(clientId)) throw noSuchApplication();
      return removeSecret(client, clientId, keyId);
    },
  };
}

async function* othersIn(
  pages: AsyncIterable<readonly Application[]>,
  isOwn: (clientId: ClientId) => boolean,
): AsyncGenerator<readonly Application[]> {
  for await (const page of pages) {
    const others = page.filter(({ clientId }) => !isOwn(clientId));
    if (others.length > 0) yield others;
  }
}

function noSuchApplication(): DirectoryFault {
  return new DirectoryFault('absent', { ambiguous: false });
}

async function getApplication(client: GraphClient, clientId: ClientId): Promise<Application | undefined> {
  if (!GUID.test(clientId)) return undefined;
  try {
    return applicationIn(await client.read(pathOf(clientId)).select(FIELDS).get(), clientId);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw toFault(error, 'read');
  }
}

/**
 * Reads everything that the bot may see and keeps the wanted applications. Those that the list does not hold are asked for
 * one by one: a list that changes while it is read can lose some.
 */
async function listApplications(
  client: GraphClient,
  wanted: ReadonlySet<string>,
  log: Log,
): Promise<readonly Application[]> {
  const found = new Map<ClientId, Application>();
  for await (const page of pages(client, log)) {
    for (const each of page) if (wanted.has(each.clientId)) found.set(each.clientId, each);
    if (found.size === wanted.size) break;
  }
  for (const clientId of wanted) {
    const lost = found.has(clientId) ? undefined : await getApplication(client, clientId);
    if (lost !== undefined) found.set(clientId, lost);
  }
  return [...found.values()];
}

/** Reads page by page; a page is forgotten before the next one is read. What a later page repeats is left out of it. */
async function* pages(client: GraphClient, log: Log): AsyncGenerator<readonly Application[]> {
  const seen = new Set<ClientId>();
  let request = client.read('/applications').select(FIELDS).top(PAGE_SIZE);
  for (let count = 0; count < PAGE_LIMIT; count += 1) {
    const current = request;
    const { applications, next } = await asked('read', async () => pageIn(await current.get()));
    const fresh = applications.filter(({ clientId }) => seen.size < seen.add(clientId).size);
    if (fresh.length > 0) yield fresh;
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
  // If no end is sent, Entra chooses two years. A fraction of a second may get lost on its way.
  const passwordCredential = { displayName: secret.name, endDateTime: wholeSecond(secret.end).toISOString() };
  const path = `${knownPathOf(clientId)}/addPassword`;
  const added = await asked('write', async () => addedIn(await client.write(path).post({ passwordCredential })));
  return { secret: added.secret, value: new SecretValue(added.value) };
}

async function removeSecret(client: GraphClient, clientId: ClientId, keyId: string): Promise<'removed' | 'absent'> {
  try {
    await client.write(`${knownPathOf(clientId)}/removePassword`, NO_CONTENT).post({ keyId });
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
  if (!GUID.test(clientId)) throw noSuchApplication();
  return pathOf(clientId);
}

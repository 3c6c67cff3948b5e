import { type IssuedSecret, SecretValue } from '../../domain/secrets/issued-secret.ts';
import type { NewSecret } from '../../domain/secrets/secret-form.ts';
import type { Application, ClientId } from '../../domain/shared/application.ts';
import { wholeSecond } from '../../domain/shared/expiry.ts';
import { type Directory, DirectoryFault } from '../../ports/secrets/directory.ts';
import type { Log } from '../../ports/shared/log.ts';
import { GUID } from './answers.ts';
import { addedIn } from './application-answers.ts';
import { LISTED_FIELDS, PAGE_SIZE, PERSON_WAITS, pathOf, readOne, readSet } from './by-client-id.ts';
import { readBeginnings } from './by-name.ts';
import type { GraphClient } from './client.ts';
import { isUnknownKey, toFault } from './errors.ts';
import { readFederated } from './federated-credentials.ts';
import { readLongestLife } from './lifetime-policy.ts';
import { otherCredentialsReader } from './other-credentials.ts';
import { readPages } from './pages.ts';

/** The only status with which Graph says that a secret was removed. */
const NO_CONTENT = 204;

/**
 * Reads and changes the applications in Microsoft Graph with the bot's own rights. `own`: the bot's registrations. A
 * secret of one of them would give the bot's rights over all applications, so for everybody they do not exist.
 */
export function createDirectory(client: GraphClient, log: Log, own: readonly ClientId[], clock: () => Date): Directory {
  const isOwn = (clientId: ClientId) => own.includes(clientId.toLowerCase());
  const withOthers = otherCredentialsReader(client, log, clock);
  const all = () => client.read('/applications').select(LISTED_FIELDS).top(PAGE_SIZE).get();
  return {
    isOwn,
    application: async (clientId) => (isOwn(clientId) ? undefined : await readOne(client, clientId)),
    everything: () => othersIn(readPages(client, log, all), isOwn),
    applications: async (clientIds, urgency = 'person-waits') => {
      const wanted = new Set(clientIds.map((id) => id.toLowerCase()).filter((id) => !isOwn(id)));
      return readSet(client, [...wanted], urgency === 'person-waits' ? PERSON_WAITS : {}, log);
    },
    withOtherCredentials: (applications, urgency = 'person-waits') =>
      withOthers(applications, urgency === 'person-waits' ? PERSON_WAITS : {}),
    federatedCredentials: (clientIds) =>
      readFederated(
        client,
        clientIds.map((id) => id.toLowerCase()).filter((id) => !isOwn(id)),
      ),
    beginningWith: (beginnings) => collected(othersIn(readBeginnings(client, beginnings, log), isOwn)),
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

async function collected(pages: AsyncIterable<readonly Application[]>): Promise<readonly Application[]> {
  const all: Application[] = [];
  for await (const page of pages) all.push(...page);
  return all;
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

async function addSecret(client: GraphClient, clientId: ClientId, secret: NewSecret): Promise<IssuedSecret> {
  // If no end is sent, Entra chooses two years. A fraction of a second may get lost on its way.
  const passwordCredential = { displayName: secret.name, endDateTime: wholeSecond(secret.end).toISOString() };
  const path = `${knownPathOf(clientId)}/addPassword`;
  try {
    const { secret: added, value } = addedIn(
      await client.write(path).headers(PERSON_WAITS).post({ passwordCredential }),
    );
    return { secret: added, value: new SecretValue(value) };
  } catch (error) {
    throw toFault(error, 'write');
  }
}

async function removeSecret(client: GraphClient, clientId: ClientId, keyId: string): Promise<'removed' | 'absent'> {
  try {
    await client
      .write(`${knownPathOf(clientId)}/removePassword`, NO_CONTENT)
      .headers(PERSON_WAITS)
      .post({ keyId });
    return 'removed';
  } catch (error) {
    if (isUnknownKey(error)) return 'absent';
    throw toFault(error, 'write');
  }
}

/** Ids come from our own tables. A text that is not an id never reaches a URL. */
function knownPathOf(clientId: ClientId): string {
  if (!GUID.test(clientId)) throw noSuchApplication();
  return pathOf(clientId);
}

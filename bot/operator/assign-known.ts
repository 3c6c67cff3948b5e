import { createGraph } from '../adapters/graph/index.ts';
import { createLog } from '../adapters/node/log.ts';
import type { Settings } from '../config/index.ts';
import { createCredentials } from '../credentials.ts';
import { print } from './command-line.ts';

/** A person and an application, by object id and client ID in lower case. */
export type IdPair = readonly [oid: string, clientId: string];

/**
 * The pairs whose person and application Entra knows; a line says what it does not know. Throws DirectoryFault if Entra
 * cannot be asked, which says nothing about them.
 */
export async function knownPairs(settings: Settings, pairs: readonly IdPair[]): Promise<readonly IdPair[]> {
  const reasons = createReasons(settings);
  const known: IdPair[] = [];
  for (const pair of pairs) {
    const reason = await reasons(pair);
    if (reason === undefined) known.push(pair);
    else print(reason);
  }
  return known;
}

/** Asks for each person and each application once. */
function createReasons(settings: Settings): (pair: IdPair) => Promise<string | undefined> {
  const { graphUrl, tenantId, botId, aadAppClientId } = settings;
  const log = createLog('error', process.stderr);
  const { graph } = createCredentials(settings, log);
  const own = [botId, aadAppClientId];
  const none = { mail: undefined, signInReport: false, signInLog: false };
  const asked = { graphUrl, tenantId, own, tokens: graph.tokens, ...none };
  const { directory, people } = createGraph(asked, log, () => new Date());
  const applications = new Map<string, Promise<unknown>>();
  const users = new Map<string, Promise<unknown>>();
  return async ([oid, clientId]) => {
    if (own.includes(clientId)) return `${clientId} is the bot's own registration. Nobody can manage it.`;
    const application = remembered(applications, clientId, () => directory.application(clientId));
    if ((await application) === undefined) return `Entra knows no application with the client ID ${clientId}.`;
    const person = remembered(users, oid, () => people.find(oid));
    return (await person) === undefined ? `Entra knows no user with the object ID ${oid}.` : undefined;
  };
}

function remembered<T>(known: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  const asked = known.get(key) ?? ask();
  known.set(key, asked);
  return asked;
}

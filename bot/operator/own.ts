import { counted } from '../../cards/shared/dates.ts';
import { readConfig, readEnvironment, type Settings } from '../config/index.ts';
import { createCredentials } from '../credentials.ts';
import * as graph from '../doctor/graph.ts';
import type { Apis } from '../domain/shared/naming.ts';
import { plainText } from '../domain/shared/text.ts';
import { print, runCommand, WrongUse } from './command-line.ts';
import { findAzureCli } from './own-azure-cli.ts';
import { assignmentCommands } from './own-commands.ts';

const USAGE = 'Usage: npm run own -- <client id>… | --all [--perform]';
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface OwnRequest {
  /** Undefined if the operator asked for all applications that are named by the convention (`--all`). */
  readonly clientIds: readonly string[] | undefined;
  readonly perform: boolean;
}

interface TenantGraph {
  readonly graphUrl: string;
  readonly ask: graph.AskGraph;
  readonly apis: Apis;
  /** The object id of the bot's service principal. */
  readonly bot: string;
}

/** What the operator asked for. Throws WrongUse. */
function readArguments(given: readonly string[]): OwnRequest {
  const ids = given.filter((argument) => argument !== '--all' && argument !== '--perform');
  const wrong = ids.find((id) => !GUID.test(id));
  if (wrong !== undefined) throw new WrongUse(`"${wrong}" is not a client ID.\n${USAGE}`);
  if (given.includes('--all') === ids.length > 0) throw new WrongUse(USAGE);
  const clientIds = ids.length === 0 ? undefined : [...new Set(ids.map((id) => id.toLowerCase()))];
  return { clientIds, perform: given.includes('--perform') };
}

/**
 * Connects to Graph, through the Azure CLI if it is there. With `perform` the CLI is needed: the bot cannot make itself
 * an owner, because Application.ReadWrite.OwnedBy covers only what it owns already. Throws WrongUse.
 */
async function connect(settings: Settings, perform: boolean): Promise<TenantGraph> {
  const { graphUrl, tenantId } = settings;
  const { clientId, tokens } = createCredentials(settings).graph;
  const cli = await findAzureCli(graphUrl);
  if (cli.kind === 'signed-out' || (cli.kind === 'signed-in' && cli.tenantId !== tenantId)) {
    throw new WrongUse(`The Azure CLI is not signed in to this tenant: run az login --tenant ${tenantId}`);
  }
  if (cli.kind === 'absent' && perform) {
    throw new WrongUse(
      'The Azure CLI (az) was not found. Install it, or run without --perform and use what is printed.',
    );
  }
  const askAsBot = () => graph.askWith(graphUrl, () => tokens.token(graphUrl));
  const ask = cli.kind === 'signed-in' ? cli.ask : askAsBot();
  return { graphUrl, ask, apis: settings.apis, bot: await principalOf(ask, clientId) };
}

async function principalOf(ask: graph.AskGraph, clientId: string): Promise<string> {
  const answer = await ask('GET', `/v1.0/servicePrincipals(appId='${clientId}')?$select=id`);
  if (answer.ok) return graph.DIRECTORY_OBJECT.parse(answer.body).id;
  throw new Error(`the bot’s service principal (${clientId}) could not be read (${answer.code})`);
}

type Target = ReturnType<typeof graph.lookedAfterOf>[number] & { readonly owned: boolean };

async function targetsOf(
  { ask, graphUrl, apis, bot }: TenantGraph,
  { clientIds }: OwnRequest,
): Promise<readonly Target[]> {
  const [listed, owned] = await Promise.all([
    graph.everything(ask, graphUrl, graph.APPLICATIONS, graph.APPLICATION),
    graph.everything(ask, graphUrl, graph.ownedPath({ objectId: bot }), graph.DIRECTORY_OBJECT),
  ]);
  if (listed.kind === 'refused') throw new Error(`the applications could not be listed (${listed.code})`);
  if (owned.kind === 'refused') throw new Error(`what the bot owns could not be listed (${owned.code})`);
  const wanted = new Set(clientIds ?? []);
  const known = graph
    .lookedAfterOf(apis, listed.items, wanted)
    .filter((one) => clientIds === undefined || wanted.has(one.clientId));
  const unknown = [...wanted].filter((id) => !known.some(({ clientId }) => clientId === id));
  if (unknown.length > 0) throw new Error(`there is no application ${unknown.join(', ')}; nothing was changed`);
  const ids = new Set(owned.items.map(({ id }) => id));
  return known.map((one) => ({ ...one, owned: ids.has(one.objectId) }));
}

async function assignOwner(
  { ask, graphUrl, bot }: TenantGraph,
  { clientId, objectId, displayName }: Target,
): Promise<boolean> {
  const reference = { '@odata.id': `${graphUrl}/v1.0/directoryObjects/${bot}` };
  const { ok, code } = await ask('POST', `/v1.0/applications/${objectId}/owners/$ref`, reference);
  print(`${clientId} ${ok ? 'is owned now' : `could not be given an owner (${code})`}: ${shown(displayName)}`);
  return ok;
}

function shown(displayName: string): string {
  return plainText(displayName, 120) || '(no name)';
}

async function performAll(tenant: TenantGraph, missing: readonly Target[]): Promise<number> {
  let failed = 0;
  // One after the other, because an administrator watches and Graph throttles writes.
  for (const target of missing) failed += (await assignOwner(tenant, target)) ? 0 : 1;
  if (failed > 0) print('This needs the role Application Administrator or Cloud Application Administrator.');
  return failed === 0 ? 0 : 1;
}

/**
 * `npm run own`. Exit code: 0 if all was done or printed, 1 if something failed, 2 if the command was used in a wrong
 * way.
 */
async function main(given: readonly string[]): Promise<number> {
  const request = readArguments(given);
  const tenant = await connect(readConfig(readEnvironment()), request.perform);
  const targets = await targetsOf(tenant, request);
  for (const { clientId, displayName } of targets.filter(({ owned }) => owned)) {
    print(`${clientId} is owned already: ${shown(displayName)}`);
  }
  const missing = targets.filter(({ owned }) => !owned);
  if (request.perform) return performAll(tenant, missing);
  for (const { clientId, displayName } of missing) print(`${clientId} is not owned: ${shown(displayName)}`);
  if (missing.length > 0) print(assignmentCommands(tenant.graphUrl, tenant.bot, missing));
  print(`${counted(missing.length, 'application')} to assign. Nothing was changed.`);
  return 0;
}

await runCommand('The owners could not be assigned', main);

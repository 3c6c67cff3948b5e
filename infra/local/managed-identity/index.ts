import { randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { decodeJwt } from 'jose';
import type { LocalEntra } from '../entra/index.ts';
import { type Incoming, listen, listener, type Reply, stop } from '../http.ts';
import { masked, type OnTraffic } from '../traffic.ts';
import type { LocalIdentity, LocalWorld } from '../world.ts';

export interface ManagedIdentityOptions {
  readonly world: LocalWorld;
  readonly entra: Pick<LocalEntra, 'loginUrl' | 'identityToken'>;
  readonly onTraffic?: OnTraffic;
}

export interface LocalManagedIdentity {
  /** As the platform sets them for the app's process. */
  readonly env: { readonly IDENTITY_ENDPOINT: string; readonly IDENTITY_HEADER: string };
  /** The resources that were asked for by who knows the header, oldest first. */
  readonly asked: readonly string[];
  readonly faults: IdentityFaults;
  /** Forgets the tokens at hand: the next request gets a new one. */
  renew(): void;
  /** The token that the next request for a resource gets. */
  token(resource: string): Promise<string>;
  close(): Promise<void>;
}

export interface IdentityFaults {
  /** Answers 503 while true. */
  down: boolean;
  /** Keeps whoever asks waiting while true. */
  hanging: boolean;
  /** How long new tokens live, in seconds. */
  lifetime: number;
}

const PATH = '/msi/token';
const VERSION = '2019-08-01';
const DAY_SECONDS = 24 * 60 * 60;
/** A token at hand is given out until it has less than this left. */
const LEAST_SECONDS = 300;

/**
 * App Service's endpoint for the managed identity of an app, on loopback over http as there.
 * https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 * What it says to a wrong header is not documented: 401 here.
 */
export async function startManagedIdentity(options: ManagedIdentityOptions): Promise<LocalManagedIdentity> {
  const { world, entra, onTraffic } = options;
  const header = randomBytes(16).toString('hex').toUpperCase();
  const faults: IdentityFaults = { down: false, hanging: false, lifetime: DAY_SECONDS };
  const atHand = new Map<string, AtHand>();
  const asked: string[] = [];

  /** The same to all who ask while it is at hand, be they several processes. */
  function tokenFor(identity: LocalIdentity, resource: string): Promise<string | undefined> {
    const now = Date.now() / 1000;
    const before = atHand.get(resource);
    if (before !== undefined && before.endsAt - now > LEAST_SECONDS) return before.token;
    const token = entra.identityToken(identity, resource, faults.lifetime);
    atHand.set(resource, { token, endsAt: now + faults.lifetime });
    return token;
  }

  async function answer(incoming: Incoming): Promise<Reply> {
    const { method, url, headers } = incoming;
    if (faults.hanging) return new Promise<Reply>(() => undefined);
    if (url.pathname.replace(/\/$/, '') !== PATH) return { status: 404 };
    if (method !== 'GET') return refusal(405, 'The requested resource does not support this method.');
    if (headers['x-identity-header'] !== header) return refusal(401, 'The identity header is missing or wrong.');
    const query = readQuery(url.searchParams, world.identity);
    if ('status' in query) return query;
    asked.push(query.resource);
    if (faults.down) return refusal(503, 'The service is unavailable.');
    const token = await tokenFor(query.identity, query.resource);
    if (token === undefined) {
      return refusal(400, `AADSTS500011: The resource principal named ${query.resource} was not found in the tenant.`);
    }
    return { status: 200, body: bodyOf(query, token) };
  }

  const server = createServer(
    listener(async (incoming) => {
      const reply = await answer(incoming);
      onTraffic?.({
        at: new Date().toISOString(),
        ...{ from: 'bot', to: 'managed identity', method: incoming.method, path: incoming.target },
        ...{ status: reply.status, request: undefined, response: masked(reply.body) },
      });
      return reply;
    }),
  );
  const IDENTITY_ENDPOINT = `http://127.0.0.1:${await listen(server)}${PATH}/`;
  return {
    env: { IDENTITY_ENDPOINT, IDENTITY_HEADER: header },
    asked,
    faults,
    renew: () => atHand.clear(),
    token: async (resource) => {
      const token = world.identity && (await tokenFor(world.identity, resource));
      if (token === undefined) throw new Error(`no identity, or no resource ${resource}`);
      return token;
    },
    close: () => stop(server),
  };
}

/** Lets the registration trust the identity, as a federated credential does that an administrator made. */
export function trustIdentity(world: LocalWorld, { loginUrl }: Pick<LocalEntra, 'loginUrl'>): void {
  const { identity, tenantId } = world;
  if (identity === undefined) throw new Error('this world has no managed identity');
  const issuer = `${loginUrl}/${tenantId}/v2.0`;
  world.federatedCredentials.push({ issuer, subject: identity.principalId, audience: 'api://AzureADTokenExchange' });
}

interface AtHand {
  readonly token: Promise<string | undefined>;
  /** Seconds since 1970. */
  readonly endsAt: number;
}

interface Query {
  readonly resource: string;
  readonly identity: LocalIdentity;
}

function readQuery(params: URLSearchParams, identity: LocalIdentity | undefined): Query | Reply {
  if (params.get('api-version') !== VERSION) return refusal(400, `The api-version must be ${VERSION}.`);
  const resource = params.get('resource');
  if (resource === null || resource === '') return refusal(400, "The parameter 'resource' is missing.");
  // Without a client id the identity of the app itself is meant: it has none.
  if (identity === undefined || params.get('client_id')?.toLowerCase() !== identity.clientId) {
    const text = 'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.';
    return refusal(400, text);
  }
  return { resource, identity };
}

function bodyOf({ resource, identity }: Query, token: string): object {
  const expires_on = String(endOf(token));
  return { access_token: token, client_id: identity.clientId, expires_on, resource, token_type: 'Bearer' };
}

function endOf(token: string): number {
  return decodeJwt(token).exp ?? 0;
}

/** The platform's own form of an error: no code, a status and a sentence. */
function refusal(statusCode: number, message: string): Reply {
  return { status: statusCode, body: { statusCode, message, correlationId: randomUUID() } };
}

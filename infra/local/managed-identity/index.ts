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
  /** The variables that the platform sets for the process of the app. */
  readonly env: { readonly IDENTITY_ENDPOINT: string; readonly IDENTITY_HEADER: string };
  /** The resources of the requests that had the right header, oldest first. */
  readonly asked: readonly string[];
  readonly faults: IdentityFaults;
  /** Forgets the kept tokens, so that the next request gets a new one. */
  renew(): void;
  /** The token that the next request for a resource gets. */
  token(resource: string): Promise<string>;
  close(): Promise<void>;
}

export interface IdentityFaults {
  /** Answers 503 while true. */
  down: boolean;
  /** Answers no request while true. */
  hanging: boolean;
  /** How long new tokens live, in seconds. */
  lifetime: number;
}

const PATH = '/msi/token';
const VERSION = '2019-08-01';
const DAY_SECONDS = 24 * 60 * 60;
/** A kept token is given out until it has less than this left. */
const LEAST_SECONDS = 300;

/**
 * Starts App Service's endpoint for the managed identity of an app. It is on loopback over http, as in App Service.
 * https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 * The answer to a wrong header is not documented; here it is 401.
 */
export async function startManagedIdentity(options: ManagedIdentityOptions): Promise<LocalManagedIdentity> {
  const { world, entra, onTraffic } = options;
  const header = randomBytes(16).toString('hex').toUpperCase();
  const faults: IdentityFaults = { down: false, hanging: false, lifetime: DAY_SECONDS };
  const atHand = new Map<string, AtHand>();
  const asked: string[] = [];

  /** Gives the same token to all processes that ask while it is kept. */
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

/**
 * Lets the registration trust the identity through a federated credential, which an administrator makes in production.
 */
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
  // A request without a client id means the system-assigned identity of the app, and this app has none.
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

/** Returns an error in the platform's own form, which has a status and a sentence but no code. */
function refusal(statusCode: number, message: string): Reply {
  return { status: statusCode, body: { statusCode, message, correlationId: randomUUID() } };
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { listen, type Reply, stop, write } from '../../../infra/local/http.ts';
import { refusal, tooMany } from '../../../infra/local/teams/connector/refusals.ts';
import { createKeys, openIdMetadata, TOKEN_ISSUER } from '../../../infra/local/teams/keys.ts';
import { createLimits, NO_LIMITS } from '../../../infra/local/teams/limits.ts';

const AUDIENCE = 'https://api.botframework.com';
const TOKEN_SECONDS = 8 * 3600;
const ACTIVITIES = /\/v3\/conversations\/([^/?]+)\/activities/;

/** A message of the bot, as it came. */
export interface Arrival {
  readonly conversationId: string;
  readonly body: string;
}

/**
 * A small Bot Connector. It checks tokens as the stand-in of the local world does, but it keeps no messages: the one of
 * the local world draws a page and would be slower than what is measured.
 */
export interface Connector {
  readonly url: string;
  readonly serviceUrl: string;
  readonly openIdMetadataUrl: string;
  readonly tokenIssuer: string;
  /** Another issuer with the same keys: its address ends as that of a tenant of Entra does. */
  readonly tenantIssuer: string;
  /** The Authorization header with which it calls the bot. */
  authorization(issuer: string): Promise<string>;
  /** Accepts tokens that these keys have signed. */
  trust(keys: JSONWebKeySet): void;
  /** Resolves with the next message in this conversation. */
  next(conversationId: string): Promise<string>;
  /** Calls back for every message. Only one function at a time is called. */
  onArrival(arrived: (arrival: Arrival) => void): void;
  close(): Promise<void>;
}

export interface ConnectorOptions {
  readonly botId: string;
  readonly tenantId: string;
  /** Whether Teams' documented rate limits hold. */
  readonly limits?: boolean;
}

export async function startConnector({ botId, tenantId, limits = false }: ConnectorOptions): Promise<Connector> {
  const keys = await createKeys();
  const limited = limits ? createLimits() : NO_LIMITS;
  const waiting = new Map<string, (body: string) => void>();
  let verify: (token: string) => Promise<boolean> = async () => false;
  let arrived: (arrival: Arrival) => void = () => undefined;
  let [url, lastId] = ['', 0];

  const reply = async (request: IncomingMessage, path: string, body: string): Promise<Reply> => {
    if (path === '/v1/.well-known/openidconfiguration') return { status: 200, body: openIdMetadata(url) };
    if (path === '/v1/.well-known/keys' || path === `/${tenantId}/discovery/v2.0/keys`)
      return { status: 200, body: keys.jwks };
    const [, token] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
    if (token === undefined || !(await verify(token)))
      return refusal(401, 'Unauthorized', 'Authorization has been denied for this request.');
    const conversationId = decodeURIComponent(ACTIVITIES.exec(path)?.[1] ?? '');
    if (conversationId === '') return refusal(404, 'NotFound', 'No such operation.');
    const wait = limited.request(Date.now()) ?? limited.send(conversationId, Date.now());
    if (wait !== undefined) return tooMany(wait);
    if (!body.includes('"type":"typing"')) tell({ conversationId, body });
    return { status: 201, body: { id: String(++lastId) } };
  };
  const tell = (arrival: Arrival): void => {
    arrived(arrival);
    waiting.get(arrival.conversationId)?.(arrival.body);
  };
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    write(response, await reply(request, request.url ?? '/', await text(request)));
  };

  const server = createServer((request, response) => {
    receive(request, response).catch(() => response.destroy());
  });
  url = `http://127.0.0.1:${await listen(server)}`;
  const serviceUrl = `${url}/emea/${tenantId}/`;
  const signed = (issuer: string) => keys.sign(botId, serviceUrl, { issuer, expiresIn: TOKEN_SECONDS });
  return {
    url,
    serviceUrl,
    openIdMetadataUrl: `${url}/v1/.well-known/openidconfiguration`,
    tokenIssuer: TOKEN_ISSUER,
    tenantIssuer: `${url}/${tenantId}/v2.0`,
    authorization: async (issuer) => `Bearer ${await signed(issuer)}`,
    trust: (trusted) => {
      verify = createVerifier(trusted, botId, tenantId);
    },
    next: (conversationId) =>
      new Promise<string>((resolve) => {
        waiting.set(conversationId, (body) => {
          waiting.delete(conversationId);
          resolve(body);
        });
      }),
    onArrival: (next) => {
      arrived = next;
    },
    close: () => stop(server),
  };
}

/** A token that has been checked is known for as long as it lives: the same text is as good as it was. */
function createVerifier(keys: JSONWebKeySet, botId: string, tenantId: string): (token: string) => Promise<boolean> {
  const keySet = createLocalJWKSet(keys);
  const known = new Map<string, number>();
  return async (token) => {
    if ((known.get(token) ?? 0) > Date.now()) return true;
    const { payload } = await jwtVerify(token, keySet, { algorithms: ['RS256'], audience: AUDIENCE });
    const { appid, idtyp, tid, exp = 0 } = payload;
    if (appid !== botId || idtyp !== 'app' || tid !== tenantId) return false;
    known.set(token, exp * 1000);
    return true;
  };
}

import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, createServer as createNetServer } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import type { Asker, Conversation, PersonId } from '../../../../bot/domain/shared/person.ts';
import type { Ledger } from '../../../../bot/ports/shared/ledger.ts';
import type { Log, LogFields } from '../../../../bot/ports/shared/log.ts';

export const BOT_ID = '11111111-1111-4111-8111-111111111111';
export const TENANT = '22222222-2222-4222-8222-222222222222';
export const OID = '33333333-3333-4333-8333-333333333333';
export const ISSUER = 'https://issuer.test';

export interface Line {
  readonly event: string;
  readonly fields: LogFields;
}

export function recordingLog(): Log & { readonly lines: Line[] } {
  const lines: Line[] = [];
  const add = (event: string, fields: LogFields = {}) => void lines.push({ event, fields });
  return { lines, info: add, warn: add, error: add };
}

export function rememberingConversations() {
  const kept: Asker[] = [];
  const gone: PersonId[] = [];
  const conversations: Ledger['conversations'] = {
    remember: async (asker) => void kept.push(asker),
    personal: async ({ oid }) =>
      kept.findLast(({ person, conversation: { kind } }) => kind === 'personal' && person.oid === oid),
    met: async (people) => people.flatMap(({ oid }) => kept.findLast(({ person }) => person.oid === oid) ?? []),
    lost: async (person) => void gone.push(person),
  };
  return { ...conversations, kept, gone };
}

export async function listenOn(server: Server): Promise<string> {
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${portOf(server.address())}`;
}

function portOf(address: string | AddressInfo | null): number {
  if (typeof address !== 'object' || address === null) throw new Error('not listening');
  return address.port;
}

/** A port nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createNetServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? undefined : JSON.parse(text);
}

export interface SigningKeyPair {
  readonly kid: string;
  readonly jwk: JWK & { endorsements?: string[] };
  readonly privateKey: CryptoKey;
}

export async function createKey(kid: string, endorsements?: string[]): Promise<SigningKeyPair> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, use: 'sig', ...(endorsements ? { endorsements } : {}) };
  return { kid, jwk, privateKey };
}

/** OpenID metadata and a key set that a test can change, move to another address, or switch off. */
export async function startKeyServer(keys: SigningKeyPair[]) {
  const state = { keys, down: false, moved: false, requests: 0 };
  const server = createServer((request, response) => {
    state.requests += 1;
    if (state.moved && request.url === '/keys') {
      response.writeHead(302, { location: '/new-keys' });
      return void response.end();
    }
    const host = `http://${request.headers.host}`;
    const answer = request.url?.endsWith('keys')
      ? { keys: state.keys.map((key) => key.jwk) }
      : { jwks_uri: `${host}/keys` };
    response.statusCode = state.down ? 503 : 200;
    response.end(JSON.stringify(answer));
  });
  const url = await listenOn(server);
  return { state, metadataUrl: `${url}/openid`, close: () => closeServer(server) };
}

export function signToken(key: SigningKeyPair, claims: JWTPayload = {}, header: Record<string, string> = {}) {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ iss: ISSUER, aud: BOT_ID, nbf: now, exp: now + 600, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, ...header })
    .sign(key.privateKey);
}

export interface ConnectorCall {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown>;
}

/** Records what the bot sends; `answer` decides what it gets. */
export async function startConnector() {
  const calls: ConnectorCall[] = [];
  const state = {
    answer: (_call: ConnectorCall): { status: number; body?: unknown; retryAfter?: string } | 'hang' => ({
      status: 201,
      body: { id: 'sent-1' },
    }),
  };
  const server = createServer(async (request, response) => {
    const body = (await bodyOf(request)) ?? {};
    const { method = '', url: path = '', headers } = request;
    const call = { method, path, authorization: headers.authorization, body: Object(body) };
    calls.push(call);
    const answer = state.answer(call);
    if (answer === 'hang') return;
    response.statusCode = answer.status;
    response.setHeader('content-type', 'application/json');
    if (answer.retryAfter !== undefined) response.setHeader('retry-after', answer.retryAfter);
    response.end(JSON.stringify(answer.body ?? {}));
  });
  const url = await listenOn(server);
  return { calls, state, serviceUrl: `${url}/emea/`, close: () => closeServer(server) };
}

export function conversation(kind: Conversation['kind'], serviceUrl: string): Conversation {
  const id = kind === 'personal' ? 'a:one-to-one' : '19:many@thread.tacv2;messageid=7';
  return { kind, id, serviceUrl, botAccountId: `28:${BOT_ID}` };
}

export function asker(kind: Conversation['kind'], serviceUrl: string): Asker {
  const person = { tid: TENANT, oid: OID };
  return { person, accountId: '29:ann', name: 'Ann', conversation: conversation(kind, serviceUrl) };
}

/** A message as Teams sends it. */
export function activity(serviceUrl: string, extra: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    type: 'message',
    id: '1',
    channelId: 'msteams',
    serviceUrl,
    from: { id: '29:ann', aadObjectId: OID, name: 'Ann' },
    recipient: { id: `28:${BOT_ID}`, name: 'API Credentials' },
    conversation: { id: 'a:one-to-one', conversationType: 'personal', tenantId: TENANT },
    channelData: { tenant: { id: TENANT } },
    text: 'help',
    ...extra,
  };
}

/** Waits for a condition; throws if it does not come true in time. */
export async function until(condition: () => boolean, withinMs = 5000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('the condition did not come true in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

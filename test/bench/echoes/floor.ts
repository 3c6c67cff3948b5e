import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { json, text } from 'node:stream/consumers';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { appToken } from './app-token.ts';
import { settings } from './settings.ts';

/**
 * The least that a bot can do: check the token of the Bot Framework, and send one message over a connection that is kept
 * open. What another bot needs is compared with this.
 */

const { botId, tokenIssuer } = settings;
const agent = new Agent({ keepAlive: true });
const token = await appToken();
const keys = createRemoteJWKSet(new URL(await keysUrl()));

interface Incoming {
  readonly id: string;
  readonly text?: string;
  readonly serviceUrl: string;
  readonly conversation: { readonly id: string };
}

async function keysUrl(): Promise<string> {
  const answer = await fetch(settings.openIdMetadataUrl);
  return ((await answer.json()) as { jwks_uri: string }).jwks_uri;
}

async function receive(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  if (incoming.url !== '/api/messages') return void response.writeHead(200).end();
  const [, bearer = ''] = /^Bearer (\S+)$/.exec(incoming.headers.authorization ?? '') ?? [];
  const checks = { algorithms: ['RS256'], issuer: tokenIssuer, audience: botId, clockTolerance: 300 };
  const { payload } = await jwtVerify(bearer, keys, checks);
  const activity = (await json(incoming)) as Incoming;
  if (payload['serviceurl'] !== activity.serviceUrl) return void response.writeHead(403).end();
  await send(activity);
  response.writeHead(200).end();
}

async function send({ id, serviceUrl, conversation, text: said = '' }: Incoming): Promise<void> {
  const url = `${serviceUrl}v3/conversations/${encodeURIComponent(conversation.id)}/activities/${id}`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  await new Promise<string>((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => text(answer).then(resolve, reject));
    sent.on('error', reject).end(JSON.stringify({ type: 'message', text: `Echo: ${said}` }));
  });
}

const server = createServer((incoming, response) => {
  receive(incoming, response).catch(() => response.writeHead(401).end());
});
server.listen(settings.port, '127.0.0.1');
process.once('SIGTERM', () => process.exit(0));

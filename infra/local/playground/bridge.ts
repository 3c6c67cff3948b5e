import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { type Incoming, listen, listener, type Reply, stop } from '../http.ts';
import { forPlayground } from './for-playground.ts';

export interface BridgeOptions {
  /** The bot listens there now, such as http://127.0.0.1:3978. */
  readonly botUrl: () => string;
  /** The Playground listens there, such as http://127.0.0.1:56150. */
  readonly playgroundUrl: string;
  /** A token of the connector for calls that come from this service URL. */
  readonly sign: (serviceUrl: string) => Promise<string>;
  /** Throws if the token is not the bot's own. */
  readonly verify: (token: string) => Promise<unknown>;
}

/**
 * Stands between the bot and Microsoft's Agents Playground, which signs nothing. It signs the Playground's activities as the
 * connector does, so that the bot's gate stays as it is, and hands the bot's calls on if the bot's token is right.
 */
export interface Bridge {
  /** The Playground sends its activities there. */
  readonly messagesUrl: string;
  /** For the bot: the service URL of every activity that comes this way. */
  readonly serviceUrl: string;
  close(): Promise<void>;
}

const DEADLINE_MS = 20_000;

export async function startBridge(options: BridgeOptions): Promise<Bridge> {
  // What is sent here is signed. Only the Playground knows the path: no page in a browser and no other program does.
  const path = `/${randomBytes(16).toString('hex')}`;
  let base = '';
  const serviceUrl = (): string => `${base}${path}/`;
  const server = createServer(
    listener(async (incoming) => {
      const { pathname, host } = new URL(incoming.target, base);
      const isForUs = incoming.headers.host === host && incoming.headers.origin === undefined;
      if (!isForUs || !pathname.startsWith(`${path}/`)) return { status: 404, body: { error: 'not found' } };
      const rest = pathname.slice(path.length);
      if (rest === '/api/messages' && incoming.method === 'POST') return toBot(options, incoming, serviceUrl());
      return rest.startsWith('/v3/') ? toPlayground(options, incoming, rest) : { status: 404 };
    }),
  );
  base = `http://127.0.0.1:${await listen(server)}`;
  return { messagesUrl: `${serviceUrl()}api/messages`, serviceUrl: serviceUrl(), close: () => stop(server) };
}

/** The bot's answer goes back as it is: the Playground draws the answer to an invoke from it. */
async function toBot({ botUrl, sign }: BridgeOptions, { body }: Incoming, serviceUrl: string): Promise<Reply> {
  const activity = { ...record(body), serviceUrl };
  return send(new URL('/api/messages', botUrl()), 'POST', activity, {
    authorization: `Bearer ${await sign(serviceUrl)}`,
  });
}

async function toPlayground(
  { playgroundUrl, verify }: BridgeOptions,
  { method, headers, body }: Incoming,
  path: string,
): Promise<Reply> {
  try {
    await verify(/^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '');
  } catch {
    return { status: 401, body: { error: { code: 'Unauthorized', message: 'not the token of the bot' } } };
  }
  // The Playground knows no private messages. Only one person sits before it, so that each message is private there.
  const target = new URL(`/_connector${path}`, playgroundUrl);
  return send(target, method, body === '' ? undefined : forPlayground(record(body)));
}

async function send(
  url: URL,
  method: string,
  body: object | undefined,
  headers: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  try {
    const answer = await fetch(url, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    const text = await answer.text();
    const type = answer.headers.get('content-type');
    return { status: answer.status, ...(type === null ? {} : { headers: { 'content-type': type } }), body: text };
  } catch (cause) {
    return { status: 502, body: { error: { code: 'BadGateway', message: String(cause) } } };
  }
}

function record(body: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('not an object');
  return { ...value };
}

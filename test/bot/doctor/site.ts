import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import { listen, stop } from '../../../infra/local/http.ts';
import type { Tls } from '../../../infra/local/tls.ts';

export interface SiteAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The https front of a deployment. It passes every request on to the bot, and bends the answers that a test names. */
export interface Site {
  readonly url: string;
  /** The address that requests are passed on to. */
  bot: string;
  /** By the beginning of a path: a function from the bot's answer to the answer that is given instead. */
  readonly bends: Map<string, (answer: SiteAnswer) => SiteAnswer>;
  close(): Promise<void>;
}

export async function startSite(tls: Tls, options: ServerOptions = {}): Promise<Site> {
  const bends: Site['bends'] = new Map();
  const server = createServer({ key: tls.key, cert: tls.cert, ...options }, (request, response) => {
    answer(site, request, response).catch(() => response.destroy());
  });
  const site: Site = {
    url: `https://localhost:${await listen(server)}`,
    bot: 'http://127.0.0.1:1',
    bends,
    close: () => stop(server),
  };
  return site;
}

async function answer(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '/';
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  const bend = [...site.bends].find(([start]) => path.startsWith(start))?.[1] ?? ((same: SiteAnswer) => same);
  const { status, headers, body } = bend(await passOn(site.bot + path, request, Buffer.concat(chunks)));
  // Head and body are written in two steps, because restify, in the same process, replaces writeHead for every server.
  response.writeHead(status, headers);
  response.end(body);
}

/** Passes a request on. If nothing answers, the answer is 502, as that of a real front end. */
async function passOn(url: string, request: IncomingMessage, body: Buffer): Promise<SiteAnswer> {
  const init = { method: request.method ?? 'GET', ...(body.length === 0 ? {} : { body: new Uint8Array(body) }) };
  const passed = await fetch(url, { ...init, redirect: 'manual' }).catch(() => undefined);
  if (passed === undefined) return { status: 502, headers: {}, body: '' };
  const headers = Object.fromEntries(
    [...passed.headers].filter(([name]) => !/^(connection|keep-alive|transfer-encoding|content-length)$/.test(name)),
  );
  return { status: passed.status, headers, body: await passed.text() };
}

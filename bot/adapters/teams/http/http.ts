import type { ServerResponse } from 'node:http';
import type { Next, Request, RequestHandler, Response } from 'restify';
import type { PageAnswer } from '../../../ports/shared/browser-pages.ts';

/** Headers of every answer, errors included. A page that needs another policy sets its own. */
const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

export function setSecurityHeaders(_request: Request, response: Response, next: Next): void {
  protect(response);
  next();
}

function protect(response: ServerResponse): void {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
}

/** An answer for a socket: what is not a request that the server understands never reaches a route. */
export function rawAnswer(status: string): string {
  const headers = Object.entries(SECURITY_HEADERS).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n${headers.join('')}\r\n`;
}

/** Writes JSON without the server's formatters: they would choose by what the client says it accepts. */
export function sendJson(response: Response, status: number, body: unknown): void {
  if (response.headersSent) return;
  const text = body === undefined ? '' : JSON.stringify(body);
  const type = text === '' ? {} : { 'content-type': 'application/json; charset=utf-8' };
  // The server's own way to send: it remembers that there is an answer, and adds none of its own to an error.
  response.sendRaw(status, text, type);
}

/** Writes JSON to a request that the server's own chain has not seen. */
export function sendEarly(response: ServerResponse, status: number, body: unknown): void {
  protect(response);
  response.statusCode = status;
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.end(JSON.stringify(body));
}

/** Writes a page to a request that the server's own chain has not seen. */
export function sendPageEarly(response: ServerResponse, page: PageAnswer): void {
  protect(response);
  sendPage(response, page);
}

/** Writes a page. */
export function sendPage(response: ServerResponse, page: PageAnswer): void {
  // The page's own policy says who may frame it. The older header could only forbid it to everybody.
  response.removeHeader('x-frame-options');
  response.statusCode = page.status;
  for (const [name, value] of Object.entries(page.headers)) response.setHeader(name, value);
  response.end(page.body);
}

/** A route's handler; `onFault` answers if it throws. */
export function route(
  handle: (request: Request, response: Response) => Promise<void>,
  onFault: (cause: unknown, response: Response) => void,
): RequestHandler {
  return (request, response, next) => {
    handle(request, response)
      .catch((cause: unknown) => onFault(cause, response))
      .finally(() => next(false));
  };
}

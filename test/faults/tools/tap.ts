import { type IncomingMessage, Server as PlainServer, type ServerResponse } from 'node:http';
import { Server as SecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Act, type Plan, pauseOf } from './plan.ts';
import { type Phase, requestStep } from './step-names.ts';

/** What went over the wire, in full, before the local world hides anything of it. */
export interface Exchange {
  readonly by: string;
  readonly service: string;
  /** The method, the path and the query. */
  readonly line: string;
  readonly sent: string;
  /** Undefined if the service did nothing. */
  readonly answer: { readonly status: number; readonly body: string } | undefined;
  /** The status that the bot got in place of the service's answer, which then knows nothing of the request. */
  readonly refusedWith: number | undefined;
}

export interface Tapped {
  /** A service is found by the port at which it listens; of the rest of that server nothing is tapped. */
  readonly services: ReadonlyMap<number, { readonly name: string; readonly below: string }>;
  readonly plan: Plan;
  readonly onExchange: (exchange: Exchange) => void;
}

type Emit = (event: string, ...args: readonly unknown[]) => boolean;

/** Asks the plan at every request that reaches a service of this process. Returns the function that ends this. */
export function tapServices(tapped: Tapped): () => void {
  const undo = [PlainServer, SecureServer].map(({ prototype }) => {
    const own = Object.getOwnPropertyDescriptor(prototype, 'emit');
    const emit = prototype.emit as Emit;
    const replaced = function (this: PlainServer, event: string, ...args: readonly unknown[]): boolean {
      const service = event === 'request' ? tapped.services.get(portOf(this)) : undefined;
      const [request, response] = args as [IncomingMessage, ServerResponse];
      if (service === undefined || !(request.url ?? '').startsWith(service.below))
        return emit.call(this, event, ...args);
      serve(tapped, service.name, request, response, () => void emit.call(this, event, ...args));
      return true;
    };
    Object.defineProperty(prototype, 'emit', { value: replaced, configurable: true, writable: true });
    return () => {
      if (own === undefined) Reflect.deleteProperty(prototype, 'emit');
      else Object.defineProperty(prototype, 'emit', own);
    };
  });
  return () => {
    for (const end of undo) end();
  };
}

function portOf(server: PlainServer): number {
  return (server.address() as AddressInfo | null)?.port ?? 0;
}

function serve(
  { plan, onExchange }: Tapped,
  service: string,
  request: IncomingMessage,
  response: ServerResponse,
  perform: () => void,
): void {
  const { method = 'GET', url = '/' } = request;
  const by = String(request.headers['x-sent-by'] ?? '');
  const name = requestStep(service, method, url);
  const meet = (phase: Phase): Act => plan.meet({ by, name, phase });
  const chunks: Buffer[] = [];
  const told = (answer: Exchange['answer'], refusedWith?: number) =>
    onExchange({
      ...{ by, service, line: `${method} ${url}`, sent: Buffer.concat(chunks).toString('utf8'), answer, refusedWith },
    });
  const before = meet('before');
  const pause = pauseOf(before);
  if (before.how !== 'go' && pause === undefined) {
    // The whole request arrives, because it is told of, too.
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      told(undefined, before.how === 'answer' ? before.status : undefined);
      instead(before, response);
    });
    return;
  }
  const begin = () => {
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    endWith(response, (body, send) => {
      told({ status: response.statusCode, body });
      const after = meet('after');
      const later = pauseOf(after);
      if (later !== undefined) void later.then(send);
      else if (after.how === 'go') send();
      else instead(after, response, body);
    });
    perform();
  };
  if (pause === undefined) begin();
  else void pause.then(begin);
}

/** Calls back when the service ends its answer, with the function that really sends it. */
function endWith(response: ServerResponse, ended: (body: string, send: () => void) => void): void {
  const end = response.end.bind(response) as (...args: readonly unknown[]) => ServerResponse;
  response.end = ((...args: readonly unknown[]) => {
    ended(typeof args[0] === 'string' ? args[0] : '', () => void end(...args));
    return response;
  }) as ServerResponse['end'];
}

/** What the bot gets in place of the answer. */
function instead(act: Act, response: ServerResponse, body = ''): void {
  const { socket } = response;
  if (socket === null) return;
  if (act.how === 'answer') {
    const { status, code = 'Planned', retryAfterSeconds } = act;
    const text = JSON.stringify({ error: { code, message: 'Raw words of a service' } });
    const pause = retryAfterSeconds === undefined ? '' : `Retry-After: ${retryAfterSeconds}\r\n`;
    const head = `HTTP/1.1 ${status} Planned\r\nContent-Type: application/json\r\nConnection: close\r\n${pause}`;
    socket.end(`${head}Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  } else if (act.how === 'half') {
    const part = body.slice(0, Math.floor(body.length / 2));
    socket.end(
      `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length + 2}\r\n\r\n${part}`,
    );
  } else socket.destroy();
}

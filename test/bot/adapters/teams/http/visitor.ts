import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/** A request without a network, and what became of it. */
export interface Visitor {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The status and the body, once there is an answer. */
  answer(): { readonly status: number; readonly body: string } | undefined;
  wasCut(): boolean;
  leave(): void;
}

export function visitor(method: string, url: string): Visitor {
  const request = Object.assign(new IncomingMessage(new Socket()), { method, url });
  const response = new ServerResponse(request);
  let body: string | undefined;
  response.end = (chunk?: unknown) => {
    body = String(chunk ?? '');
    // As node does after the last byte.
    queueMicrotask(() => response.emit('close'));
    return response;
  };
  return {
    request,
    response,
    answer: () => (body === undefined ? undefined : { status: response.statusCode, body }),
    wasCut: () => request.socket.destroyed,
    leave: () => response.emit('close'),
  };
}

import type { IncomingMessage } from 'node:http';

/** Teams' own activities stay far below this. */
export const BODY_LIMIT = 256 * 1024;

/** The request's body as text, or `too-large`; nothing beyond the limit is kept. Throws if the client breaks off. */
export async function readBody(request: IncomingMessage, limit = BODY_LIMIT): Promise<string | 'too-large'> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return tooLarge(request);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > limit) return tooLarge(request);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The server reads a little of the rest after the answer. See sockets.ts. */
function tooLarge(request: IncomingMessage): 'too-large' {
  request.resume();
  return 'too-large';
}

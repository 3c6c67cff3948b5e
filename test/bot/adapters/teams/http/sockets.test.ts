import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { guardSockets } from '../../../../../bot/adapters/teams/http/sockets.ts';
import { closeServer, listenOn } from '../bench.ts';
import { startBot } from '../bot.ts';

let bot: Awaited<ReturnType<typeof startBot>>;
/** The server's ends of all connections that were made in a test. */
let accepted: Socket[];
const clients: Socket[] = [];
const note = (message: unknown) => accepted.push((message as { socket: Socket }).socket);

beforeAll(async () => {
  bot = await startBot();
});
afterAll(() => bot.close());
beforeEach(() => {
  accepted = [];
  subscribe('net.server.socket', note);
});
afterEach(() => {
  unsubscribe('net.server.socket', note);
  for (const client of clients.splice(0)) client.destroy();
});

/** A client that sends text, never closes by itself, and keeps what it is answered. */
async function client(text: string, url = bot.url) {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  const heard = { text: '' };
  clients.push(socket);
  socket.setEncoding('utf8').on('data', (data) => {
    heard.text += String(data);
  });
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(text);
  return { socket, heard };
}

/** So many clients that send the same, some at a time; the answers of all. */
async function many(count: number, text: string, atOnce = 250): Promise<readonly string[]> {
  const answers: string[] = [];
  for (let sent = 0; sent < count; sent += atOnce) {
    const some = await Promise.all(Array.from({ length: atOnce }, () => client(text)));
    await Promise.all(some.map(({ socket }) => socket.readableEnded || once(socket, 'end')));
    answers.push(...some.map(({ heard }) => heard.text));
    await expect.poll(() => accepted.filter((socket) => !socket.destroyed).length).toBe(0);
    for (const { socket } of some) socket.destroy();
  }
  return answers;
}

/** The HTTP server that has accepted the connections. */
function serverOfConnections(): Server {
  const [socket] = accepted as readonly (Socket & { readonly server?: Server })[];
  if (socket?.server === undefined) throw new Error('no connection was accepted');
  return socket.server;
}

const PROTECTED = /x-content-type-options: nosniff/i;

describe('threat 35, sockets exhausted before authentication: a client without a sign-in', () => {
  it.each([
    ['asks for an upgrade', 'GET / HTTP/1.1\r\nHost: bot\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n', 400],
    ['sends what is not HTTP', 'hello\r\n\r\n', 400],
    ['names no host', 'GET /healthz HTTP/1.1\r\n\r\n', 400],
  ])('keeps no connection if it %s: 2,000 of them are answered and closed', async (_name, text, status) => {
    const answers = await many(2_000, text);
    expect(new Set(answers.map((answer) => answer.split('\r\n')[0]))).toEqual(
      new Set([expect.stringMatching(new RegExp(`^HTTP/1.1 ${status}`))]),
    );
    for (const answer of answers) expect(answer).toMatch(PROTECTED);
    expect((await bot.post('{}')).status).toBe(400);
  });

  it('keeps no connection if it asks for a tunnel: 2,000 of them are closed', async () => {
    await many(2_000, 'CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n');
    expect(accepted).toHaveLength(2_000);
  });

  it('keeps no connection if its body never comes: 2,000 of them are refused or cut', async () => {
    const request = 'POST /api/messages HTTP/1.1\r\nHost: bot\r\ncontent-length: 3000000000\r\n\r\n';
    const answers = await many(2_000, request, 1_000);
    // So many without a good token are cut without a word.
    for (const answer of answers) expect(answer).toMatch(/^(HTTP\/1.1 4|$)/);
    expect(accepted).toHaveLength(2_000);
  });

  it('hears that an expectation is not met, with the security headers', async () => {
    const { heard } = await client('GET /healthz HTTP/1.1\r\nHost: bot\r\nExpect: tea\r\n\r\n');
    await expect.poll(() => heard.text).toMatch(/^HTTP\/1.1 417/);
    expect(heard.text).toMatch(PROTECTED);
  });
});

describe('a client that is slow', () => {
  it('has ten seconds for the head of a request, and twenty for all of it; a quiet connection has 75', async () => {
    await client('GET /healthz HTTP/1.1\r\n');
    await expect.poll(() => accepted.length).toBe(1);
    const { headersTimeout, requestTimeout, keepAliveTimeout } = serverOfConnections();
    expect({ headersTimeout, requestTimeout, keepAliveTimeout }).toEqual({
      headersTimeout: 10_000,
      requestTimeout: 20_000,
      keepAliveTimeout: 75_000,
    });
  });

  it('is answered and cut when Node says that its time is over', async () => {
    const { socket, heard } = await client('GET /healthz HTTP/1.1\r\n');
    await expect.poll(() => accepted[0]?.bytesRead ?? 0).toBeGreaterThan(0);
    const late = Object.assign(new Error('Request timeout'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' });
    serverOfConnections().emit('clientError', late, accepted[0]);
    await once(socket, 'end');
    expect(heard.text).toMatch(/^HTTP\/1.1 400/);
    expect(heard.text).toMatch(PROTECTED);
    await expect.poll(() => accepted[0]?.destroyed).toBe(true);
  });
});

describe('the body of a request that is refused', () => {
  const LENGTH = 3_000_000_000;
  const post = (path: string, more = '') =>
    `POST ${path} HTTP/1.1\r\nHost: bot\r\n${more}content-length: ${LENGTH}\r\n\r\n`;

  it.each([
    ['without a token', '/api/messages'],
    ['at an unknown address', '/nowhere'],
    ['that is too large for a form', '/contact/x'],
  ])('is read only for a while if it comes fast: %s', async (_name, path) => {
    const { socket, heard } = await client(post(path));
    const block = Buffer.alloc(256 * 1024);
    const push = () => {
      while (!socket.destroyed && socket.write(block));
    };
    socket.on('drain', push);
    push();
    await new Promise((resolve) => socket.once('close', resolve));
    expect(heard.text).toMatch(/^HTTP\/1.1 4/);
    const [server] = accepted;
    expect(server?.destroyed).toBe(true);
    expect(server?.bytesRead).toBeLessThan(8 * 1024 * 1024);
  });

  it('is waited for only for a while if it does not come', async () => {
    const { socket, heard } = await client(post('/api/messages'));
    await once(socket, 'end');
    expect(heard.text).toMatch(/^HTTP\/1.1 401/);
    // Node's own time-out, ten times as long, would have answered once more.
    expect(heard.text.match(/HTTP\/1.1/g)).toHaveLength(1);
    await expect.poll(() => accepted.every((one) => one.destroyed)).toBe(true);
  });

  it('leaves the connection open if it ends soon', async () => {
    const request = 'POST /api/messages HTTP/1.1\r\nHost: bot\r\ncontent-length: 5\r\n\r\n';
    const { socket, heard } = await client(request);
    await expect.poll(() => heard.text).toMatch(/^HTTP\/1.1 401/);
    socket.write('12345');
    socket.write('GET /healthz HTTP/1.1\r\nHost: bot\r\n\r\n');
    await expect.poll(() => heard.text).toMatch(/HTTP\/1.1 200/);
  });
});

describe('connections beyond the limit', () => {
  async function guarded(limit: number) {
    const working: (() => void)[] = [];
    const server = createServer((_request, response) => void working.push(() => response.end('done')));
    guardSockets(server, { connections: limit });
    const url = await listenOn(server);
    onTestFinished(() => closeServer(server));
    return { url, working };
  }

  it('cut the one that has waited longest without a request', async () => {
    const { url } = await guarded(3);
    const [first] = [await client('', url), await client('GET', url), await client('', url)];
    const last = await client('GET / HTTP/1.1\r\nHost: a\r\n\r\n', url);
    await once(first.socket, 'end');
    expect(last.socket.readableEnded).toBe(false);
    expect(accepted.map(({ destroyed }) => destroyed)).toEqual([true, false, false, false]);
  });

  it('never cut one that is being answered, and are cut themselves if all are', async () => {
    const { url, working } = await guarded(2);
    const request = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
    const busy = [await client(request, url), await client(request, url)];
    await vi.waitFor(() => expect(working).toHaveLength(2));
    const late = await client(request, url);
    await new Promise((resolve) => late.socket.once('end', resolve).once('close', resolve));
    for (const answer of working) answer();
    await vi.waitFor(() =>
      expect(busy.map(({ heard }) => heard.text)).toEqual([
        expect.stringContaining('done'),
        expect.stringContaining('done'),
      ]),
    );
    // A connection that was answered waits again, so that it gives way to the next.
    const next = await client(request, url);
    await vi.waitFor(() => expect(working).toHaveLength(3));
    expect(next.socket.readableEnded).toBe(false);
  });
});

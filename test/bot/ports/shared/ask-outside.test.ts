import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { createAppTokens } from '../../../../bot/adapters/entra/app-tokens.ts';
import { ask, askOutside, NOT_CONNECTED } from '../../../../bot/ports/shared/ask-outside.ts';
import { closeServer, freePort, listenOn } from '../../adapters/teams/bench.ts';

let elsewhere: Server;
let redirecting: Server;
let url: string;
const reached: string[] = [];
beforeAll(async () => {
  elsewhere = createServer((request, response) => {
    reached.push(request.url ?? '');
    response.end('{}');
  });
  const target = await listenOn(elsewhere);
  redirecting = createServer((_request, response) => {
    response.writeHead(307, { location: `${target}/stolen` });
    response.end();
  });
  url = await listenOn(redirecting);
});
beforeEach(() => {
  reached.length = 0;
});
afterAll(async () => {
  await closeServer(redirecting);
  await closeServer(elsewhere);
});

describe('a request to an outside service', () => {
  test.each(['follow', undefined] as const)('does not follow a redirect (%s)', async (redirect) => {
    const init = redirect === undefined ? {} : { redirect };
    expect((await askOutside(url, { method: 'POST', body: 'secret', ...init })).status).toBe(307);
    expect(reached).toEqual([]);
  });

  test('fails at a redirect if the caller wants that', async () => {
    await expect(askOutside(url, { redirect: 'error' })).rejects.toThrow();
    expect(reached).toEqual([]);
  });

  test('ends at the time-out of its caller', async () => {
    const silent = createServer(() => undefined);
    const address = await listenOn(silent);
    await expect(askOutside(address, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    await expect(ask(address, { timeoutMs: 50 })).rejects.toMatchObject({ name: 'TimeoutError' });
    await closeServer(silent);
  });
});

describe('ask', () => {
  /** Serves one test, and counts the connections. */
  async function serving(answer: (response: ServerResponse) => void) {
    const server = createServer((_request, response) => answer(response));
    const seen = { connections: 0 };
    server.on('connection', () => {
      seen.connections += 1;
    });
    onTestFinished(() => closeServer(server));
    return { address: await listenOn(server), seen };
  }

  test('keeps the connection for the next request', async () => {
    const { address, seen } = await serving((response) => response.end('{}'));
    const warn = vi.spyOn(process, 'emitWarning');
    for (let turn = 0; turn < 15; turn += 1) await ask(address, { method: 'POST', body: 'é' });
    expect(seen.connections).toBe(1);
    expect(warn).not.toHaveBeenCalled();
  });

  test('gives the answer as it came, and reads one that is packed', async () => {
    const { address } = await serving((response) => {
      response.writeHead(418, { 'content-encoding': 'gzip', 'retry-after': '7' });
      response.end(gzipSync('{"a":"é"}'));
    });
    const answer = await ask(address);
    expect([answer.status, answer.headers['retry-after'], answer.body.toString()]).toEqual([418, '7', '{"a":"é"}']);
  });

  test.each([204, 304])('comes to an answer without a body at %d', async (status) => {
    const { address } = await serving((response) => {
      response.writeHead(status);
      response.end();
    });
    expect(await askOutside(address).then(async (answer) => [answer.status, await answer.text()])).toEqual([
      status,
      '',
    ]);
  });

  test('fails if the body breaks off', async () => {
    const { address } = await serving((response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{');
      setImmediate(() => response.destroy());
    });
    await expect(ask(address)).rejects.toThrow();
  });

  test('fails with the reason of the signal that ends it', async () => {
    const { address } = await serving(() => undefined);
    const [early, late] = [new AbortController(), new AbortController()];
    early.abort(new Error('the reason'));
    await expect(ask(address, { signal: early.signal })).rejects.toThrow('the reason');
    const asked = ask(address, { signal: late.signal });
    late.abort(new Error('a later reason'));
    await expect(asked).rejects.toThrow('a later reason');
  });

  test('tells a service that takes no connection from one that gives no answer', async () => {
    const { address } = await serving(() => undefined);
    const silence: unknown = await ask(address, { timeoutMs: 50 }).catch((cause: unknown) => cause);
    expect(silence).toMatchObject({ name: 'TimeoutError' });
    expect(silence).not.toHaveProperty('code');
    const withoutTls = createTcpServer();
    onTestFinished(() => void withoutTls.close());
    await once(withoutTls.listen(0, '127.0.0.1'), 'listening');
    const { port } = withoutTls.address() as AddressInfo;
    await expect(ask(`https://127.0.0.1:${port}`, { timeoutMs: 50 })).rejects.toMatchObject({ code: NOT_CONNECTED });
    await expect(ask(`http://127.0.0.1:${await freePort()}`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });
});

test('the connector’s token is not fetched from where a redirect leads, and the secret goes to nobody else', async () => {
  const tokens = createAppTokens(
    {
      loginUrl: url.replace('http:', 'https:'),
      tenantId: '22222222-2222-4222-8222-222222222222',
      clientId: '11111111-1111-4111-8111-111111111111',
      credential: { kind: 'secret', secret: 'a-secret' },
    },
    { send: (input, init) => askOutside(String(input).replace('https:', 'http:'), init) },
  );
  await expect(tokens.token('https://api.botframework.com')).rejects.toThrow();
  expect(reached).toEqual([]);
});

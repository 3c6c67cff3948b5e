import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAppTokens } from '../../../../bot/adapters/entra/app-tokens.ts';
import { askOutside } from '../../../../bot/ports/shared/ask-outside.ts';
import { closeServer, listenOn } from '../../adapters/teams/bench.ts';

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
    await closeServer(silent);
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

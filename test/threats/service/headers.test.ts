import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activity } from '../../bot/adapters/teams/bench.ts';
import { startBot } from '../../bot/adapters/teams/bot.ts';

let bot: Awaited<ReturnType<typeof startBot>>;
beforeAll(async () => {
  bot = await startBot();
});
afterAll(() => bot.close());

/** The head of the answer to this request, as it is on the wire. */
async function answerTo(request: string): Promise<string> {
  const { hostname, port } = new URL(bot.url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.write(request);
  const answer = await text(socket);
  return answer.split('\r\n\r\n')[0] ?? '';
}

const get = (path: string, method = 'GET', more = '') =>
  `${method} ${path} HTTP/1.1\r\nHost: bot\r\nConnection: close\r\n${more}\r\n`;
const body = (of: string) => `Content-Type: application/json\r\nContent-Length: ${of.length}\r\n\r\n${of}`;

/** Every address of the bot, in order and in every kind of error, and requests that Node itself refuses. */
const REQUESTS: Readonly<Record<string, string>> = {
  'the state': get('/healthz'),
  'the readiness': get('/readyz'),
  'a sign-in page': get('/sign-in/known'),
  'a sign-in page, head only': get('/sign-in/known', 'HEAD'),
  'a page that does not exist': get('/sign-in/unknown'),
  'a contact’s page that does not exist': get('/contact/unknown'),
  'an unknown address': get('/nowhere'),
  'the top': get('/'),
  'another method': get('/healthz', 'DELETE'),
  'an odd address': get('/%00%zz'),
  'a turn without a token': get('/api/messages', 'POST', body('{}')),
  'a turn with junk for a token': get('/api/messages', 'POST', `Authorization: Bearer x\r\n${body('{}')}`),
  'a turn that is read with GET': get('/api/messages'),
  'a form that is too large': get('/contact/x', 'POST', body('x'.repeat(2_000))),
  'an upgrade': get('/', 'GET', 'Upgrade: websocket\r\n').replace('Connection: close', 'Connection: Upgrade'),
  'an unmet expectation': get('/healthz', 'GET', 'Expect: tea\r\n'),
  'no host': 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n',
  'no HTTP': 'hello\r\n\r\n',
  'headers that are too large': get('/healthz', 'GET', `X: ${'x'.repeat(40_000)}\r\n`),
};

describe('threat 21, clickjacking, XSS on pages: the headers of an answer', () => {
  it.each(Object.entries(REQUESTS))('protect it: %s', async (what, request) => {
    const head = await answerTo(request);
    expect(head).toMatch(/^HTTP\/1.1 \d{3}/);
    expect(head).toMatch(/^x-content-type-options: nosniff$/im);
    expect(head).not.toMatch(/^(server|x-powered-by):/im);
    // A page of the bot has a policy of its own; the pages of this test have none.
    if (!what.startsWith('a sign-in page')) expect(head).toMatch(/^content-security-policy: .*default-src 'none'/im);
    if (!what.startsWith('a sign-in page'))
      expect(head).toMatch(/^content-security-policy: .*frame-ancestors 'none'/im);
  });

  it('protect a turn that is taken, and one that is not a turn', async () => {
    const answers = [await bot.post(activity(bot.connector.serviceUrl)), await bot.post('[]'), await bot.post('{}')];
    expect(answers.map(({ status }) => status)).toEqual([200, 400, 400]);
    for (const { headers } of answers) {
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
    }
  });
});

import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type GraphBench, graphCode, openGraph } from './graph-bench.ts';

let bench: GraphBench;
beforeAll(async () => {
  bench = await openGraph();
});
afterEach(() => {
  vi.useRealTimers();
  bench.world.sentMail.length = 0;
});
afterAll(() => bench.close());

const to = (...addresses: string[]) => addresses.map((address) => ({ emailAddress: { address } }));
const body = { contentType: 'Text', content: 'A client secret expires.' };
const message = { subject: 'Expiring', body, toRecipients: to('eva.lind@registers.example') };
const send = (wish: unknown, mailbox = bench.world.mailbox) => bench.post(`/v1.0/users/${mailbox}/sendMail`, wish);

test('an accepted mail answers 202 without a body and is in the outbox', async () => {
  const heard: string[] = [];
  const stop = bench.world.onMail((mail) => heard.push(mail.subject));
  const html = { contentType: 'HTML', content: '<p>Hello</p>' };
  const many = { ...message, body: html, toRecipients: to('a@x.example', 'b@x.example') };
  const answered = await send({ message: many, saveToSentItems: false });
  stop();
  expect([answered.status, answered.body]).toEqual([202, {}]);
  expect(bench.world.sentMail).toMatchObject([
    {
      from: bench.world.mailbox,
      fromName: 'API Credentials',
      to: ['a@x.example', 'b@x.example'],
      subject: 'Expiring',
      contentType: 'HTML',
      content: '<p>Hello</p>',
    },
  ]);
  expect(heard).toEqual(['Expiring']);
  expect(bench.graph.counts.get('POST sendMail')).toBe(1);
});

test('people have mailboxes too, by address and by object id', async () => {
  const eva = bench.world.people.find(({ name }) => name === 'Eva Lind');
  expect((await send({ message }, eva?.upn)).status).toBe(202);
  expect((await send({ message }, eva?.oid)).status).toBe(202);
  expect(bench.world.sentMail.map(({ from }) => from)).toEqual([eva?.upn, eva?.upn]);
  expect(bench.world.sentMail[0]?.fromName).toBe('Eva Lind');
});

test('a mailbox that does not exist sends nothing', async () => {
  const answered = await send({ message }, 'robot@registers.example');
  expect([answered.status, graphCode(answered)]).toEqual([404, 'ErrorInvalidUser']);
});

test.each([
  ['no message', {}, 'ErrorInvalidRequest'],
  ['no subject', { message: { ...message, subject: undefined } }, 'ErrorInvalidRequest'],
  ['no body', { message: { ...message, body: undefined } }, 'ErrorInvalidRequest'],
  ['an unknown content type', { message: { ...message, body: { ...body, contentType: 'md' } } }, 'ErrorInvalidRequest'],
  ['an unknown property', { message: { ...message, colour: 'red' } }, 'ErrorInvalidRequest'],
  ['a saveToSentItems that is no boolean', { message, saveToSentItems: 'no' }, 'ErrorInvalidRequest'],
  ['no recipients', { message: { ...message, toRecipients: [] } }, 'ErrorInvalidRecipients'],
  [
    'an address that is not valid',
    { message: { ...message, toRecipients: to('Anna Jansen') } },
    'ErrorInvalidRecipients',
  ],
])('%s is refused and nothing is sent', async (_, wish, code) => {
  const answered = await send(wish);
  expect([answered.status, graphCode(answered)]).toEqual([400, code]);
  expect(bench.world.sentMail).toEqual([]);
});

test('the thirty-first mail of a minute from one mailbox is throttled, from another it is not', async () => {
  const [daan, eva] = bench.world.people.filter(({ upn }) => !upn.includes('#EXT#'));
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  for (let i = 0; i < 30; i += 1) expect((await send({ message }, daan?.upn)).status).toBe(202);
  vi.setSystemTime(Date.now() + 20_000);
  const refused = await send({ message }, daan?.upn);
  expect([refused.status, graphCode(refused)]).toEqual([429, 'ApplicationThrottled']);
  expect(refused.headers.get('retry-after')).toBe('40');
  expect((await send({ message }, eva?.upn)).status).toBe(202);
  vi.setSystemTime(Date.now() + 40_000);
  expect((await send({ message }, daan?.upn)).status).toBe(202);
});

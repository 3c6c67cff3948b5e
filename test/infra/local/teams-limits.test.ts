import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, openTeams, type TeamsBench, withCard } from './teams-bench.ts';

let bench: TeamsBench;
let channel: string;

beforeEach(async () => {
  bench = await openTeams();
  channel = `/${encodeURIComponent(bench.teams.channelId('Credential managers'))}`;
});

afterEach(() => bench.close());

const send = (body: unknown = { type: 'message', text: 'x' }) => bench.api('POST', `${channel}/activities`, body);

describe('throttling', () => {
  test('while Teams throttles, everything the bot sends, changes, types or opens waits', async () => {
    const id = String((await send()).body['id']);
    bench.teams.faults.throttle = true;
    const wish = { isGroup: false, tenantId: bench.world.tenantId, members: [{ id: '29:1anna-local-account' }] };
    const refused = [
      await send(),
      await send({ type: 'typing' }),
      await bench.api('PUT', `${channel}/activities/${id}`, { type: 'message', text: 'y' }),
      await bench.api('DELETE', `${channel}/activities/${id}`),
      await bench.api('POST', '', wish),
    ];
    expect(refused.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual(
      refused.map(() => [429, '2']),
    );
    bench.teams.faults.clear();
    expect((await send()).status).toBe(201);
  });

  test('a 429 of the switch or of a planned fault may come without Retry-After', async () => {
    bench.teams.faults.next(1, { on: 'group', how: 'answer', status: 429, retryAfterSeconds: null });
    expect((await send()).headers.has('retry-after')).toBe(false);
    bench.teams.faults.next(1, { on: 'group', how: 'answer', status: 429 });
    expect((await send()).headers.get('retry-after')).toBe('1');
    Object.assign(bench.teams.faults, { throttle: true, throttleRetryAfterSeconds: null });
    expect((await send()).headers.has('retry-after')).toBe(false);
  });

  test('a planned fault for one conversation waits for a message there, and leaves the others alone', async () => {
    const conversationId = bench.teams.channelId('IT operations');
    bench.teams.faults.next(1, { on: 'group', how: 'answer', status: 503, conversationId });
    expect((await send()).status).toBe(201);
    const there = `/${encodeURIComponent(conversationId)}/activities`;
    expect((await bench.api('POST', there, { type: 'message', text: 'x' })).status).toBe(503);
    expect((await bench.api('POST', there, { type: 'message', text: 'x' })).status).toBe(201);
  });

  test('the panel turns it on and off', async () => {
    expect(await bench.control('throttle-teams', { on: true })).toMatchObject({ throttleTeams: true });
    expect((await send()).status).toBe(429);
    expect(await bench.control('throttle-teams', { on: false })).toMatchObject({ throttleTeams: false });
    expect((await send()).status).toBe(201);
  });
});

describe('the documented limits', () => {
  beforeEach(async () => {
    await bench.close();
    bench = await openTeams({ limits: true });
  });

  test('the eighth send to one conversation within a second is refused, to another it is not', async () => {
    const answers = await Promise.all(Array.from({ length: 9 }, () => send()));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(2);
    expect(refused.map(({ headers }) => headers.get('retry-after'))).toEqual(['1', '1']);
    expect(bench.teams.messages(bench.world.people[0]?.oid ?? '', 'channel')).toHaveLength(7);
    const other = encodeURIComponent(bench.teams.channelId('IT operations'));
    expect((await bench.api('POST', `/${other}/activities`, { type: 'message', text: 'x' })).status).toBe(201);
  });
});

describe('mentions in a card', () => {
  const anna = { type: 'mention', text: '<at>Anna</at>', mentioned: { id: '29:1anna-local-account', name: 'Anna' } };
  const text = (words: string) => ({ type: 'Container', items: [{ type: 'TextBlock', text: words }] });
  const card = (words: string, ...entities: unknown[]) => withCard({ body: [text(words)], msteams: { entities } });

  test.each([
    ['29:1anna-local-account'],
    ['0a000000-0000-4000-8000-000000000001'],
    ['Anna.Jansen_Matchwell.example#EXT#@registers.example'],
  ])('%s names a person', async (id) => {
    expect((await send(card('Ask <at>Anna</at>', { ...anna, mentioned: { id, name: 'Anna' } }))).status).toBe(201);
  });

  test.each([
    ['a text without its entity', card('Ask <at>Bram</at> and <at>Anna</at>', anna)],
    ['an entity without its text', card('Ask Anna', anna)],
    [
      'an entity whose text is in a place where mentions do not work',
      {
        ...withCard({ body: [{ type: 'RichTextBlock', inlines: ['<at>Anna</at>'] }], msteams: { entities: [anna] } }),
      },
    ],
    ['somebody who is nobody', card('<at>Anna</at>', { ...anna, mentioned: { id: '29:stranger', name: 'Anna' } })],
    ['somebody without a name', card('<at>Anna</at>', { ...anna, mentioned: { id: '29:1anna-local-account' } })],
    ['something that is no mention', card('<at>Anna</at>', { ...anna, type: 'link' })],
  ])('%s is a bad argument, sent or changed', async (_, body) => {
    const answered = await send(body);
    expect([answered.status, codeOf(answered)]).toEqual([400, 'BadArgument']);
    const id = String((await send()).body['id']);
    expect(codeOf(await bench.api('PUT', `${channel}/activities/${id}`, body))).toBe('BadArgument');
  });
});

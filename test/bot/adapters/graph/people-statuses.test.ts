import { describe, expect, it } from 'vitest';
import { type Answer, failure, GRAPH, graphAnswering, json, networkFailure, type Sent, TENANT } from './answering.ts';

const oidAt = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const personAt = (index: number) => ({ tid: TENANT, oid: oidAt(index) });
const peopleOf = (count: number) => Array.from({ length: count }, (_, index) => personAt(index));
const user = (index: number, over: object = {}) => ({
  id: oidAt(index),
  displayName: `P${index}`,
  accountEnabled: true,
  ...over,
});
const users = (...value: readonly unknown[]) => ({ value });
const usersUpTo = (count: number, from = 0) => users(...Array.from({ length: count }, (_, n) => user(from + n)));

interface Request {
  readonly id: string;
  readonly url: string;
}

const requestsOf = (sent: Sent | undefined) =>
  (sent?.body as { requests: readonly Request[] } | undefined)?.requests ?? [];
const part = (id: number, body: unknown, status = 200, headers = {}) => ({ id: String(id), status, headers, body });
const batch =
  (...responses: readonly unknown[]): Answer =>
  () =>
    json(200, { responses });
const list =
  (...value: readonly unknown[]): Answer =>
  () =>
    json(200, { value });
const none = { error: { code: 'Request_ResourceNotFound', message: 'm' } };
const gone = failure(404, 'Request_ResourceNotFound');

async function wordsOf(people: Promise<readonly { readonly status: string }[]>): Promise<string> {
  return (await people).map(({ status }) => status).join(' ');
}

describe('the statuses of several people', () => {
  it('are read with one filter for up to 15, each once, and nothing but ids reaches it', async () => {
    const { people, sent } = graphAnswering(list(user(0), user(1, { accountEnabled: false })));
    const odd = { tid: TENANT, oid: "x') or id ne ('" };
    const asked = [personAt(1), personAt(0), { ...personAt(1), oid: oidAt(1).toUpperCase() }, odd];
    expect(await wordsOf(people.statusesOf(asked))).toBe('disabled here disabled unknown');
    const url = new URL(sent[0]?.url ?? '');
    expect(url.searchParams.get('$filter')).toBe(`id in ('${oidAt(1)}','${oidAt(0)}')`);
    expect(url.searchParams.get('$select')).toBe('id,displayName,userPrincipalName,mail,accountEnabled');
    expect(sent).toHaveLength(1);
  });

  it('are read with one batch for up to 300, in filters of at most 15', async () => {
    const parts = Array.from({ length: 20 }, (_, n) => part(n, usersUpTo(15, n * 15)));
    const { people, sent } = graphAnswering(batch(...parts.toReversed()));
    expect(new Set((await people.statusesOf(peopleOf(300))).map(({ status }) => status))).toEqual(new Set(['here']));
    expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual([`POST ${GRAPH}/v1.0/$batch`]);
    expect(requestsOf(sent[0]).map(({ url }) => decodeURIComponent(url).split(',').length)).toEqual(
      Array.from({ length: 20 }, () => 4 + 15),
    );
  });

  it('are read with one request for each 300, and what one of them does not tell says nothing of the others', async () => {
    const parts = Array.from({ length: 20 }, (_, n) => part(n, usersUpTo(15, n * 15)));
    const { people, sent } = graphAnswering(batch(...parts), failure(500, 'InternalServerError'));
    const words = (await wordsOf(people.statusesOf(peopleOf(302)))).split(' ');
    expect([words.filter((word) => word === 'here').length, words.slice(300)]).toEqual([300, ['unknown', 'unknown']]);
    expect(new Set(sent.slice(1).map(({ method }) => method))).toEqual(new Set(['GET']));
  });

  it('are “left” only for those of whom Graph says so when it is asked for each alone', async () => {
    const alone = graphAnswering(list(user(0)), gone);
    expect(await wordsOf(alone.people.statusesOf(peopleOf(2)))).toBe('here left');
    expect(alone.sent[1]?.url).toContain(`/v1.0/users/${oidAt(1)}?$select=`);
    const several = graphAnswering(list(user(0)), batch(part(1, user(2)), part(0, none, 404), part(2, none, 404)));
    expect(await wordsOf(several.people.statusesOf(peopleOf(4)))).toBe('here left here left');
    expect(requestsOf(several.sent[1]).map(({ url }) => url.split('?')[0])).toEqual(
      [1, 2, 3].map((n) => `/users/${oidAt(n)}`),
    );
  });

  it('make nobody a leaver if a list is empty for another reason', async () => {
    const back = graphAnswering(list(), batch(part(0, user(0)), part(1, user(1))));
    expect(await wordsOf(back.people.statusesOf(peopleOf(2)))).toBe('here here');
  });

  it.each<[string, Answer]>([
    ['another 404', batch(part(0, { error: { code: 'ResourceNotFound', message: 'm' } }, 404), part(1, none, 404))],
    ['a 404 of a proxy', batch(part(0, '<h1>Not found</h1>', 404), part(1, none, 404))],
    [
      'a refusal',
      batch(part(0, { error: { code: 'Authorization_RequestDenied', message: 'm' } }, 403), part(1, none, 404)),
    ],
    ['one answer too few', batch(part(1, none, 404))],
    ['somebody else', batch(part(0, user(7)), part(1, none, 404))],
    ['no connection', networkFailure('ECONNREFUSED')],
  ])('are unknown for those whom the list lacks, and stay for the others, after %s', async (_what, answer) => {
    const { people } = graphAnswering(list(user(2)), answer);
    expect(await wordsOf(people.statusesOf([personAt(0), personAt(1), personAt(2)]))).toBe('unknown unknown here');
  });

  it.each<[string, unknown]>([
    ['somebody else', users(user(0), user(1), user(9))],
    ['somebody twice', users(user(0), user(1), user(0))],
    ['a user without an id', users({ displayName: 'P' })],
    ['an account that is neither enabled nor disabled', users(user(0, { accountEnabled: 'no' }))],
    ['another shape', { odd: true }],
    ['nothing', null],
  ])('are not believed from a list with %s', async (_what, body) => {
    const { people, sent } = graphAnswering(() => json(200, body));
    expect(await wordsOf(people.statusesOf(peopleOf(2)))).toBe('unknown unknown');
    expect(sent).toHaveLength(1);
  });

  it('are asked for once more without the state of the accounts if Graph refuses to tell it', async () => {
    const refused = failure(403, 'Authorization_RequestDenied');
    const { people, sent } = graphAnswering(refused, list({ id: oidAt(0) }, { id: oidAt(1) }));
    const found = await people.statusesOf(peopleOf(2));
    expect(found.map(({ status, enabled }) => [status, enabled])).toEqual([
      ['here', undefined],
      ['here', undefined],
    ]);
    expect(sent.map(({ url }) => url.includes('accountEnabled'))).toEqual([true, false]);
    const never = graphAnswering(refused);
    expect(await wordsOf(never.people.statusesOf(peopleOf(2)))).toBe('unknown unknown');
    expect(never.sent).toHaveLength(2);
  });
});

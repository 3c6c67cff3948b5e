import { describe, expect, it } from 'vitest';
import { type Answer, failure, GRAPH, graphAnswering, ID, json, networkFailure, TENANT } from './answering.ts';

const PERSON = { tid: TENANT, oid: ID };
const UNKNOWN = { status: 'unknown', person: undefined };
const LEFT = { status: 'left', person: undefined };
const FIELDS = 'id,displayName,userPrincipalName,mail';
const USER = {
  id: ID.toUpperCase(),
  displayName: 'Ann',
  userPrincipalName: 'ann@home.example',
  mail: 'a@home.example',
};
const ANN = { ...PERSON, name: 'Ann', address: 'a@home.example', guest: false };

const answered = (body: unknown): Answer => {
  return () => json(200, body);
};
const list = (...value: readonly unknown[]) => answered({ value });

describe('the directory status of a person', () => {
  it('is read by object id, with whether the account is enabled', async () => {
    const { people, sent } = graphAnswering(answered(USER));
    expect(await people.statusesOf([PERSON])).toEqual([{ status: 'here', person: ANN }]);
    expect(sent).toMatchObject([{ method: 'GET', url: `${GRAPH}/v1.0/users/${ID}?$select=${FIELDS},accountEnabled` }]);
  });

  it('is “disabled” only if the directory says that the account is not enabled', async () => {
    const statusWith = async (accountEnabled: unknown) =>
      (await graphAnswering(answered({ ...USER, accountEnabled })).people.statusesOf([PERSON]))[0];
    expect(await statusWith(false)).toEqual({ status: 'disabled', person: ANN });
    expect(await statusWith(true)).toEqual({ status: 'here', person: ANN, enabled: true });
    expect(await statusWith(null)).toEqual({ status: 'here', person: ANN });
    expect(await statusWith('false')).toEqual(UNKNOWN);
  });

  it('is asked for once more without the state of the account if Graph refuses to tell it', async () => {
    const refusal = failure(403, 'Authorization_RequestDenied');
    const { people, sent } = graphAnswering(refusal, answered(USER));
    expect(await people.statusesOf([PERSON])).toEqual([{ status: 'here', person: ANN }]);
    expect(sent.map(({ url }) => url.endsWith(`$select=${FIELDS}`))).toEqual([false, true]);
  });

  it('is “left” only if the directory says so with its own code', async () => {
    expect(await graphAnswering(failure(404, 'Request_ResourceNotFound')).people.statusesOf([PERSON])).toEqual([LEFT]);
  });

  it.each<[string, Answer]>([
    ['another 404', failure(404, 'ResourceNotFound')],
    ['a page of a proxy', () => new Response('<h1>Not found</h1>', { status: 404 })],
    ['a refusal', failure(403, 'Authorization_RequestDenied')],
    ['throttling', failure(429, 'TooManyRequests', 'm', { 'retry-after': '60' })],
    ['an outage', failure(500, 'InternalServerError')],
    ['no connection', networkFailure('ECONNREFUSED')],
    ['somebody else', answered({ ...USER, id: TENANT })],
    ['no user', answered({ odd: true })],
    ['nothing', () => new Response(null, { status: 204 })],
  ])('is unknown after %s', async (_what, answer) => {
    expect(await graphAnswering(answer).people.statusesOf([PERSON])).toEqual([UNKNOWN]);
  });

  it('lets nothing but a GUID into a path, and asks for nobody of another tenant', async () => {
    const { people, sent } = graphAnswering(answered(USER));
    const strangers = [
      { ...PERSON, oid: '../applications' },
      { ...PERSON, tid: ID },
    ];
    expect(await people.statusesOf(strangers)).toEqual([UNKNOWN, UNKNOWN]);
    expect(sent).toHaveLength(0);
  });

  it('costs one request for a person who is asked for several times', async () => {
    const { people, sent } = graphAnswering(answered(USER));
    expect(await people.statusesOf(Array.from({ length: 30 }, () => PERSON))).toHaveLength(30);
    expect(sent).toHaveLength(1);
  });
});

describe('finding a person', () => {
  const filterOf = (url: string | undefined) => new URL(url ?? GRAPH).searchParams.get('$filter');

  it('asks for both names in one request and for two people, so that a second one is noticed', async () => {
    const { people, sent } = graphAnswering(list(USER));
    expect(await people.find(' ann@home.example ')).toEqual(ANN);
    expect(filterOf(sent[0]?.url)).toBe("mail eq 'ann@home.example' or userPrincipalName eq 'ann@home.example'");
    expect(new URL(sent[0]?.url ?? '').searchParams.get('$top')).toBe('2');
    expect(await graphAnswering(list(USER, { ...USER, id: TENANT })).people.find('ann@home.example')).toBeUndefined();
    expect(await graphAnswering(list()).people.find('ann@home.example')).toBeUndefined();
  });

  it.each([
    ["o'neill@home.example", "o''neill@home.example"],
    ['finn_away.example#EXT#@home.example', 'finn_away.example#EXT#@home.example'],
    ["x' or mail ne '&$top=999#", "x'' or mail ne ''&$top=999#"],
    ['100%25+1@home.example', '100%25+1@home.example'],
  ])('%s stays one text of the filter', async (words, text) => {
    const { people, sent } = graphAnswering(list());
    await people.find(words);
    expect(filterOf(sent[0]?.url)).toBe(`mail eq '${text}' or userPrincipalName eq '${text}'`);
    expect([...new URL(sent[0]?.url ?? '').searchParams.keys()].sort()).toEqual(['$filter', '$select', '$top']);
  });

  it.each([
    ['nothing', '   '],
    ['a line break', 'ann@home.example\r\nx'],
    ['a sign that turns the text', 'ann\u202e@home.example'],
    ['half a character', 'ann\ud800@home.example'],
    ['too much', `${'a'.repeat(201)}`],
  ])('%s is not even asked for', async (_what, words) => {
    const { people, sent } = graphAnswering(list(USER));
    expect(await people.find(words)).toBeUndefined();
    expect(sent).toHaveLength(0);
  });

  it.each<[string, Answer, string]>([
    ['a refusal', failure(403, 'Authorization_RequestDenied'), 'forbidden'],
    ['throttling', failure(429, 'TooManyRequests', 'm', { 'retry-after': '60' }), 'throttled'],
    ['a 404 that is none of its words', failure(404, 'ResourceNotFound'), 'unexpected'],
    ['a list that holds no user', answered({ value: [{}] }), 'unexpected'],
    ['another shape', answered({ odd: true }), 'unexpected'],
    ['no connection', networkFailure('ENOTFOUND'), 'unreachable'],
  ])('%s is a fault', async (_what, answer, problem) => {
    const fault = { name: 'DirectoryFault', problem, ambiguous: false };
    await expect(graphAnswering(answer).people.find('ann@home.example')).rejects.toMatchObject(fault);
  });

  it.each<[string, Answer]>([
    ['an empty object', answered({})],
    ['a page of a proxy', () => new Response('<h1>Hello</h1>', { headers: { 'content-type': 'text/html' } })],
    ['a 404 of a proxy', () => new Response('<h1>Not found</h1>', { status: 404 })],
  ])('by object id never takes %s for nobody', async (_what, answer) => {
    await expect(graphAnswering(answer).people.find(ID)).rejects.toMatchObject({ problem: 'unexpected' });
  });

  it('asks for exactly one user if an object id was typed', async () => {
    const { people, sent } = graphAnswering(answered(USER));
    expect(await people.find(ID.toUpperCase())).toEqual(ANN);
    expect(sent[0]?.url).toContain(`/v1.0/users/${ID}?$select=`);
    expect(await graphAnswering(failure(404, 'Request_ResourceNotFound')).people.find(ID)).toBeUndefined();
  });

  it('recognises a guest by the user principal name and cuts a text that is far too long', async () => {
    const upn = 'ann_away.example#ext#@home.example';
    const long = { ...USER, displayName: 'A'.repeat(5000), userPrincipalName: upn, mail: null };
    const found = await graphAnswering(list(long)).people.find(upn);
    expect(found).toEqual({ ...PERSON, name: 'A'.repeat(256), address: upn, guest: true });
    const bare = await graphAnswering(answered({ id: ID })).people.find(ID);
    expect(bare).toEqual({ ...PERSON, name: '', address: '', guest: false });
  });
});

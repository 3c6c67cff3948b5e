import { describe, expect, it } from 'vitest';
import { failure, faultOf, GRAPH, graphAnswering, ID, json, networkFailure } from './answering.ts';

const APP = '66666666-7777-8888-9999-aaaaaaaaaaaa';
const KEY = 'aaaaaaaa-0000-4000-8000-000000000001';
const OTHER = 'aaaaaaaa-0000-4000-8000-000000000002';
const NEXT = `${GRAPH}/beta/reports/appCredentialSignInActivities?$skiptoken=2`;
const ELSEWHERE = 'https://elsewhere.test/beta/reports/x';

const entry = (keyId: string, at: string | null, appId = APP) => ({
  appId,
  keyId,
  signInActivity: at === null ? null : { lastSignInDateTime: at },
});
const page = (value: readonly unknown[], next?: string) => () =>
  json(200, { value, ...(next === undefined ? {} : { '@odata.nextLink': next }) });
const use = (keyId: string, at: string) => ({ clientId: APP, keyId, at: new Date(at) });
const never = () => new AbortController().signal;

describe('the sign-in report of one application', () => {
  it('is read page by page, and an entry of another shape is left out', async () => {
    const first = page([entry(KEY.toUpperCase(), '2026-11-20T10:00:00Z'), entry(OTHER, null), 'odd'], NEXT);
    const { signInReports, sent } = graphAnswering(first, page([entry(OTHER, '2026-11-21T10:00:00Z')]));
    expect(await signInReports?.of(APP.toUpperCase())).toEqual([
      use(KEY, '2026-11-20T10:00:00Z'),
      use(OTHER, '2026-11-21T10:00:00Z'),
    ]);
    const asked = decodeURIComponent(sent[0]?.url ?? '');
    expect(asked).toContain('/beta/reports/appCredentialSignInActivities?');
    expect(asked).toContain(`$filter=appId eq '${APP}'`);
    expect(sent).toHaveLength(2);
  });

  it('holds no use that has not happened yet', async () => {
    const { signInReports } = graphAnswering(page([entry(KEY, '2026-11-24T10:21:00Z')]));
    expect(await signInReports?.of(APP)).toEqual([use(KEY, '2026-11-24T10:20:30Z')]);
  });

  it('reads a time whose offset has no leading zero', async () => {
    const { signInReports } = graphAnswering(page([entry(KEY, '2026-11-20T02:00:00-8:00')]));
    expect(await signInReports?.of(APP)).toEqual([use(KEY, '2026-11-20T10:00:00Z')]);
  });

  it.each([
    ['a time that nobody can read', { lastSignInDateTime: 'yesterday' }],
    ['another shape', 'lately'],
  ])('takes a use of %s for one that has just happened: the secret may be in use', async (_what, signInActivity) => {
    const { signInReports } = graphAnswering(page([{ ...entry(KEY, null), signInActivity }]));
    expect(await signInReports?.of(APP)).toEqual([use(KEY, '2026-11-24T10:20:30Z')]);
  });

  it.each([
    ['is not licensed', failure(403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant')],
    ['has another shape', () => json(200, { odd: true })],
    ['has no end', page([], NEXT)],
    ['leads elsewhere', page([], ELSEWHERE)],
    ['cannot be reached', networkFailure('ENOTFOUND')],
  ] as const)('is simply not there if it %s', async (_what, answer) => {
    expect(await graphAnswering(answer).signInReports?.of(APP)).toBeUndefined();
  });

  it('is not asked for the name of a path', async () => {
    const { signInReports, sent } = graphAnswering(page([]));
    expect(await signInReports?.of("' or true")).toBeUndefined();
    expect(sent).toHaveLength(0);
  });

  it('is not asked for a sixth time within ten seconds', async () => {
    const { signInReports, sent } = graphAnswering(page([]));
    for (let i = 0; i < 5; i += 1) expect(await signInReports?.of(APP)).toEqual([]);
    expect(await signInReports?.of(APP)).toBeUndefined();
    expect(sent).toHaveLength(5);
  });
});

describe('the whole sign-in report', () => {
  it('comes in pages of all applications, each with the link to the next', async () => {
    const first = page([entry(KEY, '2026-11-20T10:00:00Z', ID)], NEXT);
    const { signInReports, sent } = graphAnswering(first, page([]));
    expect(await signInReports?.page(undefined, never())).toEqual({
      uses: [{ ...use(KEY, '2026-11-20T10:00:00Z'), clientId: ID }],
      link: NEXT,
    });
    expect(await signInReports?.page(NEXT, never())).toEqual({ uses: [], link: undefined });
    expect(sent.map(({ url }) => decodeURIComponent(url))).toEqual([
      `${GRAPH}/beta/reports/appCredentialSignInActivities?$top=999`,
      NEXT,
    ]);
  });

  it('never carries the token to another host', async () => {
    const { signInReports, sent } = graphAnswering(page([], ELSEWHERE));
    const read = async (link?: string) => signInReports?.page(link, never());
    expect((await faultOf(read())).problem).toBe('unexpected');
    expect((await faultOf(read(ELSEWHERE))).problem).toBe('unexpected');
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['forbidden', failure(403, 'Authorization_RequestDenied')],
    ['throttled', failure(429, 'TooManyRequests', 'm', { 'Retry-After': '60' })],
    ['unexpected', () => json(200, { value: 'odd' })],
    ['unexpected', page([], NEXT)],
  ] as const)('says that it is %s', async (problem, answer) => {
    const { signInReports } = graphAnswering(answer);
    expect((await faultOf(Promise.resolve(signInReports?.page(NEXT, never())))).problem).toBe(problem);
  });

  it('leaves two requests of five in ten seconds to people who wait, and stops waiting for its turn when the bot stops', async () => {
    const { signInReports, sent } = graphAnswering(page([]));
    for (let i = 0; i < 3; i += 1) await signInReports?.page(undefined, never());
    const stopping = new AbortController();
    const fourth = signInReports?.page(undefined, stopping.signal);
    expect(await signInReports?.of(APP)).toEqual([]);
    expect(await signInReports?.of(APP)).toEqual([]);
    expect(await signInReports?.of(APP)).toBeUndefined();
    stopping.abort();
    await expect(fourth).rejects.toThrow();
    expect(sent).toHaveLength(5);
  });
});

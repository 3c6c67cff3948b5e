import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createGraphClient } from '../../../../bot/adapters/graph/client.ts';
import { createSignInLog } from '../../../../bot/adapters/graph/reports/sign-in-log.ts';
import type { Send } from '../../../../bot/ports/shared/ask-outside.ts';

const GRAPH = 'https://graph.test:8443';
const APP = randomUUID();
const KEY = randomUUID();
const SINCE = new Date('2026-11-29T10:00:00Z');
const NOW = new Date('2026-11-29T10:06:00Z');
const RUNNING = new AbortController().signal;
const LATER = '2026-11-29T10:05:00Z';

type Give = () => Response;

function logAnswering(...answers: Give[]) {
  const asked: URL[] = [];
  const send: Send = async (url) => {
    asked.push(new URL(url));
    const answer = answers.length > 1 ? answers.shift() : answers[0];
    if (answer === undefined) throw new Error('no answer left');
    return answer();
  };
  const client = createGraphClient(GRAPH, async () => 'token', send);
  const turns: AbortSignal[] = [];
  const budget = { wait: async (stopping: AbortSignal) => void turns.push(stopping) };
  return { signInLog: createSignInLog(client, budget, () => NOW), asked, turns };
}

const json = (status: number, body: unknown): Give => {
  return () => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
};
const page = (value: readonly unknown[], next?: string): Give =>
  json(200, next === undefined ? { value } : { value, '@odata.nextLink': next });
const entry = (over: Readonly<Record<string, unknown>> = {}) => ({
  id: randomUUID(),
  createdDateTime: LATER,
  appId: APP.toUpperCase(),
  servicePrincipalCredentialKeyId: null,
  ipAddress: '203.0.113.7',
  status: { errorCode: 7000222, failureReason: 'expired' },
  ...over,
});

describe('the log of sign-ins', () => {
  it('is asked for one error code of all applications, since a moment, 1,000 entries at once', async () => {
    const { signInLog, asked } = logAnswering(page([entry()]));
    await signInLog.refused('expired', SINCE, RUNNING);
    const [url] = asked;
    expect(url?.pathname).toBe('/beta/auditLogs/signIns');
    expect(Object.fromEntries(url?.searchParams ?? [])).toEqual({
      $filter:
        "signInEventTypes/any(t: t eq 'servicePrincipal') and createdDateTime ge 2026-11-29T10:00:00.000Z and status/errorCode eq 7000222",
      $top: '1000',
    });
  });

  it('is asked for the successes of one application, and names the key of each', async () => {
    const success = { status: { errorCode: 0 }, servicePrincipalCredentialKeyId: KEY.toUpperCase() };
    const { signInLog, asked } = logAnswering(page([entry(success)]));
    const { entries } = await signInLog.succeeded(APP, SINCE, RUNNING);
    expect(asked[0]?.searchParams.get('$filter')).toContain(`appId eq '${APP}' and status/errorCode eq 0`);
    expect(entries).toMatchObject([{ at: new Date(LATER), clientId: APP, keyId: KEY }]);
  });

  it('keeps nothing but the id, the time, the application and the key of an entry', async () => {
    const { signInLog } = logAnswering(page([entry({ id: 'one' })]));
    const { entries } = await signInLog.refused('expired', SINCE, RUNNING);
    expect(entries).toEqual([{ id: 'one', at: new Date(LATER), clientId: APP, keyId: undefined }]);
  });

  it.each([
    ['has no id', { id: '' }],
    ['has no time', { createdDateTime: 'yesterday' }],
    ['has no status', { status: null }],
  ])('leaves an entry out that %s, and says that it is not clear what happened until now', async (_what, over) => {
    const { signInLog } = logAnswering(page([entry(over), 'odd']));
    expect(await signInLog.refused('expired', SINCE, RUNNING)).toEqual({ entries: [], complete: true, unclearAt: NOW });
  });

  it.each([
    ['is older than what was asked for', { createdDateTime: '2026-11-29T09:59:59Z' }],
    ['has another code', { status: { errorCode: 50126 } }],
  ])('leaves an entry out that %s', async (_what, over) => {
    const { signInLog } = logAnswering(page([entry(over)]));
    const nothing = { entries: [], complete: true, unclearAt: undefined };
    expect(await signInLog.refused('expired', SINCE, RUNNING)).toEqual(nothing);
  });

  it.each([
    ['names no key', null, undefined, new Date(LATER)],
    ['names a key', KEY, undefined, undefined],
    ['says that a client secret was used, and not which', '', 'clientSecret', new Date(LATER)],
    ['says that no client secret was used', '', 'federatedIdentityCredential', undefined],
    ['names a type that nobody knows yet', '', 'unknownFutureValue', new Date(LATER)],
  ])('says if a success may have been with any secret: an entry that %s', async (_what, keyId, type, unclearAt) => {
    const success = { status: { errorCode: 0 }, servicePrincipalCredentialKeyId: keyId, clientCredentialType: type };
    const { signInLog } = logAnswering(page([entry(success)]));
    expect(await signInLog.succeeded(APP, SINCE, RUNNING)).toMatchObject({
      entries: [{ at: new Date(LATER) }],
      unclearAt,
    });
  });

  it('reads a time whose offset has no leading zero', async () => {
    const { signInLog } = logAnswering(page([entry({ createdDateTime: '2026-11-29T02:05:00-8:00' })]));
    expect((await signInLog.refused('expired', SINCE, RUNNING)).entries).toMatchObject([{ at: new Date(LATER) }]);
  });

  it('leaves out what it says of an application that was not asked for', async () => {
    const { signInLog } = logAnswering(page([entry({ status: { errorCode: 0 }, appId: randomUUID() })]));
    expect((await signInLog.succeeded(APP, SINCE, RUNNING)).entries).toEqual([]);
  });

  it.each([['' as const], [null]])('keeps an entry whose application is %j, without the application', async (appId) => {
    const wrong = { appId, status: { errorCode: 7000215 } };
    const { signInLog } = logAnswering(page([entry(wrong)]));
    expect((await signInLog.refused('unknown', SINCE, RUNNING)).entries).toMatchObject([{ clientId: undefined }]);
  });

  it('is read page by page, three at most, and says if there are more', async () => {
    const next = `${GRAPH}/beta/auditLogs/signIns?$skiptoken=2`;
    const whole = logAnswering(page([entry()], next), page([entry()]));
    expect(await whole.signInLog.refused('expired', SINCE, RUNNING)).toMatchObject({
      complete: true,
      entries: { length: 2 },
    });
    const endless = logAnswering(page([entry()], next));
    expect(await endless.signInLog.refused('expired', SINCE, RUNNING)).toMatchObject({
      complete: false,
      entries: { length: 3 },
    });
    expect(endless.asked).toHaveLength(3);
  });

  it('never carries the token to another host', async () => {
    const { signInLog, asked } = logAnswering(page([entry()], 'https://elsewhere.test/beta/auditLogs/signIns'));
    await expect(signInLog.refused('expired', SINCE, RUNNING)).rejects.toMatchObject({ problem: 'unexpected' });
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['forbidden', json(403, { error: { code: 'Authorization_RequestDenied', message: 'no' } })],
    ['throttled', json(429, { error: { code: 'TooManyRequests', message: 'no' } })],
    ['unexpected', json(200, { odd: true })],
  ] as const)('says so if it is %s', async (problem, answer) => {
    const { signInLog } = logAnswering(answer);
    await expect(signInLog.refused('disabled', SINCE, RUNNING)).rejects.toMatchObject({ problem });
  });

  it('takes a request of the budget for each page', async () => {
    const next = `${GRAPH}/beta/auditLogs/signIns?$skiptoken=2`;
    const { signInLog, turns } = logAnswering(page([], next), page([]));
    await signInLog.refused('expired', SINCE, RUNNING);
    expect(turns).toEqual([RUNNING, RUNNING]);
  });
});

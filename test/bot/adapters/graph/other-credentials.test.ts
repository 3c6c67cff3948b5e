import { describe, expect, it } from 'vitest';
import type { Application } from '../../../../bot/domain/shared/application.ts';
import { failure, faultOf, graphAnswering, ID, json } from './answering.ts';

const OTHER = '66666666-7777-8888-9999-aaaaaaaaaaaa';
/** The tests' Graph answers on 24 November 2026. */
const secret = (end: string) => ({
  ...{ keyId: OTHER, name: 's', hint: 'abc' },
  ...{ start: new Date('2025-01-01T00:00:00Z'), end: new Date(end) },
});
const dark: Application = { clientId: ID, displayName: 'A', secrets: [secret('2026-11-01T00:00:00Z')] };
const live: Application = { clientId: OTHER, displayName: 'B', secrets: [secret('2027-01-01T00:00:00Z')] };

const certificate = {
  keyId: OTHER,
  displayName: 'CN=a',
  startDateTime: null,
  endDateTime: '2027-02-03T00:00:00Z',
  key: null,
};
const one = (over: object = {}) => ({
  ...{
    appId: ID.toUpperCase(),
    keyCredentials: [certificate, certificate],
    federatedIdentityCredentials: [{ id: 'f', name: 'deploy' }],
  },
  ...over,
});
const answered = (value: unknown) => () => json(200, { responses: [{ id: '0', status: 200, body: { value } }] });

describe('how else an application can sign in', () => {
  it('is asked in one request, of those alone that no client secret lets sign in', async () => {
    const { directory, sent } = graphAnswering(answered([one()]));
    const otherCredentials = {
      certificates: [{ keyId: OTHER, name: 'CN=a', start: new Date(0), end: new Date('2027-02-03T00:00:00Z') }],
      federated: [{ id: 'f', name: 'deploy' }],
    };
    expect(await directory.withOtherCredentials([live, dark])).toEqual([live, { ...dark, otherCredentials }]);
    expect(sent).toHaveLength(1);
    expect(JSON.stringify(sent[0]?.body)).toContain(ID);
    expect(JSON.stringify(sent[0]?.body)).not.toContain(OTHER);
  });

  it('is not asked if each application has a live client secret', async () => {
    const { directory, sent } = graphAnswering(answered([]));
    expect(await directory.withOtherCredentials([live])).toEqual([live]);
    expect(sent).toEqual([]);
  });

  it.each([
    ['refuses', failure(403, 'Authorization_RequestDenied')],
    ['does not know the request', failure(400, 'BadRequest')],
    ['gives another shape', answered([one({ keyCredentials: 'none' })])],
    ['leaves the application out', answered([])],
  ])('stays unknown if Graph %s', async (_what, answer) => {
    const { directory } = graphAnswering(answer);
    expect(await directory.withOtherCredentials([dark])).toEqual([dark]);
  });

  it('is known although one credential of another application has another shape', async () => {
    const second: Application = { ...dark, clientId: OTHER };
    const odd = one({
      appId: OTHER,
      keyCredentials: [{ ...certificate, endDateTime: null }, certificate],
      federatedIdentityCredentials: [{ name: 'no id' }, { id: 'f', name: 'deploy' }],
    });
    const { directory } = graphAnswering(answered([odd, one()]));
    const others = (await directory.withOtherCredentials([second, dark])).map((each) => each.otherCredentials);
    for (const known of others) {
      expect(known?.certificates.map(({ keyId }) => keyId)).toEqual([OTHER]);
      expect(known?.federated).toEqual([{ id: 'f', name: 'deploy' }]);
    }
  });

  it('is a fault if Graph does not answer: nobody must hear that it cannot connect', async () => {
    const { directory } = graphAnswering(() => Promise.reject(new Error('away')));
    expect((await faultOf(directory.withOtherCredentials([dark]))).problem).toBe('unreachable');
  });
});

import { describe, expect, it } from 'vitest';
import { failure, faultOf, graphAnswering, ID, json } from './answering.ts';

const OTHER = '66666666-7777-4888-9999-aaaaaaaaaaaa';
const one = (over: object = {}) => ({
  appId: ID.toUpperCase(),
  federatedIdentityCredentials: [
    { id: 'f', name: 'deploy', issuer: 'https://i.example', subject: 'repo:x', audiences: [] },
  ],
  ...over,
});
const answered = (value: unknown) => () => json(200, { responses: [{ id: '0', status: 200, body: { value } }] });

describe('the federated credentials of applications', () => {
  it('are read with one request for up to 300 of them, without their certificates', async () => {
    const ids = Array.from({ length: 300 }, (_, i) => `${ID.slice(0, -4)}${String(i).padStart(4, '0')}`);
    const { directory, sent } = graphAnswering(() =>
      json(200, {
        responses: Array.from({ length: 20 }, (_, id) => ({ id: String(id), status: 200, body: { value: [] } })),
      }),
    );
    expect((await directory.federatedCredentials(ids)).size).toBe(0);
    expect(sent).toHaveLength(1);
    expect(JSON.stringify(sent[0]?.body)).not.toContain('keyCredentials');
  });

  it('say whose tokens they take; an application that Entra does not know is left out', async () => {
    const { directory } = graphAnswering(answered([one()]));
    const found = await directory.federatedCredentials([ID, OTHER]);
    expect([...found]).toEqual([[ID, [{ id: 'f', name: 'deploy', issuer: 'https://i.example', subject: 'repo:x' }]]]);
  });

  it('may lack their texts', async () => {
    const bare = one({ federatedIdentityCredentials: [{ id: 'f', name: null }] });
    const { directory } = graphAnswering(answered([bare]));
    expect((await directory.federatedCredentials([ID])).get(ID)).toEqual([
      { id: 'f', name: '', issuer: '', subject: '' },
    ]);
  });

  it('cost no request if none is asked for, or what is asked for is no client ID', async () => {
    const { directory, sent } = graphAnswering(answered([]));
    expect((await directory.federatedCredentials([])).size).toBe(0);
    expect((await directory.federatedCredentials(["')/owners"])).size).toBe(0);
    expect(sent).toEqual([]);
  });

  it.each([
    ['of another application', answered([one({ appId: OTHER })]), 'unexpected'],
    ['of another shape', answered([one({ federatedIdentityCredentials: null })]), 'unexpected'],
    ['that is a refusal', failure(403, 'Authorization_RequestDenied'), 'forbidden'],
  ] as const)('are not believed from an answer %s', async (_what, answer, problem) => {
    const { directory } = graphAnswering(answer);
    expect((await faultOf(directory.federatedCredentials([ID]))).problem).toBe(problem);
  });
});

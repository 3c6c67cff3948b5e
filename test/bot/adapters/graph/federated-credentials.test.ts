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
    const { found, faults } = await directory.federatedCredentials(ids);
    expect([found.size, faults.size]).toEqual([0, 0]);
    expect(sent).toHaveLength(1);
    expect(JSON.stringify(sent[0]?.body)).not.toContain('keyCredentials');
  });

  it('say whose tokens they take; an application that Entra does not know is left out', async () => {
    const { directory } = graphAnswering(answered([one()]));
    const { found } = await directory.federatedCredentials([ID, OTHER]);
    expect([...found]).toEqual([[ID, [{ id: 'f', name: 'deploy', issuer: 'https://i.example', subject: 'repo:x' }]]]);
  });

  it('may lack their texts', async () => {
    const bare = one({ federatedIdentityCredentials: [{ id: 'f', name: null }] });
    const { directory } = graphAnswering(answered([bare]));
    expect((await directory.federatedCredentials([ID])).found.get(ID)).toEqual([
      { id: 'f', name: '', issuer: '', subject: '' },
    ]);
  });

  it('cost no request if none is asked for, or what is asked for is no client ID', async () => {
    const { directory, sent } = graphAnswering(answered([]));
    expect((await directory.federatedCredentials([])).found.size).toBe(0);
    expect((await directory.federatedCredentials(["')/owners"])).found.size).toBe(0);
    expect(sent).toEqual([]);
  });

  it.each([
    ['of another application', [one(), one({ appId: OTHER })]],
    ['of something without an ID', [one(), one({ appId: null })]],
    ['of another shape', [one({ federatedIdentityCredentials: null })]],
  ] as const)('are not believed from an answer %s', async (_what, value) => {
    const { directory } = graphAnswering(answered(value));
    const { found, faults } = await directory.federatedCredentials([ID]);
    expect([...found]).toEqual([]);
    expect(faults.get(ID)?.problem).toBe('unexpected');
  });

  it('are read of all other applications if Graph refuses to tell of one, or tells of it in another shape', async () => {
    const ids = Array.from({ length: 31 }, (_, i) => `${ID.slice(0, -4)}${String(i).padStart(4, '0')}`);
    const of = (id = '', over: object = {}) => one({ appId: id, ...over });
    const part = (id: number, value: readonly object[]) => ({ id: String(id), status: 200, body: { value } });
    const { directory, sent } = graphAnswering(() =>
      json(200, {
        responses: [
          part(0, [of(ids[0]), of(ids[1], { federatedIdentityCredentials: [{ id: 1 }] })]),
          { id: '1', status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'no' } } },
          part(2, [of(ids[30])]),
        ],
      }),
    );
    const { found, faults } = await directory.federatedCredentials(ids);
    expect([...found.keys()]).toEqual([ids[0], ids[30]]);
    expect([...faults].map(([id, { problem }]) => `${ids.indexOf(id)} ${problem}`)).toEqual([
      '1 unexpected',
      ...Array.from({ length: 15 }, (_, i) => `${i + 15} forbidden`),
    ]);
    expect(sent).toHaveLength(1);
  });

  it('are read of all others if Graph stays busy for a part of them', async () => {
    const ids = Array.from({ length: 16 }, (_, i) => `${ID.slice(0, -4)}${String(i).padStart(4, '0')}`);
    const busy = {
      id: '1',
      status: 429,
      headers: { 'Retry-After': '0' },
      body: { error: { code: 'x', message: 'y' } },
    };
    const { directory } = graphAnswering(
      () => json(200, { responses: [{ id: '0', status: 200, body: { value: [one({ appId: ids[0] })] } }, busy] }),
      () => json(200, { responses: [busy] }),
    );
    const { found, faults } = await directory.federatedCredentials(ids);
    expect([...found.keys()]).toEqual([ids[0]]);
    expect([...faults].map(([id, { problem }]) => [id, problem])).toEqual([[ids[15], 'throttled']]);
  });

  it('fail if the whole request is refused', async () => {
    const { directory } = graphAnswering(failure(403, 'Authorization_RequestDenied'));
    expect((await faultOf(directory.federatedCredentials([ID]))).problem).toBe('forbidden');
  });
});

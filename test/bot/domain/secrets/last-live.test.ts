import { describe, expect, it } from 'vitest';
import { isLastLive, type SecretChange } from '../../../../bot/domain/secrets/last-live.ts';
import { REPLICATION_MS } from '../../../../bot/domain/secrets/operation.ts';
import type { ClientSecret } from '../../../../bot/domain/shared/application.ts';

const NOW = new Date('2026-11-24T10:20:30.000Z');
const START = new Date('2026-01-01T00:00:00.000Z');

function secret(keyId: string, end = '2027-08-01'): ClientSecret {
  return { keyId, name: keyId, hint: 'abc', start: START, end: new Date(end) };
}

/** A change of the secret `other` that ended so many milliseconds before the directory was asked. */
function ended(kind: SecretChange['kind'], state: SecretChange['state'], agoMs: number): SecretChange {
  const settledAt = new Date(NOW.getTime() - agoMs);
  const facts = { secretName: 'other', secretEnd: secret('other').end, knownKeyIds: [] };
  return { nonce: 'n', kind, state, keyId: 'other', ...facts, intendedAt: settledAt, settledAt };
}

const isLast = (secrets: readonly ClientSecret[], ...changes: readonly SecretChange[]) =>
  isLastLive('own', { secrets, readAt: NOW }, changes, NOW);

describe('whether a secret is the last live one', () => {
  it('is so if no other secret is live, also if the directory does not show it', () => {
    expect(isLast([secret('own'), secret('other', '2026-11-01')])).toBe(true);
    expect(isLast([])).toBe(true);
    expect(isLast([secret('own'), secret('other')])).toBe(false);
  });

  it('is not so if it has expired, though no other secret is live', () => {
    expect(isLast([secret('own', '2026-11-01')])).toBe(false);
    expect(isLast([secret('own', '2026-11-01'), secret('other', '2026-11-01')])).toBe(false);
  });

  it.each([
    ['was deleted', 'delete', 'done'],
    ['was created and reached nobody', 'create', 'undone'],
  ] as const)('does not count another that %s so shortly before that Entra may still show it', (_what, kind, state) => {
    const both = [secret('own'), secret('other')];
    expect(isLast(both, ended(kind, state, 0))).toBe(true);
    expect(isLast(both, ended(kind, state, REPLICATION_MS))).toBe(true);
    expect(isLast(both, ended(kind, state, REPLICATION_MS + 1))).toBe(false);
  });

  it.each([
    ['was created', 'create', 'done'],
    ['was not deleted after all', 'delete', 'undone'],
  ] as const)('counts another that %s just now', (_what, kind, state) => {
    expect(isLast([secret('own'), secret('other')], ended(kind, state, 0))).toBe(false);
  });
});

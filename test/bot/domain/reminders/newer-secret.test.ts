import { describe, expect, it } from 'vitest';
import { newerSecretOf } from '../../../../bot/domain/reminders/newer-secret.ts';
import type { KnownUses } from '../../../../bot/domain/secrets/last-use.ts';
import type { ClientSecret } from '../../../../bot/domain/shared/application.ts';

const DAY = 86_400_000;
const NOW = new Date('2026-11-24T10:00:00Z');
const days = (n: number) => new Date(NOW.getTime() + n * DAY);
const secret = (keyId: string, start: number, end: number): ClientSecret => ({
  ...{ keyId, name: keyId, hint: 'hnt' },
  ...{ start: days(start), end: days(end) },
});
const OLD = secret('old', -300, 10);
const MID = secret('mid', -30, 300);
const LATEST = secret('latest', -3, 350);
const ALL = [MID, LATEST, OLD];

/** The secrets that were used an hour ago. */
function inUse(...keyIds: readonly string[]): KnownUses {
  const at = days(-1 / 24);
  return { report: { readAt: NOW, newest: NOW }, uses: new Map(keyIds.map((id) => [id, { first: at, last: at }])) };
}

describe('the newer secret that may take the place of another', () => {
  it('is the one that was created last', () => {
    expect(newerSecretOf(OLD, ALL, NOW, undefined)).toBe(LATEST);
    expect(newerSecretOf(OLD, ALL, NOW, inUse())).toBe(LATEST);
    expect(newerSecretOf(LATEST, ALL, NOW, undefined)).toBeUndefined();
  });

  it('is never one that is in use beside it: those are two systems', () => {
    expect(newerSecretOf(OLD, ALL, NOW, inUse('old', 'latest'))).toBe(MID);
    expect(newerSecretOf(OLD, ALL, NOW, inUse('old', 'latest', 'mid'))).toBeUndefined();
  });

  it('may be in use if the other one is silent', () => {
    expect(newerSecretOf(OLD, ALL, NOW, inUse('latest'))).toBe(LATEST);
    expect(newerSecretOf(OLD, ALL, NOW, inUse('old'))).toBe(LATEST);
  });
});

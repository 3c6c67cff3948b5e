import { describe, expect, it } from 'vitest';
import { satisfies, stepUpUntil, type VerifiedClaims } from '../../../../bot/domain/sign-in/session.ts';

const NOW = new Date('2026-11-24T10:00:00Z');
const minutesAgo = (n: number) => new Date(NOW.getTime() - n * 60_000);
const claims = (over: Partial<VerifiedClaims>): VerifiedClaims => ({
  person: { tid: 't', oid: 'o' },
  name: 'Ada',
  roles: [],
  amr: [],
  acrs: [],
  authTime: minutesAgo(1),
  ...over,
});
const byContext = { authContext: 'c1', stepUpMinutes: 10 };
const byMethod = { authContext: undefined, stepUpMinutes: 10 };

describe('the needs that a sign-in satisfies', () => {
  it.each([
    ['acrs of the context', claims({ acrs: ['c1'] }), byContext, true, true],
    ['acrs of another context', claims({ acrs: ['c2'] }), byContext, false, false],
    ['amr only, if a context is required', claims({ amr: ['mfa'] }), byContext, false, false],
    ['amr', claims({ amr: ['pwd', 'mfa'] }), byMethod, true, true],
    ['a password', claims({ amr: ['pwd'] }), byMethod, false, false],
    ['an old sign-in', claims({ amr: ['mfa'], authTime: minutesAgo(10) }), byMethod, true, false],
    ['no time', claims({ amr: ['mfa'], authTime: undefined }), byMethod, true, false],
    ['a time in the future', claims({ amr: ['mfa'], authTime: minutesAgo(-5) }), byMethod, true, false],
  ])('are decided for a sign-in with %s', (_name, given, policy, read, stepUp) => {
    expect(satisfies(given, 'read', policy, NOW)).toBe(read);
    expect(satisfies(given, 'step-up', policy, NOW)).toBe(stepUp);
  });

  it('keeps a step-up for the configured minutes, even a fraction of one', () => {
    const until = stepUpUntil(claims({ amr: ['mfa'] }), { authContext: undefined, stepUpMinutes: 1.5 }, NOW);
    expect(until).toEqual(new Date(NOW.getTime() + 30_000));
  });
});

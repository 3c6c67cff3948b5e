import { describe, expect, it } from 'vitest';
import {
  ADMIN_ROLE,
  mayFinish,
  readUntil,
  satisfies,
  stepUpUntil,
  type VerifiedClaims,
} from '../../../../bot/domain/sign-in/session.ts';

const NOW = new Date('2026-11-24T10:00:00Z');
const minutesAgo = (n: number) => new Date(NOW.getTime() - n * 60_000);
const claims = (over: Partial<VerifiedClaims>): VerifiedClaims => ({
  person: { tid: 't', oid: 'o' },
  name: 'Ada',
  roles: [],
  acrs: [],
  authTime: minutesAgo(1),
  issuedAt: minutesAgo(1),
  ...over,
});
const byPolicy = { signInContext: undefined, stepUpContext: 'c1', stepUpMinutes: 10 };
const byContext = { signInContext: 'c2', stepUpContext: 'c1', stepUpMinutes: 10 };
const byFreshness = { signInContext: undefined, stepUpContext: undefined, stepUpMinutes: 10 };
const byTheDay = { ...byPolicy, stepUpMinutes: 1_440 };
const admin = { roles: [ADMIN_ROLE] };
const stepUp = (over: Partial<VerifiedClaims>, minutes: number) =>
  claims({ acrs: ['c1'], authTime: minutesAgo(minutes), issuedAt: minutesAgo(minutes), ...over });

describe('the end of reading', () => {
  const later = (n: number) => minutesAgo(-n);
  const session = (over: Partial<VerifiedClaims>, minutes: number) => ({
    ...claims(over),
    signedInAt: minutesAgo(1),
    expiresAt: later(minutes),
  });

  it.each([
    ['a manager’s session', session({}, 90), later(90)],
    ['a manager’s session that is over', session({}, 0), undefined],
    ['an administrator’s session', session({ ...admin, issuedAt: minutesAgo(20) }, 90), later(40)],
    ['an administrator’s short session', session({ ...admin, issuedAt: minutesAgo(20) }, 5), later(5)],
    ['an administrator’s old session', session({ ...admin, issuedAt: minutesAgo(61) }, 90), undefined],
  ])('follows from %s', (_name, given, until) => {
    expect(readUntil(given, byPolicy, NOW)).toEqual(until);
  });
});

describe('the needs that a sign-in satisfies', () => {
  it.each<[string, VerifiedClaims, typeof byPolicy | typeof byContext | typeof byFreshness, boolean, boolean]>([
    ['no context, under the policy', claims({}), byPolicy, true, false],
    ['the step-up context, under the policy', claims({ acrs: ['c1'] }), byPolicy, true, true],
    ['another context, under the policy', claims({ acrs: ['c3'] }), byPolicy, true, false],
    ['no context, if one is required', claims({}), byContext, false, false],
    ['the context for reading, if it is required', claims({ acrs: ['c2'] }), byContext, true, false],
    ['the context for changes alone', claims({ acrs: ['c1'] }), byContext, false, true],
    ['a fresh first factor, if freshness is enough', claims({}), byFreshness, true, true],
    ['an old first factor', claims({ acrs: ['c1'], authTime: minutesAgo(10) }), byPolicy, true, false],
    ['an old token', claims({ acrs: ['c1'], issuedAt: minutesAgo(10) }), byPolicy, true, false],
    ['an old first factor, if freshness is enough', claims({ authTime: minutesAgo(10) }), byFreshness, true, false],
    ['no time of the first factor', claims({ acrs: ['c1'], authTime: undefined }), byPolicy, true, false],
    ['a first factor in the future', claims({ acrs: ['c1'], authTime: minutesAgo(-5) }), byPolicy, true, false],
    ['an administrator’s token of 59 minutes', claims({ ...admin, issuedAt: minutesAgo(59) }), byPolicy, true, false],
    ['an administrator’s token of an hour', claims({ ...admin, issuedAt: minutesAgo(60) }), byPolicy, false, false],
    ['a manager’s token of an hour', claims({ issuedAt: minutesAgo(60) }), byPolicy, true, false],
    ['an administrator’s step-up of 59 minutes', stepUp({ ...admin }, 59), byTheDay, true, true],
    ['an administrator’s step-up of an hour', stepUp({ ...admin }, 60), byTheDay, false, false],
    ['a manager’s step-up of an hour', stepUp({}, 60), byTheDay, true, true],
    ['an administrator’s token of the future', claims({ ...admin, issuedAt: minutesAgo(-5) }), byPolicy, false, false],
  ])('are decided for a sign-in with %s', (_name, given, policy, read, stepUp) => {
    expect(satisfies(given, 'read', policy, NOW)).toBe(read);
    expect(satisfies(given, 'step-up', policy, NOW)).toBe(stepUp);
  });

  it('keeps a step-up for the configured minutes from the first factor, even a fraction of one', () => {
    const given = claims({ acrs: ['c1'], issuedAt: NOW });
    expect(stepUpUntil(given, { ...byPolicy, stepUpMinutes: 1.5 }, NOW)).toEqual(new Date(NOW.getTime() + 30_000));
  });
});

describe('a change that is under way', () => {
  const signedIn = (at: Date, over: Partial<VerifiedClaims> = {}, minutesLeft = 60) => ({
    ...claims(over),
    signedInAt: at,
    expiresAt: minutesAgo(-minutesLeft),
  });
  const begun = minutesAgo(2);

  it.each([
    ['the session that it began under', signedIn(minutesAgo(3)), true],
    ['the session that it began under, if that is over', signedIn(minutesAgo(3), {}, 0), false],
    ['an administrator’s session, if its token is an hour old', signedIn(minutesAgo(3), stepUp(admin, 60)), false],
    ['a session that began later without a step-up', signedIn(minutesAgo(1)), false],
    ['a session that began later with a step-up', signedIn(minutesAgo(1), { acrs: ['c1'] }), true],
  ])('may finish or not under %s', (_name, session, may) => {
    expect(mayFinish(session, begun, byPolicy, NOW)).toBe(may);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reviewPolicies } from '../../../bot/doctor/review-policies.ts';
import { CLIENT_ID, policy, type RawPolicy, read } from './policies.ts';

/** Somebody who signs in, and the circumstances in which they do. */
interface SignIn {
  readonly id: string;
  readonly guest: boolean;
  readonly group: boolean;
  readonly role: boolean;
  readonly trustedPlace: boolean;
  readonly phone: boolean;
  readonly browser: boolean;
  readonly risky: boolean;
  /** The device is compliant: a grant other than MFA. */
  readonly compliant: boolean;
}

const [PEOPLE, GROUP, ROLE, OTHER] = [['p1', 'p2', 'p3'], 'g1', 'r1', 'another application'];
/** Most policies are in order in most parts; else hardly any would be in order as a whole. */
const usually = <T>(good: T, ...others: readonly T[]): fc.Arbitrary<T> =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(good) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

const POLICY: fc.Arbitrary<RawPolicy> = fc
  .record({
    state: usually('enabled', 'disabled', 'enabledForReportingButNotEnforced'),
    includeApplications: usually([CLIENT_ID], ['All'], [OTHER]),
    excludeApplications: usually<readonly string[]>([], [OTHER], [CLIENT_ID]),
    includeUsers: usually<readonly string[]>(['All'], ['GuestsOrExternalUsers'], ['p1'], []),
    excludeUsers: usually<readonly string[]>([], ['p1'], ['p1', 'p2'], ['GuestsOrExternalUsers']),
    excludeGroups: usually<readonly string[]>([], [GROUP]),
    excludeRoles: usually<readonly string[]>([], [ROLE]),
    locations: usually<object | null>(null, { includeLocations: ['All'], excludeLocations: ['AllTrusted'] }),
    platforms: usually<object | null>(null, { includePlatforms: ['iOS'], excludePlatforms: [] }),
    clientAppTypes: usually(['all'], ['browser']),
    signInRiskLevels: usually<readonly string[]>([], ['high']),
    operator: usually('OR', 'AND'),
    builtInControls: usually(['mfa'], ['mfa', 'compliantDevice'], ['compliantDevice']),
  })
  .map(({ state, operator, builtInControls, locations, platforms, clientAppTypes, signInRiskLevels, ...rest }) => {
    const { includeApplications, excludeApplications, ...users } = rest;
    const conditions = { clientAppTypes, signInRiskLevels, locations, platforms };
    const applications = { includeApplications, excludeApplications };
    return policy({ state, applications, users, conditions, grantControls: { operator, builtInControls } });
  });

const SIGN_IN: fc.Arbitrary<SignIn> = fc.record({
  id: fc.constantFrom(...PEOPLE),
  guest: fc.boolean(),
  group: fc.boolean(),
  role: fc.boolean(),
  trustedPlace: fc.boolean(),
  phone: fc.boolean(),
  browser: fc.boolean(),
  risky: fc.boolean(),
  compliant: fc.boolean(),
});

/** Decides as Entra does whether one policy asks for MFA at this sign-in: it applies, and MFA alone satisfies it. */
function asksForMfa(raw: RawPolicy, signIn: SignIn): boolean {
  const [read1] = read(raw);
  if (read1 === undefined || raw['state'] !== 'enabled' || !appliesTo(read1.conditions, signIn)) return false;
  const { operator, builtInControls = [] } = read1.grantControls ?? {};
  if (!builtInControls.includes('mfa')) return false;
  return operator === 'AND' || !(builtInControls.includes('compliantDevice') && signIn.compliant);
}

function appliesTo(conditions: ReturnType<typeof read>[number]['conditions'], signIn: SignIn): boolean {
  const { users, applications, clientAppTypes, locations, platforms, signInRiskLevels } = conditions;
  if (!users || !applications) return false;
  const names = [signIn.id, ...(signIn.guest ? ['GuestsOrExternalUsers'] : [])];
  const isIncluded = [...names, 'All'].some((name) => users.includeUsers.includes(name));
  const isExcluded = names.some((name) => users.excludeUsers.includes(name));
  const isLeftOut = (signIn.group && users.excludeGroups.length > 0) || (signIn.role && users.excludeRoles.length > 0);
  const isTarget = ['All', CLIENT_ID].some((name) => applications.includeApplications.includes(name));
  return (
    isIncluded &&
    !isExcluded &&
    !isLeftOut &&
    isTarget &&
    !applications.excludeApplications.includes(CLIENT_ID) &&
    !(locations && signIn.trustedPlace) &&
    !(platforms && !signIn.phone) &&
    (clientAppTypes.includes('all') || signIn.browser) &&
    (JSON.stringify(signInRiskLevels) === '[]' || signIn.risky)
  );
}

const target = { kind: 'registration', clientId: CLIENT_ID } as const;
const SOME = fc.array(POLICY, { maxLength: 5 });

describe('reviewPolicies', () => {
  it('calls the registration guarded only if each sign-in of those who are not excluded asks for MFA', () => {
    let guarded = 0;
    fc.assert(
      fc.property(SOME, SIGN_IN, (raw, signIn) => {
        const verdict = reviewPolicies({ target, policies: read(...raw), staff: new Set() });
        if (verdict.kind !== 'guarded' || verdict.excluded.includes(signIn.id)) return;
        guarded++;
        expect(raw.some((one) => asksForMfa(one, signIn))).toBe(true);
      }),
      { numRuns: 20_000 },
    );
    expect(guarded).toBeGreaterThan(500);
  });

  it('calls nothing guarded if a manager is among the excluded people', () => {
    fc.assert(
      fc.property(SOME, fc.constantFrom(...PEOPLE), (raw, id) => {
        const verdict = reviewPolicies({ target, policies: read(...raw), staff: new Set([id]) });
        if (verdict.kind === 'guarded') expect(verdict.excluded).not.toContain(id);
      }),
      { numRuns: 5_000 },
    );
  });

  it('does not think less of the policies if one more is there', () => {
    fc.assert(
      fc.property(SOME, POLICY, (raw, more) => {
        const before = reviewPolicies({ target, policies: read(...raw), staff: new Set() });
        const after = reviewPolicies({ target, policies: read(more, ...raw), staff: new Set() });
        if (before.kind !== 'guarded') return;
        expect(after.kind).toBe('guarded');
        if (after.kind === 'guarded') expect(before.excluded).toEqual(expect.arrayContaining([...after.excluded]));
      }),
      { numRuns: 5_000 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import type { Flaw } from '../../../bot/doctor/policy-flaws.ts';
import { type PolicyTarget, type PolicyVerdict, reviewPolicies } from '../../../bot/doctor/review-policies.ts';
import { type Change, CLIENT_ID, policy, type RawPolicy, read } from './policies.ts';

const REGISTRATION: PolicyTarget = { kind: 'registration', clientId: CLIENT_ID };
const C1: PolicyTarget = { kind: 'context', id: 'c1' };
const [ANNA, EMERGENCY, OTHER] = ['a', 'e', '0'].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000`);
const STAFF = new Set([ANNA ?? '']);
const ON_C1 = { applications: { includeApplications: [], includeAuthenticationContextClassReferences: ['c1'] } };
const EVERY_TIME = {
  sessionControls: { signInFrequency: { isEnabled: true, frequencyInterval: 'everyTime', value: null, type: null } },
};
const GUARDED: PolicyVerdict = { kind: 'guarded', excluded: [], everyTime: false };
const guestsOf = (guestOrExternalUserTypes: string, membershipKind = 'all') => ({
  guestOrExternalUserTypes,
  externalTenants: { membershipKind },
});
const EVERY_GUEST = 'internalGuest,b2bCollaborationGuest,b2bCollaborationMember,otherExternalUser';

function review(raw: readonly RawPolicy[], target = REGISTRATION): PolicyVerdict {
  return reviewPolicies({ target, policies: read(...raw), staff: STAFF });
}

describe('reviewPolicies', () => {
  const sound: readonly (readonly [string, Change])[] = [
    ['demands MFA for the registration from everybody', {}],
    ['is for all applications', { applications: { includeApplications: ['All'] } }],
    ['writes the client ID in capitals', { applications: { includeApplications: [CLIENT_ID.toUpperCase()] } }],
    ['demands MFA and a compliant device', grants('AND', ['mfa', 'compliantDevice'])],
    ['demands an authentication strength', grants('OR', [], { requirementsSatisfied: 'mfa' })],
    ['demands an authentication strength of which Graph says no more', grants('OR', [], {})],
    [
      'names the clients that people use',
      { conditions: { clientAppTypes: ['browser', 'mobileAppsAndDesktopClients'] } },
    ],
    ['names all locations', { conditions: { locations: { includeLocations: ['All'], excludeLocations: [] } } }],
    ['names all platforms', { conditions: { platforms: { includePlatforms: ['all'], excludePlatforms: [] } } }],
    ['has a device filter that is empty', { conditions: { devices: { deviceFilter: null } } }],
  ];

  it.each(sound)('finds the registration guarded by a policy that %s', (_, change) => {
    expect(review([policy(change)])).toEqual(GUARDED);
  });

  const flawed: readonly (readonly [string, Change, readonly Flaw[]])[] = [
    ['is report-only', { state: 'enabledForReportingButNotEnforced' }, [{ kind: 'report-only' }]],
    ['is off', { state: 'disabled' }, [{ kind: 'off' }]],
    ['grants nothing', { grantControls: null }, [{ kind: 'no-mfa' }]],
    ['demands a compliant device alone', grants('AND', ['compliantDevice']), [{ kind: 'no-mfa' }]],
    [
      'is satisfied by a compliant device',
      grants('OR', ['mfa', 'compliantDevice']),
      [{ kind: 'alternatives', grants: ['compliantDevice'] }],
    ],
    [
      'is satisfied by terms of use',
      { grantControls: { operator: 'OR', builtInControls: ['mfa'], termsOfUse: ['an id'] } },
      [{ kind: 'alternatives', grants: ['terms of use'] }],
    ],
    [
      'demands an authentication strength that is not MFA',
      grants('OR', [], { requirementsSatisfied: 'none' }),
      [{ kind: 'no-mfa' }],
    ],
    ['is for one person', { users: { includeUsers: [ANNA] } }, [{ kind: 'some-people' }]],
    ['is for a group', { users: { includeUsers: [], includeGroups: [OTHER] } }, [{ kind: 'some-people' }]],
    ['excludes a group', { users: { excludeGroups: [OTHER] } }, [{ kind: 'excludes-groups' }]],
    ['excludes a role', { users: { excludeRoles: [OTHER] } }, [{ kind: 'excludes-roles' }]],
    ['excludes guests', { users: { excludeUsers: ['GuestsOrExternalUsers'] } }, []],
    [
      'excludes a kind of guests',
      { users: { excludeGuestsOrExternalUsers: guestsOf('b2bCollaborationGuest', 'enumerated') } },
      [],
    ],
    ['is for guests alone', { users: { includeUsers: ['GuestsOrExternalUsers'] } }, []],
    ...narrowed('locations', { includeLocations: ['All'], excludeLocations: ['AllTrusted'] }),
    ...narrowed('locations', { includeLocations: [OTHER], excludeLocations: [] }),
    ...narrowed('platforms', { includePlatforms: ['iOS'], excludePlatforms: [] }),
    ...narrowed('clientAppTypes', ['browser']),
    ...narrowed('devices', { deviceFilter: { mode: 'exclude', rule: 'device.isCompliant -eq True' } }),
    ...narrowed('signInRiskLevels', ['high']),
    ...narrowed('userRiskLevels', ['high']),
    ...narrowed('insiderRiskLevels', 'elevated'),
    ...narrowed('authenticationFlows', { transferMethods: 'deviceCodeFlow' }),
    ...narrowed('aConditionOfTheFuture', { someWhen: ['full moon'] }),
    [
      'excludes applications by a filter',
      { applications: { applicationFilter: { mode: 'exclude', rule: 'CustomSecurityAttribute.a -eq "b"' } } },
      [{ kind: 'narrowed', conditions: ['applicationFilter'] }],
    ],
  ];

  it.each(flawed)('finds the registration unguarded if the only policy %s', (_, change, flaws) => {
    expect(review([policy(change)])).toMatchObject({ kind: 'unguarded', rejected: [{ name: 'MFA', flaws }] });
  });

  it.each<readonly [string, Change]>([
    ['another application', { applications: { includeApplications: [OTHER] } }],
    ['an authentication context', ON_C1],
    [
      'all applications without the registration',
      {
        applications: { includeApplications: ['All'], excludeApplications: [CLIENT_ID] },
      },
    ],
    ['a user action', { applications: { includeApplications: [], includeUserActions: ['urn:user:registerdevice'] } }],
  ])('finds no policy aimed at the registration if the only one is for %s', (_, change) => {
    expect(review([policy(change)])).toEqual({ kind: 'unguarded', rejected: [] });
  });

  it('finds a context guarded by a policy on this context, and by no other', () => {
    expect(review([policy(ON_C1)], C1)).toEqual(GUARDED);
    expect(review([policy(ON_C1)], { kind: 'context', id: 'c2' })).toEqual({ kind: 'unguarded', rejected: [] });
    expect(review([policy({ applications: { includeApplications: ['All'] } })], C1)).toMatchObject({ rejected: [] });
  });

  it('finds everybody guarded by one policy for members and one for guests', () => {
    const members = policy({ users: { excludeGuestsOrExternalUsers: guestsOf(EVERY_GUEST) } });
    const guests = policy({ users: { includeUsers: [], includeGuestsOrExternalUsers: guestsOf(EVERY_GUEST) } });
    expect(review([members, guests])).toEqual(GUARDED);
    expect(review([members])).toMatchObject({ kind: 'unguarded' });
    expect(review([guests])).toMatchObject({ kind: 'unguarded' });
    const some = policy({ users: { includeUsers: [], includeGuestsOrExternalUsers: guestsOf('internalGuest') } });
    expect(review([members, some])).toMatchObject({ kind: 'unguarded' });
    const ofOneTenant = guestsOf(EVERY_GUEST, 'enumerated');
    const partners = policy({ users: { includeUsers: [], includeGuestsOrExternalUsers: ofOneTenant } });
    expect(review([members, partners])).toMatchObject({ kind: 'unguarded' });
  });

  it('names a manager who is excluded, unless another policy asks that manager for MFA', () => {
    const excluding = policy({ users: { excludeUsers: [EMERGENCY, ANNA] } });
    expect(review([excluding])).toEqual({ kind: 'excludes-staff', people: [ANNA] });
    const other = policy({ users: { excludeUsers: [EMERGENCY] } });
    expect(review([excluding, other])).toEqual({ ...GUARDED, excluded: [EMERGENCY] });
    const policies = read(excluding);
    expect(reviewPolicies({ target: REGISTRATION, policies, staff: undefined })).toEqual({
      ...GUARDED,
      excluded: [ANNA, EMERGENCY],
    });
  });

  it('says whether a remembered sign-in counts, also if a policy without MFA says so', () => {
    const fresh = policy({ ...ON_C1, ...EVERY_TIME });
    expect(review([fresh], C1)).toEqual({ ...GUARDED, everyTime: true });
    const bare = policy({ ...ON_C1, ...EVERY_TIME, grantControls: null });
    expect(review([policy(ON_C1), bare], C1)).toEqual({ ...GUARDED, everyTime: true });
    const hourly = { signInFrequency: { isEnabled: true, frequencyInterval: 'timeBased', value: 1, type: 'hours' } };
    expect(review([policy({ ...ON_C1, sessionControls: hourly })], C1)).toEqual(GUARDED);
    const off = { signInFrequency: { isEnabled: false, frequencyInterval: 'everyTime' } };
    expect(review([policy({ ...ON_C1, sessionControls: off })], C1)).toEqual(GUARDED);
  });
});

function grants(operator: string, builtInControls: readonly string[], authenticationStrength: object | null = null) {
  return { grantControls: { operator, builtInControls, authenticationStrength } };
}

function narrowed(condition: string, value: unknown): readonly (readonly [string, Change, readonly Flaw[]])[] {
  const words = `is narrowed by ${condition} ${JSON.stringify(value)}`;
  return [[words, { conditions: { [condition]: value } }, [{ kind: 'narrowed', conditions: [condition] }]]];
}

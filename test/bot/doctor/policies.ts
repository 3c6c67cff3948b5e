import { ACCESS_POLICY, type AccessPolicy } from '../../../bot/doctor/access-policy.ts';

export const CLIENT_ID = '2e9f4a7d-1c1b-4a3e-9d61-7b8a5c4d3e33';

/** A policy in Graph's form, before the doctor has read it. */
export type RawPolicy = Readonly<Record<string, unknown>>;

/** The parts of a policy that a test changes; all other parts are those of a policy that is in order. */
export interface Change {
  readonly state?: string;
  readonly applications?: object;
  readonly users?: object;
  readonly conditions?: object;
  readonly grantControls?: object | null;
  readonly sessionControls?: object | null;
}

/** A policy that demands MFA of everybody for the registration, with the empty fields that Graph sends. */
export function policy({ applications, users, conditions, ...rest }: Change = {}): RawPolicy {
  return {
    id: 'f1c7d1a2-6f5e-4c8a-9a49-0c2f5d7b1e01',
    displayName: 'MFA',
    state: 'enabled',
    conditions: {
      clientAppTypes: ['all'],
      applications: {
        includeApplications: [CLIENT_ID],
        excludeApplications: [],
        includeUserActions: [],
        includeAuthenticationContextClassReferences: [],
        applicationFilter: null,
        ...applications,
      },
      users: {
        includeUsers: ['All'],
        excludeUsers: [],
        includeGroups: [],
        excludeGroups: [],
        includeRoles: [],
        excludeRoles: [],
        includeGuestsOrExternalUsers: null,
        excludeGuestsOrExternalUsers: null,
        ...users,
      },
      clientApplications: null,
      platforms: null,
      locations: null,
      devices: null,
      userRiskLevels: [],
      signInRiskLevels: [],
      servicePrincipalRiskLevels: [],
      insiderRiskLevels: null,
      authenticationFlows: null,
      ...conditions,
    },
    grantControls: {
      operator: 'OR',
      builtInControls: ['mfa'],
      customAuthenticationFactors: [],
      termsOfUse: [],
      authenticationStrength: null,
    },
    sessionControls: null,
    ...rest,
  };
}

export function read(...raw: readonly RawPolicy[]): readonly AccessPolicy[] {
  return raw.map((one) => ACCESS_POLICY.parse(one));
}

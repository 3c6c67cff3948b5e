import { stableId } from '../stable-id.ts';

/** Whether Entra enforces a policy. A policy in report-only mode is evaluated, but nothing follows from it. */
export type PolicyState = 'enabled' | 'disabled' | 'enabledForReportingButNotEnforced';

/** https://learn.microsoft.com/graph/api/resources/conditionalaccessguestsorexternalusers */
export interface GuestsOrExternalUsers {
  /** Several types are joined by commas, for instance `b2bCollaborationGuest,b2bCollaborationMember`. */
  guestOrExternalUserTypes: string;
  externalTenants: object | null;
}

/** The lists hold object ids, or the words `All`, `None` and `GuestsOrExternalUsers`. */
export interface PolicyUsers {
  includeUsers: string[];
  excludeUsers: string[];
  includeGroups: string[];
  excludeGroups: string[];
  includeRoles: string[];
  excludeRoles: string[];
  includeGuestsOrExternalUsers: GuestsOrExternalUsers | null;
  excludeGuestsOrExternalUsers: GuestsOrExternalUsers | null;
}

/** A policy aims at applications (client ids, or `All`), or at authentication contexts. */
export interface PolicyApplications {
  includeApplications: string[];
  excludeApplications: string[];
  includeUserActions: string[];
  includeAuthenticationContextClassReferences: string[];
  applicationFilter: object | null;
}

export interface PolicyConditions {
  users: PolicyUsers;
  applications: PolicyApplications;
  clientAppTypes: string[];
  userRiskLevels: string[];
  signInRiskLevels: string[];
  servicePrincipalRiskLevels: string[];
  insiderRiskLevels: string | null;
  platforms: { includePlatforms: string[]; excludePlatforms: string[] } | null;
  locations: { includeLocations: string[]; excludeLocations: string[] } | null;
  devices: object | null;
  clientApplications: object | null;
  authenticationFlows: object | null;
}

export interface GrantControls {
  operator: 'AND' | 'OR';
  builtInControls: string[];
  customAuthenticationFactors: string[];
  termsOfUse: string[];
  authenticationStrength: { id: string; requirementsSatisfied: 'none' | 'mfa' } | null;
}

/** `value` and `type` are null if the interval is `everyTime`. */
export interface SignInFrequency {
  isEnabled: boolean;
  value: number | null;
  type: 'hours' | 'days' | null;
  authenticationType: 'primaryAndSecondaryAuthentication' | 'secondaryAuthentication';
  frequencyInterval: 'timeBased' | 'everyTime';
}

export interface SessionControls {
  signInFrequency: SignInFrequency | null;
  applicationEnforcedRestrictions: object | null;
  cloudAppSecurity: object | null;
  disableResilienceDefaults: boolean | null;
  persistentBrowser: object | null;
}

/** https://learn.microsoft.com/graph/api/resources/conditionalaccesspolicy */
export interface ConditionalAccessPolicy {
  id: string;
  displayName: string;
  createdDateTime: string;
  modifiedDateTime: string | null;
  state: PolicyState;
  conditions: PolicyConditions;
  grantControls: GrantControls | null;
  sessionControls: SessionControls | null;
}

/** https://learn.microsoft.com/graph/api/resources/authenticationcontextclassreference */
export interface AuthenticationContext {
  id: string;
  displayName: string;
  description: string;
  /** Whether it is published to apps. */
  isAvailable: boolean;
}

export const EVERY_TIME: SignInFrequency = {
  isEnabled: true,
  value: null,
  type: null,
  authenticationType: 'primaryAndSecondaryAuthentication',
  frequencyInterval: 'everyTime',
};

/** The policies of a tenant in order: MFA from everybody for the registration, and MFA every time for `c1`. */
export function createPolicies(appId: string): ConditionalAccessPolicy[] {
  return [
    policy('MFA for API Credentials', { includeApplications: [appId] }, null),
    policy('Fresh MFA for changes of secrets', { includeAuthenticationContextClassReferences: ['c1'] }, EVERY_TIME),
  ];
}

export function createContexts(): AuthenticationContext[] {
  const description = 'Creates, replaces and deletes client secrets.';
  return [{ id: 'c1', displayName: 'Change secrets', description, isAvailable: true }];
}

/** Makes an enabled policy that demands MFA from all users. */
export function policy(
  displayName: string,
  target: Partial<PolicyApplications>,
  signInFrequency: SignInFrequency | null,
): ConditionalAccessPolicy {
  return {
    id: stableId(`policy ${displayName}`),
    displayName,
    createdDateTime: '2026-01-05T09:00:00Z',
    modifiedDateTime: null,
    state: 'enabled',
    conditions: conditionsFor(target),
    grantControls: {
      operator: 'OR',
      builtInControls: ['mfa'],
      customAuthenticationFactors: [],
      termsOfUse: [],
      authenticationStrength: null,
    },
    sessionControls: signInFrequency === null ? null : sessionWith({ ...signInFrequency }),
  };
}

function conditionsFor(target: Partial<PolicyApplications>): PolicyConditions {
  return {
    users: {
      includeUsers: ['All'],
      excludeUsers: [],
      includeGroups: [],
      excludeGroups: [],
      includeRoles: [],
      excludeRoles: [],
      includeGuestsOrExternalUsers: null,
      excludeGuestsOrExternalUsers: null,
    },
    applications: {
      includeApplications: [],
      excludeApplications: [],
      includeUserActions: [],
      includeAuthenticationContextClassReferences: [],
      applicationFilter: null,
      ...target,
    },
    clientAppTypes: ['all'],
    userRiskLevels: [],
    signInRiskLevels: [],
    servicePrincipalRiskLevels: [],
    insiderRiskLevels: null,
    platforms: null,
    locations: null,
    devices: null,
    clientApplications: null,
    authenticationFlows: null,
  };
}

/** Makes the session controls of a policy with a sign-in frequency. */
export function sessionWith(signInFrequency: SignInFrequency): SessionControls {
  return {
    signInFrequency,
    applicationEnforcedRestrictions: null,
    cloudAppSecurity: null,
    disableResilienceDefaults: null,
    persistentBrowser: null,
  };
}

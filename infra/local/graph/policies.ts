import { onlyOptions } from './fields.ts';
import { pageOf } from './paging.ts';

/** The policies of the tenant that can be asked for here, in the form of Graph's answers. */
export interface GraphPolicies {
  authenticationContexts: object[];
  conditionalAccess: object[];
  appManagement: object;
}

const PLACE = '/v1.0/identity/conditionalAccess/';

/**
 * Creates the policies of a tenant in order: c1 is published and asks everybody for MFA, and secrets live a year at
 * most.
 */
export function createPolicies(): GraphPolicies {
  return {
    authenticationContexts: [{ id: 'c1', displayName: 'Change secrets', isAvailable: true }],
    conditionalAccess: [
      {
        displayName: 'MFA for changes of secrets',
        state: 'enabled',
        conditions: {
          applications: { includeApplications: [], includeAuthenticationContextClassReferences: ['c1'] },
          users: { includeUsers: ['All'] },
        },
        grantControls: { operator: 'OR', builtInControls: ['mfa'], authenticationStrength: null },
      },
    ],
    appManagement: {
      isEnabled: true,
      applicationRestrictions: {
        passwordCredentials: [{ restrictionType: 'passwordLifetime', state: 'enabled', maxLifetime: 'P365D' }],
      },
    },
  };
}

/** Returns the policy that a path reads, or undefined for another path. Throws GraphFailure. */
export function policiesAt(policies: GraphPolicies, url: URL, path: string, origin: string): object | undefined {
  if (path === '/v1.0/policies/defaultAppManagementPolicy') return policies.appManagement;
  const list = new Map([
    [`${PLACE}authenticationContextClassReferences`, policies.authenticationContexts],
    [`${PLACE}policies`, policies.conditionalAccess],
  ]).get(path);
  if (list === undefined) return undefined;
  onlyOptions(url.searchParams, ['$top', '$skiptoken']);
  return pageOf(list, url, origin, (one) => one);
}

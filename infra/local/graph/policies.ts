import type { LocalWorld } from '../world.ts';
import { GraphFailure } from './errors.ts';
import { onlyOptions } from './fields.ts';
import { pageOf } from './paging.ts';

/** The policy of the tenant on the secrets of applications, in the form of Graph's answer. */
export interface GraphPolicies {
  appManagement: {
    readonly isEnabled: boolean;
    readonly applicationRestrictions?: { readonly passwordCredentials: readonly Restriction[] };
  };
}

interface Restriction {
  readonly restrictionType: string;
  readonly state: 'enabled' | 'disabled';
  /** ISO 8601; the stand-in understands days only. */
  readonly maxLifetime: string;
}

/** Throws GraphFailure if a request comes too early. */
export interface PolicyLimit {
  take(): void;
  /** Forgets the requests so far. */
  clear(): void;
}

const PLACE = '/v1.0/identity/conditionalAccess/';
const SECOND_MS = 1000;

/** Makes a policy that lets secrets live a year at most. */
export function createPolicies(): GraphPolicies {
  return {
    appManagement: {
      isEnabled: true,
      applicationRestrictions: {
        passwordCredentials: [{ restrictionType: 'passwordLifetime', state: 'enabled', maxLifetime: 'P366D' }],
      },
    },
  };
}

/** How many days the policy lets a secret live. Undefined if it sets no limit. */
export function longestDays({ appManagement }: GraphPolicies): number | undefined {
  const caps = (appManagement.applicationRestrictions?.passwordCredentials ?? [])
    .filter(({ restrictionType, state }) => restrictionType === 'passwordLifetime' && state === 'enabled')
    .map(({ maxLifetime }) => Number(/^P(\d+)D$/.exec(maxLifetime)?.[1]));
  return appManagement.isEnabled && caps.length > 0 ? Math.min(...caps) : undefined;
}

/**
 * Graph answers one request a second for the Conditional Access policies of a tenant. Its 429 carries no Retry-After.
 * https://learn.microsoft.com/graph/throttling-limits
 */
export function createPolicyLimit(): PolicyLimit {
  let last = Number.NEGATIVE_INFINITY;
  return {
    take: () => {
      const now = performance.now();
      if (now - last < SECOND_MS) throw new GraphFailure(429, 'TooManyRequests', 'Too many requests.');
      last = now;
    },
    clear: () => {
      last = Number.NEGATIVE_INFINITY;
    },
  };
}

interface Parts {
  readonly world: LocalWorld;
  readonly policies: GraphPolicies;
  readonly policyLimit: PolicyLimit;
  readonly origin: string;
}

/** Returns the policy that a path reads, or undefined for another path. Throws GraphFailure. */
export function policiesAt(parts: Parts, url: URL, path: string): object | undefined {
  switch (path) {
    case '/v1.0/policies/defaultAppManagementPolicy':
      return parts.policies.appManagement;
    case `${PLACE}authenticationContextClassReferences`:
      return list(parts.world.contexts, url, parts.origin);
    case `${PLACE}policies`:
      parts.policyLimit.take();
      return list(parts.world.policies, url, parts.origin);
    default:
      return undefined;
  }
}

function list(items: readonly object[], url: URL, origin: string): object {
  onlyOptions(url.searchParams, ['$top', '$skiptoken']);
  return pageOf(items, url, origin, (one) => structuredClone(one));
}

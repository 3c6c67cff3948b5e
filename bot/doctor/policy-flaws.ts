import type { AccessPolicy, Outsiders } from './access-policy.ts';

/** What keeps a policy from demanding MFA of the people that it is for. */
export type Flaw =
  | { readonly kind: 'off' | 'report-only' | 'no-mfa' | 'some-people' | 'excludes-groups' | 'excludes-roles' }
  /** The policy is also satisfied by these, without MFA. */
  | { readonly kind: 'alternatives'; readonly grants: readonly string[] }
  /** The policy applies under these conditions only. */
  | { readonly kind: 'narrowed'; readonly conditions: readonly string[] };

/** The people that a policy is for. Everybody in a tenant is either a member or comes from outside (a guest). */
export interface Reach {
  readonly members: boolean;
  readonly guests: boolean;
  /** Object ids of the people who are excluded by name, in lower case. */
  readonly excluded: readonly string[];
}

type Users = NonNullable<AccessPolicy['conditions']['users']>;

const ALL_GUESTS = 'GuestsOrExternalUsers';
/** The kinds of guests who have an account in the tenant, and so can sign in to the registration. */
const GUESTS_WITH_ACCOUNT = ['internalGuest', 'b2bCollaborationGuest', 'b2bCollaborationMember'];
/** Teams on a desktop or a phone, and Teams or the sign-in page in a browser. */
const USED_CLIENTS = ['browser', 'mobileAppsAndDesktopClients'];

/** What is wrong with a policy, apart from its grant controls. */
export function reachFlaws(policy: AccessPolicy): readonly Flaw[] {
  const { users } = policy.conditions;
  const narrowing = narrowingOf(policy);
  const { members, guests } = reachOf(policy);
  return [
    ...stateFlaws(policy.state),
    ...(narrowing.length > 0 ? [{ kind: 'narrowed', conditions: narrowing } as const] : []),
    ...(members || guests ? [] : [{ kind: 'some-people' } as const]),
    ...(users && users.excludeGroups.length > 0 ? [{ kind: 'excludes-groups' } as const] : []),
    ...(users && users.excludeRoles.length > 0 ? [{ kind: 'excludes-roles' } as const] : []),
  ];
}

/**
 * What is wrong with the grant controls of a policy. An authentication strength counts as MFA, unless Graph says that it
 * does not satisfy it. https://learn.microsoft.com/graph/api/resources/conditionalaccessgrantcontrols
 */
export function grantFlaws({ grantControls }: AccessPolicy): readonly Flaw[] {
  if (!grantControls) return [{ kind: 'no-mfa' }];
  const { operator, builtInControls, customAuthenticationFactors, termsOfUse, authenticationStrength } = grantControls;
  const isStrong = authenticationStrength && (authenticationStrength.requirementsSatisfied ?? 'mfa') === 'mfa';
  const others = [
    ...builtInControls.filter((control) => control !== 'mfa'),
    ...customAuthenticationFactors,
    ...termsOfUse.map(() => 'terms of use'),
    ...(authenticationStrength && !isStrong ? ['an authentication strength without MFA'] : []),
  ];
  if (!isStrong && !builtInControls.includes('mfa')) return [{ kind: 'no-mfa' }];
  return others.length > 0 && operator !== 'AND' ? [{ kind: 'alternatives', grants: others }] : [];
}

/** Who a policy is for, its groups and roles left aside: the doctor cannot see who is in them. */
export function reachOf({ conditions: { users } }: AccessPolicy): Reach {
  if (!users) return { members: false, guests: false, excluded: [] };
  const isForAll = users.includeUsers.includes('All');
  return {
    members: isForAll,
    guests: (isForAll || includesGuests(users)) && !excludesGuests(users),
    excluded: users.excludeUsers.filter((id) => id !== ALL_GUESTS).map((id) => id.toLowerCase()),
  };
}

function includesGuests({ includeUsers, includeGuestsOrExternalUsers: outsiders }: Users): boolean {
  return includeUsers.includes(ALL_GUESTS) || (isOfEveryTenant(outsiders) && hasEveryGuest(outsiders));
}

function excludesGuests({ excludeUsers, excludeGuestsOrExternalUsers: outsiders }: Users): boolean {
  return excludeUsers.includes(ALL_GUESTS) || (outsiders?.guestOrExternalUserTypes.length ?? 0) > 0;
}

function hasEveryGuest(outsiders: Outsiders): boolean {
  return GUESTS_WITH_ACCOUNT.every((type) => outsiders?.guestOrExternalUserTypes.includes(type));
}

function isOfEveryTenant(outsiders: Outsiders): boolean {
  return (outsiders?.externalTenants?.membershipKind ?? 'all') === 'all';
}

function stateFlaws(state: string): readonly Flaw[] {
  if (state === 'enabled') return [];
  return [{ kind: state === 'enabledForReportingButNotEnforced' ? 'report-only' : 'off' }];
}

/** The names of the conditions under which alone the policy applies. An unknown condition counts if it is filled. */
function narrowingOf({ conditions }: AccessPolicy): readonly string[] {
  const { applications, users: _users, clientAppTypes, ...others } = conditions;
  const someClients = clientAppTypes.length > 0 && !clientAppTypes.includes('all');
  return [
    ...(someClients && !USED_CLIENTS.every((type) => clientAppTypes.includes(type)) ? ['clientAppTypes'] : []),
    ...(applications?.applicationFilter?.mode === 'exclude' ? ['applicationFilter'] : []),
    ...Object.entries(others).flatMap(([name, value]) => (narrows(name, value) ? [name] : [])),
  ];
}

function narrows(name: string, value: unknown): boolean {
  if (name.includes('@odata') || isEmpty(value)) return false;
  return (name !== 'locations' && name !== 'platforms') || !isEverywhere(value);
}

/** Whether locations or platforms are all of them: “all” is included, and nothing is excluded. */
function isEverywhere(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).every(([name, list]) =>
    name.startsWith('include') ? JSON.stringify(list).toLowerCase() === '["all"]' : isEmpty(list),
  );
}

/** Whether a value says nothing: null, an empty list or text, or an object of such values. */
function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (typeof value !== 'object') return false;
  return Object.values(value).every(isEmpty);
}

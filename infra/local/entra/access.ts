import { addressOf, type LocalPerson } from '../people.ts';
import { evaluate, type Target, type Verdict } from '../tenant/evaluate.ts';
import { principalOf, SCOPE } from '../tenant/registration.ts';
import type { Session } from '../tenant/sessions.ts';
import type { LocalWorld } from '../world.ts';
import { acrsChallenge } from './claims-request.ts';
import { EntraError, noAccount } from './errors.ts';

/** Throws if the person's account may not get tokens of the registration at all. */
export function checkAccount(world: LocalWorld, person: LocalPerson): void {
  const { appId, left, blocked, assignment } = world;
  if (left.has(person.oid)) throw noAccount(world, person);
  if (blocked.has(person.oid)) throw new EntraError(400, 'invalid_grant', 50057, 'The user account is disabled.');
  if (!assignment.isRequired || person.roles.length > 0 || assignment.people.has(person.oid)) return;
  const text = `Your administrator has configured the application API Credentials ('${appId}') to block users unless they are specifically granted ('assigned') access to the application. The signed in user '${addressOf(person)}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator. Please contact your administrator to assign access to this application.`;
  throw new EntraError(400, 'invalid_grant', 50105, text);
}

/**
 * Whether a client may use the registration's scope for this person: the registration trusts the client, an
 * administrator has consented for everybody, or the person has consented.
 */
export function hasConsent({ registration, grants }: LocalWorld, clientId: string, person: LocalPerson): boolean {
  const { oauth2PermissionScopes, preAuthorizedApplications } = registration.api;
  const scope = oauth2PermissionScopes.find(({ value, isEnabled }) => value === SCOPE && isEnabled);
  const trusted = preAuthorizedApplications.find(({ appId }) => appId === clientId);
  if (scope !== undefined && trusted?.delegatedPermissionIds.includes(scope.id) === true) return true;
  return grants.some(
    (grant) =>
      grant.clientId === principalOf(clientId) &&
      grant.resourceId === principalOf(registration.appId) &&
      grant.scope.split(' ').includes(SCOPE) &&
      (grant.consentType === 'AllPrincipals' || grant.principalId === person.oid),
  );
}

export function noConsent({ appId }: LocalWorld, clientId: string): EntraError {
  const text = `The user or administrator has not consented to use the application with ID '${clientId}' to access the resource '${appId}'. Send an interactive authorization request for this user and resource.`;
  return new EntraError(400, 'invalid_grant', 65001, text, { suberror: 'consent_required' });
}

/** What the policies say about a token of the registration, with these authentication contexts in it. */
export function verdictOn(
  world: LocalWorld,
  person: LocalPerson,
  session: Session,
  contexts: readonly string[],
): Verdict {
  const targets: Target[] = [{ appId: world.appId }, ...contexts.map((context) => ({ context }))];
  return evaluate(world.policies, person, session, targets, new Date());
}

/**
 * Returns the authentication contexts for the token: those that were asked for, and unasked each one that the session
 * satisfies. A context that no policy guards for this person is satisfied by every session.
 * https://learn.microsoft.com/entra/identity-platform/developer-guide-conditional-access-authentication-context
 */
export function satisfiedContexts(
  world: LocalWorld,
  person: LocalPerson,
  session: Session,
  asked: readonly string[],
): readonly string[] {
  const unasked = world.contexts.filter(({ id, isAvailable }) => isAvailable && !asked.includes(id));
  const isSatisfied = (context: string): boolean =>
    evaluate(world.policies, person, session, [{ context }], new Date()).kind === 'granted';
  return [...asked, ...unasked.map(({ id }) => id).filter(isSatisfied)];
}

/** Returns the error with which Entra refuses a request that shows no page, or undefined if the policies grant it. */
export function refusalOf(verdict: Verdict, contexts: readonly string[]): EntraError | undefined {
  switch (verdict.kind) {
    case 'granted':
      return undefined;
    case 'blocked': {
      const text =
        'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.';
      return new EntraError(400, 'invalid_grant', 53003, text, { suberror: 'message_only' });
    }
    case 'device': {
      const text =
        'Device is not in required device state: unmanaged. Conditional Access policy requires a compliant device, and the device is not compliant.';
      return new EntraError(400, 'invalid_grant', 53000, text, { suberror: 'message_only' });
    }
    case 'interaction':
      return interaction(verdict.expired, contexts);
  }
}

function interaction(expired: boolean, contexts: readonly string[]): EntraError {
  const claims = contexts.length === 0 ? {} : { claims: acrsChallenge(contexts) };
  const extra = { suberror: 'basic_action', ...claims };
  const text = expired
    ? 'Presented multi-factor authentication has expired due to policies configured by your administrator, you must refresh your multi-factor authentication to access the resource.'
    : 'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.';
  return new EntraError(400, 'interaction_required', expired ? 50078 : 50076, text, extra);
}

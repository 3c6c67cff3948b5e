import { SCOPE, TEAMS_WEB_CLIENT } from '../tenant/registration.ts';
import { checkAccount, hasConsent, noConsent, refusalOf, satisfiedContexts, verdictOn } from './access.ts';
import { EntraError } from './errors.ts';
import type { EntraState, GrantedSignIn } from './state.ts';
import { accessToken } from './tokens.ts';

/**
 * Makes the token that the Teams client of a person acquires without a page, for a resource that its manifest names.
 * The client uses the session in which the person is signed in to Teams. Throws EntraError.
 */
export async function teamsToken(state: EntraState, oid: string, resource: string): Promise<string> {
  const { world } = state;
  const { registration } = world;
  if (![registration.appId, ...registration.identifierUris].includes(resource)) {
    const text = `The resource principal named ${resource} was not found in the tenant named ${world.tenantId}. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`;
    throw new EntraError(400, 'invalid_resource', 500011, text);
  }
  const person = personOf(state, oid);
  checkAccount(world, person);
  const session = world.teamsSessions.get(oid);
  if (session === undefined) {
    throw new EntraError(400, 'login_required', 50058, 'Session information is not sufficient for single-sign-on.');
  }
  if (!registration.api.oauth2PermissionScopes.some(({ value, isEnabled }) => value === SCOPE && isEnabled)) {
    const text = `The application '${registration.appId}' asked for scope '${SCOPE}' that doesn't exist on the resource.`;
    throw new EntraError(400, 'invalid_client', 650053, text);
  }
  if (!hasConsent(world, TEAMS_WEB_CLIENT, person)) throw noConsent(world, TEAMS_WEB_CLIENT);
  const refusal = refusalOf(verdictOn(world, person, session, []), []);
  if (refusal !== undefined) throw refusal;
  const acrs = satisfiedContexts(world, person, session, []);
  return accessToken(state, { person, session, acrs }, [`${registration.appId}/${SCOPE}`], ofTeams());
}

/** Makes a token that no policy has allowed, and in which claims are replaced. Only tests want such a token. */
export async function forgedToken(
  state: EntraState,
  oid: string,
  claims: Readonly<Record<string, unknown>>,
): Promise<string> {
  const person = personOf(state, oid);
  const session = state.world.teamsSessions.get(oid) ?? {
    firstFactorAt: new Date(),
    mfaAt: undefined,
    compliantDevice: false,
  };
  const signIn: GrantedSignIn = { person, session, acrs: [] };
  return accessToken(state, signIn, [`${state.world.appId}/${SCOPE}`], { ...ofTeams(), ...claims });
}

/** Teams' clients are public clients: no credential proves them. */
function ofTeams() {
  return { azp: TEAMS_WEB_CLIENT, azpacr: '0' };
}

function personOf(state: EntraState, oid: string) {
  const person = state.world.people.find((one) => one.oid === oid);
  if (person === undefined) throw new Error(`nobody has the oid ${oid}`);
  return person;
}

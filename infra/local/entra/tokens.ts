import { createHash, randomUUID } from 'node:crypto';
import { addressOf, isGuest, type LocalPerson } from '../people.ts';
import { stableId } from '../stable-id.ts';
import { SCOPE } from '../tenant/registration.ts';
import type { LocalApplication } from '../world.ts';
import { EntraError } from './errors.ts';
import type { EntraState, GrantedSignIn } from './state.ts';

export const TOKEN_SECONDS = 3599;
const GRAPH_APP = '00000003-0000-0000-c000-000000000000';
const OPENID_SCOPES = ['openid', 'profile', 'email', 'offline_access'];
const GRAPH_SCOPES = ['User.Read', 'https://graph.microsoft.com/User.Read', 'https://graph.microsoft.com/.default'];

/** Makes an id token for the bot's registration. */
export function idToken(state: EntraState, signIn: GrantedSignIn, nonce: string | undefined): Promise<string> {
  return state.keys.sign({
    ...personClaims(state, signIn, state.world.appId),
    ...optionalClaims(state, signIn, 'idToken'),
    aud: state.world.appId,
    ...(nonce === undefined ? {} : { nonce }),
  });
}

/**
 * Makes a delegated access token of version 2. It is for the bot's own API if one of its scopes was asked for, else for
 * Graph. `bent` replaces claims.
 */
export function accessToken(
  state: EntraState,
  signIn: GrantedSignIn,
  scopes: readonly string[],
  bent: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const own = scopes.some((scope) => isOwnScope(state, scope));
  const aud = own ? state.world.appId : GRAPH_APP;
  const scp = own ? SCOPE : 'openid profile User.Read';
  return state.keys.sign({
    ...personClaims(state, signIn, aud),
    ...(own ? optionalClaims(state, signIn, 'accessToken') : {}),
    aud,
    azp: state.world.appId,
    azpacr: '1',
    scp,
    ...bent,
  });
}

/**
 * Makes an app-only token with the permissions granted so far, in the form 1.0 that Graph and the Bot Connector get.
 */
export function appToken(state: EntraState, audience: string): Promise<string> {
  const { tenantId, appId, botRoles } = state.world;
  const roles = audience === 'https://api.botframework.com' ? [] : [...botRoles];
  return state.keys.sign({
    ...times(),
    iss: `https://sts.windows.net/${tenantId}/`,
    aud: audience,
    appid: appId,
    azp: appId,
    appidacr: '1',
    idtyp: 'app',
    oid: subject('service principal', appId),
    sub: subject('service principal', appId),
    tid: tenantId,
    ver: '1.0',
    ...(roles.length === 0 ? {} : { roles }),
  });
}

/** Makes a token with which a partner's system calls an API that nobody runs here. */
export function partnerToken(state: EntraState, { appId }: LocalApplication, audience: string): Promise<string> {
  const { tenantId } = state.world;
  return state.keys.sign({
    ...times(),
    iss: `https://sts.windows.net/${tenantId}/`,
    aud: audience,
    appid: appId,
    appidacr: '1',
    idtyp: 'app',
    oid: subject('service principal', appId),
    sub: subject('service principal', appId),
    tid: tenantId,
    ver: '1.0',
  });
}

/** Returns the scopes that were asked for. Throws if the registration does not know one of them. */
export function checkedScopes(state: EntraState, scope: string | null): readonly string[] {
  const scopes = (scope ?? '').split(' ').filter((one) => one !== '');
  if (scopes.length === 0) {
    throw new EntraError(400, 'invalid_request', 900144, "The request body must contain the parameter: 'scope'.");
  }
  const known = (one: string) => OPENID_SCOPES.includes(one) || GRAPH_SCOPES.includes(one) || isOwnScope(state, one);
  const stranger = scopes.find((one) => !known(one));
  if (stranger !== undefined) {
    throw new EntraError(400, 'invalid_scope', 70011, `The provided value for scope ${stranger} is not valid.`);
  }
  return scopes;
}

/**
 * An application that asks for its own API must name it by its client id. With the application ID URI Entra refuses:
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
function isOwnScope({ world: { appId, registration } }: EntraState, scope: string): boolean {
  const [, resource = '', name] = /^(.+)\/([^/]+)$/.exec(scope) ?? [];
  const { oauth2PermissionScopes } = registration.api;
  const isKnown = name === '.default' || oauth2PermissionScopes.some((one) => one.value === name && one.isEnabled);
  if (isKnown && registration.identifierUris.includes(resource)) {
    const text = `Application '${appId}'(${registration.displayName}) is requesting a token for itself. This scenario is supported only if resource is specified using the GUID based App Identifier.`;
    throw new EntraError(400, 'invalid_request', 90009, text);
  }
  return isKnown && resource.toLowerCase() === appId;
}

/** Returns the optional claims that the registration has asked for in this kind of token. */
function optionalClaims(
  { world: { registration } }: EntraState,
  { acrs, session }: GrantedSignIn,
  kind: 'accessToken' | 'idToken',
) {
  const asked = new Set(registration.optionalClaims?.[kind].map(({ name }) => name));
  return {
    ...(asked.has('auth_time') ? { auth_time: Math.floor(session.firstFactorAt.getTime() / 1000) } : {}),
    ...(asked.has('acrs') && acrs.length > 0 ? { acrs: [...acrs] } : {}),
  };
}

function personClaims(state: EntraState, { person }: GrantedSignIn, audience: string) {
  return {
    ...times(),
    iss: `${state.loginUrl}/${state.world.tenantId}/v2.0`,
    tid: state.world.tenantId,
    oid: person.oid,
    sub: subject(audience, person.oid),
    name: person.name,
    preferred_username: addressOf(person),
    ver: '2.0',
    ...(isGuest(person) ? { idp: homeOf(person), email: addressOf(person) } : {}),
    ...(person.roles.length === 0 ? {} : { roles: [...person.roles] }),
  };
}

/** Returns the tenant in which a guest signs in. `tid` and `oid` are those of the guest's account in this tenant. */
function homeOf(person: LocalPerson): string {
  return `https://sts.windows.net/${stableId(`tenant ${addressOf(person).split('@')[1]}`)}/`;
}

function times() {
  const now = Math.floor(Date.now() / 1000);
  return { iat: now, nbf: now, exp: now + TOKEN_SECONDS, uti: randomUUID() };
}

/** Returns the pairwise `sub`, which differs from audience to audience. */
function subject(audience: string, oid: string): string {
  return createHash('sha256').update(`${audience} ${oid}`).digest('base64url');
}

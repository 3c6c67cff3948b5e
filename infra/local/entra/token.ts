import { createHash } from 'node:crypto';
import type { Incoming, Reply } from '../http.ts';
import { checkAccount, refusalOf, satisfiedContexts, verdictOn } from './access.ts';
import { requestedAcrs } from './claims-request.ts';
import { checkClient } from './client-auth.ts';
import { EntraError, errorReply } from './errors.ts';
import { partnerOf, partnerSignIn } from './partner-sign-in.ts';
import { type EntraState, type Grant, type GrantedSignIn, keep } from './state.ts';
import { accessToken, appToken, checkedScopes, idToken, TOKEN_SECONDS } from './tokens.ts';

/** `POST …/token` handles every grant that a confidential client uses. */
export async function token(state: EntraState, incoming: Incoming): Promise<Reply> {
  const form = new URLSearchParams(incoming.body);
  try {
    if (state.faults.tokenDown) throw new EntraError(503, 'temporarily_unavailable', 90033, 'Try again later.');
    const grant = form.get('grant_type');
    if (grant === null) throw missing('grant_type');
    const partner = partnerOf(state, form, incoming);
    if (partner !== undefined) return { status: 200, body: await partnerSignIn(state, partner, grant, form, incoming) };
    await checkClient(state, form, incoming);
    return { status: 200, body: await answer(state, grant, form) };
  } catch (error) {
    const correlation = form.get('client-request-id') ?? incoming.headers['client-request-id'];
    if (error instanceof EntraError)
      return errorReply(error, typeof correlation === 'string' ? correlation : undefined);
    throw error;
  }
}

async function answer(state: EntraState, grant: string, form: URLSearchParams): Promise<object> {
  switch (grant) {
    case 'client_credentials':
      return clientCredentials(state, form);
    case 'authorization_code':
      return authorizationCode(state, form);
    case 'refresh_token':
      return refresh(state, form);
    default:
      throw new EntraError(400, 'unsupported_grant_type', 70003, `The grant type '${grant}' is not supported.`);
  }
}

async function clientCredentials(state: EntraState, form: URLSearchParams): Promise<object> {
  const scope = form.get('scope') ?? '';
  const [, resource] = /^(https:\/\/[^ ]+?)\/{1,2}\.default$/.exec(scope) ?? [];
  if (resource === undefined) {
    const text = `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.`;
    throw new EntraError(400, 'invalid_scope', 1002012, text);
  }
  if (!isResource(resource)) {
    const text = `The resource principal named ${resource} was not found in the tenant.`;
    throw new EntraError(400, 'invalid_resource', 500011, text);
  }
  return { ...envelope(state.faults.appTokenSeconds), access_token: await appToken(state, resource) };
}

/** The Bot Connector, Graph, and the stand-in for Graph on this machine. */
function isResource(resource: string): boolean {
  const known = ['https://api.botframework.com', 'https://graph.microsoft.com'];
  return known.includes(resource) || /^https:\/\/(localhost|127\.0\.0\.1):\d+$/.test(resource);
}

async function authorizationCode(state: EntraState, form: URLSearchParams): Promise<object> {
  const code = form.get('code');
  if (code === null) throw missing('code');
  const grant = state.codes.get(code);
  if (grant === undefined) throw invalidGrant(70000, 'The provided authorization code is malformed or not valid.');
  if (grant === 'redeemed') throw invalidGrant(54005, 'OAuth2 Authorization code was already redeemed.');
  state.codes.set(code, 'redeemed');
  checkGrant(grant, form);
  const scopes = form.has('scope') ? checkedScopes(state, form.get('scope')) : grant.request.scopes;
  return personTokens(state, grant.signIn, scopes, form, grant.request.nonce);
}

function checkGrant(grant: Grant, form: URLSearchParams): void {
  if (grant.expiresAt < Date.now()) throw invalidGrant(70008, 'The provided authorization code has expired.');
  if (form.get('redirect_uri') !== grant.request.redirectUri) {
    const text = 'The reply address does not match the reply address provided when requesting the authorization code.';
    throw invalidGrant(500112, text);
  }
  const verifier = form.get('code_verifier');
  if (verifier === null) throw invalidGrant(501481, 'The Code_Verifier is missing.');
  if (createHash('sha256').update(verifier).digest('base64url') === grant.request.challenge) return;
  throw invalidGrant(
    501481,
    'The Code_Verifier does not match the code_challenge supplied in the authorization request.',
  );
}

async function refresh(state: EntraState, form: URLSearchParams): Promise<object> {
  const name = form.get('refresh_token') ?? '';
  const grant = state.refreshTokens.get(name);
  if (grant === undefined) throw invalidGrant(9002313, 'The refresh token is malformed or not valid.');
  const scopes = form.has('scope') ? checkedScopes(state, form.get('scope')) : grant.scopes;
  const { person, session } = grant.signIn;
  checkAccount(state.world, person);
  const asked = requestedAcrs(form.get('claims'));
  const refusal = refusalOf(verdictOn(state.world, person, session, asked), asked);
  if (refusal !== undefined) throw refusal;
  state.refreshTokens.delete(name);
  const acrs = satisfiedContexts(state.world, person, session, asked);
  return personTokens(state, { person, session, acrs }, scopes, form, undefined);
}

async function personTokens(
  state: EntraState,
  signIn: GrantedSignIn,
  scopes: readonly string[],
  form: URLSearchParams,
  nonce: string | undefined,
): Promise<object> {
  checkAccount(state.world, signIn.person);
  const info = Buffer.from(JSON.stringify({ uid: signIn.person.oid, utid: state.world.tenantId })).toString(
    'base64url',
  );
  return {
    ...envelope(),
    scope: scopes.filter((scope) => scope !== 'offline_access').join(' '),
    access_token: await accessToken(state, signIn, scopes),
    ...(scopes.includes('openid') ? { id_token: await idToken(state, signIn, nonce) } : {}),
    ...(scopes.includes('offline_access') ? { refresh_token: keep(state.refreshTokens, { signIn, scopes }) } : {}),
    ...(form.get('client_info') === '1' ? { client_info: info } : {}),
  };
}

function envelope(seconds = TOKEN_SECONDS) {
  return { token_type: 'Bearer', expires_in: seconds, ext_expires_in: seconds };
}

function missing(parameter: string): EntraError {
  const text = `The request body must contain the following parameter: '${parameter}'.`;
  return new EntraError(400, 'invalid_request', 900144, text);
}

function invalidGrant(number: number, text: string): EntraError {
  return new EntraError(400, 'invalid_grant', number, text);
}

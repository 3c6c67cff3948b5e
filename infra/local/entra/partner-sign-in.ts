import type { Incoming } from '../http.ts';
import type { LocalApplication, LocalSecret } from '../world.ts';
import { basicCredentials } from './client-auth.ts';
import { EntraError } from './errors.ts';
import type { EntraState } from './state.ts';
import { partnerToken, TOKEN_SECONDS } from './tokens.ts';

/** The APIs that partners call. Nobody runs them here. */
const APIS = ['data-manager', 'data-manager-sandbox', 'search-and-match', 'search-and-match-sandbox'];

/** The partner's application as which somebody asks; undefined if it is another client. */
export function partnerOf(
  { world }: EntraState,
  form: URLSearchParams,
  incoming: Incoming,
): LocalApplication | undefined {
  const clientId = (basicCredentials(incoming)?.id ?? form.get('client_id') ?? '').toLowerCase();
  // The bot may own its own registration, which is then one of the applications. It signs in as before.
  return world.applications.find(({ appId }) => appId === clientId && appId !== world.appId);
}

/**
 * Answers a partner's system, and writes into the log what came of it. The numbers are those of
 * https://learn.microsoft.com/entra/identity-platform/reference-error-codes. Throws EntraError.
 */
export async function partnerSignIn(
  state: EntraState,
  application: LocalApplication,
  grant: string,
  form: URLSearchParams,
  incoming: Incoming,
): Promise<object> {
  const { world } = state;
  const [, resource] = /^(api:\/\/\S+)\/\.default$/.exec(form.get('scope') ?? '') ?? [];
  if (grant !== 'client_credentials') {
    throw new EntraError(400, 'unsupported_grant_type', 70003, `The grant type '${grant}' is not supported.`);
  }
  if (resource === undefined || !APIS.includes(resource.slice('api://'.length))) {
    throw new EntraError(400, 'invalid_resource', 500011, `The resource principal named ${resource} was not found.`);
  }
  try {
    const value = basicCredentials(incoming)?.secret ?? form.get('client_secret');
    const { keyId } = checkedSecret(state, application, value);
    world.signIns.set(keyId, new Date());
    world.logSignIn({ appId: application.appId, keyId, errorCode: 0, failureReason: '', resource });
  } catch (error) {
    // The log names no credential of a sign-in that failed.
    if (error instanceof EntraError) {
      const { number: errorCode, message: failureReason } = error;
      world.logSignIn({ appId: application.appId, keyId: null, errorCode, failureReason, resource });
    }
    throw error;
  }
  const token = await partnerToken(state, application, resource);
  return { token_type: 'Bearer', expires_in: TOKEN_SECONDS, ext_expires_in: TOKEN_SECONDS, access_token: token };
}

function checkedSecret(
  { world, faults }: EntraState,
  application: LocalApplication,
  value: string | null,
): LocalSecret {
  const { appId, disabled, passwordCredentials } = application;
  if (disabled === true) {
    throw new EntraError(401, 'unauthorized_client', 7000112, `Application '${appId}' is disabled.`);
  }
  if (value === null) {
    const text = "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.";
    throw new EntraError(401, 'invalid_client', 7000218, text);
  }
  const spread = passwordCredentials.filter(
    ({ startDateTime }) => Date.now() - Date.parse(startDateTime) >= faults.newSecretMs,
  );
  const secret = world.secretValues.find(spread, value);
  if (secret === undefined) {
    const text = `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${appId}'.`;
    throw new EntraError(401, 'invalid_client', 7000215, text);
  }
  if (Date.parse(secret.endDateTime) <= Date.now()) {
    throw new EntraError(
      401,
      'invalid_client',
      7000222,
      `The provided client secret keys for app '${appId}' are expired.`,
    );
  }
  return secret;
}

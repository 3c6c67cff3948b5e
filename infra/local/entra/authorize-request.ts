import { requestedAcrs } from './claims-request.ts';
import { EntraError } from './errors.ts';
import type { AuthorizeRequest, EntraState } from './state.ts';
import { checkedScopes } from './tokens.ts';

const PROMPTS = ['none', 'login', 'select_account', 'consent'];

/**
 * Returns the address to which the browser may be sent back. Throws if the client or the redirect URI is not
 * registered: then nothing goes to that address, not even an error.
 */
export function checkedRedirectUri(state: EntraState, query: URLSearchParams): string {
  const clientId = query.get('client_id');
  if (clientId?.toLowerCase() !== state.world.appId) {
    const text = `Application with identifier '${clientId ?? ''}' was not found in the directory.`;
    throw new EntraError(400, 'unauthorized_client', 700016, text);
  }
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!state.world.registration.web.redirectUris.includes(redirectUri)) {
    const text = `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured.`;
    throw new EntraError(400, 'invalid_request', 50011, text);
  }
  return redirectUri;
}

/** Reads the rest of an authorize request. The errors that it throws go back to the redirect URI. */
export function checkedRequest(state: EntraState, query: URLSearchParams, redirectUri: string): AuthorizeRequest {
  const responseType = query.get('response_type');
  if (responseType === null) throw missing('response_type');
  if (responseType !== 'code') {
    const text = `The response type '${responseType}' is not enabled for the application.`;
    throw new EntraError(400, 'unsupported_response_type', 700051, text);
  }
  const mode = query.get('response_mode') ?? 'query';
  if (mode !== 'query') throw invalid(90014, `The response mode '${mode}' is not supported here.`);
  const prompt = query.get('prompt') ?? undefined;
  if (prompt !== undefined && !PROMPTS.includes(prompt))
    throw invalid(90023, `Unsupported 'prompt' value '${prompt}'.`);
  return {
    at: new Date(),
    redirectUri,
    prompt,
    maxAge: checkedMaxAge(query.get('max_age')),
    challenge: checkedChallenge(query),
    scopes: checkedScopes(state, query.get('scope')),
    acrs: requestedAcrs(query.get('claims')),
    state: query.get('state') ?? undefined,
    nonce: query.get('nonce') ?? undefined,
    loginHint: query.get('login_hint') ?? undefined,
  };
}

/** Entra honours `max_age`, although it is not documented. */
function checkedMaxAge(text: string | null): number | undefined {
  if (text === null) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw invalid(90014, `The value '${text}' of the parameter 'max_age' is not valid.`);
}

/** Requires PKCE with S256. Entra itself does not require it from confidential clients. */
function checkedChallenge(query: URLSearchParams): string {
  const challenge = query.get('code_challenge');
  if (challenge === null) throw missing('code_challenge');
  if (query.get('code_challenge_method') !== 'S256') {
    throw invalid(501491, "Only the code challenge method 'S256' is accepted.");
  }
  if (!/^[A-Za-z0-9_-]{43}$/.test(challenge)) {
    throw invalid(501491, 'The code challenge is not a base64url SHA-256 hash.');
  }
  return challenge;
}

function missing(parameter: string): EntraError {
  return invalid(900144, `The request must contain the following parameter: '${parameter}'.`);
}

function invalid(number: number, text: string): EntraError {
  return new EntraError(400, 'invalid_request', number, text);
}

import { createHash } from 'node:crypto';
import type { Need, SignInPolicy } from '../../domain/sign-in/session.ts';
import type { PageAnswer } from '../../ports/shared/browser-pages.ts';
import { signInCookie, troubleAnswer } from './answer.ts';
import { claimsRequest } from './claims-request.ts';
import type { SignInPagesDeps } from './pages-deps.ts';

/**
 * The scopes that we ask Entra for: who the person is, and a token for our own API, which carries the authentication
 * context. The API is named by its client id, because an application that asks for a token for itself may get
 * AADSTS90009 otherwise: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export function signInScopes(clientId: string): string[] {
  return ['openid', 'profile', `${clientId}/access_as_user`];
}

/** Sends the browser to Entra. The link may be visited again until the sign-in is finished; the latest visit counts. */
export async function startSignIn(deps: SignInPagesDeps, ticket: string, redirectUri: string): Promise<PageAnswer> {
  const { random, links, ledger } = deps;
  // A text that was not made here is not looked up.
  if (!(await links.isGenuine('ticket', ticket))) return troubleAnswer('link-dead', deps.settings.guidance);
  const signIn = await ledger.signIns.byTicket(random.hash(ticket), deps.clock());
  if (signIn === undefined) return troubleAnswer('link-dead', deps.settings.guidance);
  const state = await links.make('state');
  const [nonce, cookie, codeVerifier] = [random.token(), random.token(), random.token()];
  const claims = claimsRequest(signIn.challenge, contextOf(signIn.need, deps.policy));
  const location = await deps.client.getAuthCodeUrl({
    scopes: signInScopes(deps.settings.clientId),
    redirectUri,
    state,
    nonce,
    codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    codeChallengeMethod: 'S256',
    ...promptFor(signIn.need, deps.policy),
    ...(claims === undefined ? {} : { claims }),
  });
  const handshake = { stateHash: random.hash(state), cookieHash: random.hash(cookie), nonce, codeVerifier };
  await ledger.signIns.begin(signIn.id, handshake);
  return { status: 302, headers: { Location: location, ...signInCookie.set(cookie) }, body: '' };
}

function contextOf(need: Need, policy: SignInPolicy): string | undefined {
  return need === 'step-up' ? policy.stepUpContext : policy.signInContext;
}

/**
 * A step-up asks for everything once more. `max_age` (seconds) says how old a sign-in may be, so that Entra does not
 * answer from its own session if it passes over the prompt.
 */
function promptFor(need: Need, { stepUpMinutes }: SignInPolicy) {
  if (need === 'read') return { prompt: 'select_account' };
  return { prompt: 'login', extraQueryParameters: { max_age: String(Math.floor(stepUpMinutes * 60)) } };
}

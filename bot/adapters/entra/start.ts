import { createHash } from 'node:crypto';
import type { PageAnswer } from '../../ports/sign-in/sign-in-pages.ts';
import { signInCookie, troubleAnswer } from './answer.ts';
import { claimsRequest } from './claims-request.ts';
import type { SignInPagesDeps } from './pages-deps.ts';

/** The form of a ticket: 256 bits in base64url. Other texts were not made here and are not looked up. */
const TICKET = /^[A-Za-z0-9_-]{20,100}$/;

/** The scopes that we ask Entra for: who the person is, and a token for our own API, which carries the authentication context. */
export function signInScopes(botId: string): string[] {
  return ['openid', 'profile', `api://botid-${botId}/access_as_user`];
}

/** Sends the browser to Entra. The link may be visited again until the sign-in is finished; the latest visit counts. */
export async function startSignIn(deps: SignInPagesDeps, ticket: string, redirectUri: string): Promise<PageAnswer> {
  const { random, ledger } = deps;
  if (!TICKET.test(ticket)) return troubleAnswer('link-dead');
  const signIn = await ledger.signIns.byTicket(random.hash(ticket), deps.clock());
  if (signIn === undefined) return troubleAnswer('link-dead');
  const [state, nonce, cookie, codeVerifier] = [random.token(), random.token(), random.token(), random.token()];
  const claims = claimsRequest(signIn.challenge, deps.policy.authContext);
  const location = await deps.client.getAuthCodeUrl({
    scopes: signInScopes(deps.settings.botId),
    redirectUri,
    state,
    nonce,
    codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    codeChallengeMethod: 'S256',
    prompt: signIn.need === 'step-up' ? 'login' : 'select_account',
    ...(claims === undefined ? {} : { claims }),
  });
  const handshake = { stateHash: random.hash(state), cookieHash: random.hash(cookie), nonce, codeVerifier };
  await ledger.signIns.begin(signIn.id, handshake);
  return { status: 302, headers: { Location: location, ...signInCookie.set(cookie) }, body: '' };
}

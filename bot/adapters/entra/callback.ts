import { timingSafeEqual } from 'node:crypto';
import { baseConversationId, named, samePerson } from '../../domain/shared/person.ts';
import { plainText } from '../../domain/shared/text.ts';
import { maskedAddress, maskedName } from '../../domain/sign-in/masked.ts';
import { satisfies, type VerifiedClaims } from '../../domain/sign-in/session.ts';
import type { Handshake, SignIn } from '../../domain/sign-in/sign-in.ts';
import type { PageAnswer, PageRequest } from '../../ports/shared/browser-pages.ts';
import { htmlAnswer, otherAccountAnswer, signInCookie, type Trouble, troubleAnswer } from './answer.ts';
import { KEEP_NOTHING } from './client.ts';
import { readEntraError, safeCode } from './errors.ts';
import { successPage } from './html.ts';
import type { SignInPagesDeps } from './pages-deps.ts';
import { signInScopes } from './start.ts';

interface Taken {
  readonly signIn: SignIn;
  readonly handshake: Handshake;
}

/** Takes the browser back from Entra. Either the person who asked in the chat is signed in, or nobody is. */
export async function finishSignIn(
  deps: SignInPagesDeps,
  request: PageRequest,
  redirectUri: string,
): Promise<PageAnswer> {
  const taken = await takeHandshake(deps, request);
  if (taken === undefined) return refuse(deps, 'start-again', 'state or cookie', {});
  const code = request.query.get('code');
  if (code === null || code === '') {
    return refuse(deps, 'cancelled', safeCode(request.query.get('error') ?? ''));
  }
  const { signIn } = taken;
  const claims = await redeemAuthorizationCode(deps, code, taken, redirectUri);
  if (typeof claims === 'string') return refuse(deps, 'start-again', claims);
  if (!samePerson(claims.person, signIn.asker.person)) return refuseOtherPerson(deps, signIn, claims);
  if (!satisfies(claims, signIn.need, deps.policy, deps.clock())) return refuseWeakSignIn(deps, signIn, claims);
  return finish(deps, signIn, claims);
}

/** Takes the handshake that this browser began. It can be taken once. */
async function takeHandshake(deps: SignInPagesDeps, { query, cookies }: PageRequest): Promise<Taken | undefined> {
  const state = query.get('state');
  const cookie = signInCookie.read(cookies);
  if (state === null || cookie === undefined) return undefined;
  if (!(await deps.links.isGenuine('state', state))) return undefined;
  const taken = await deps.ledger.signIns.takeHandshake(deps.random.hash(state), deps.clock());
  if (taken === undefined) return undefined;
  const known = Buffer.from(taken.handshake.cookieHash);
  const shown = Buffer.from(deps.random.hash(cookie));
  return known.length === shown.length && timingSafeEqual(known, shown) ? taken : undefined;
}

/** Exchanges the code for tokens and returns the claims that they prove. A string says, for the log, why they prove nothing. */
async function redeemAuthorizationCode(
  deps: SignInPagesDeps,
  code: string,
  { signIn, handshake }: Taken,
  redirectUri: string,
): Promise<VerifiedClaims | string> {
  const { nonce, codeVerifier } = handshake;
  const scopes = signInScopes(deps.settings.clientId);
  try {
    const request = { ...KEEP_NOTHING, code, codeVerifier, nonce, scopes, redirectUri };
    const { idToken, accessToken } = await deps.client.acquireTokenByCode(request);
    const verdict = await deps.verifier.verifyIdToken(idToken, nonce);
    if (verdict.kind === 'invalid') return `id token: ${verdict.reason}`;
    return withProofOf(deps, verdict.claims, accessToken);
  } catch (error) {
    const { code: reason, challenge } = readEntraError(error);
    // The link still works: its next visit carries what Entra asks for now.
    if (challenge !== undefined) await deps.ledger.signIns.challenge(signIn.id, challenge);
    return `code exchange: ${reason}`;
  }
}

/** Adds what the access token of the same person proves: Entra puts `acrs` and `auth_time` into one token or the other. */
async function withProofOf(
  deps: SignInPagesDeps,
  claims: VerifiedClaims,
  accessToken: string,
): Promise<VerifiedClaims> {
  const verdict = await deps.verifier.verifyAccessToken(accessToken);
  if (verdict.kind === 'invalid') {
    deps.log.info('access token proves nothing', { reason: verdict.reason });
    return claims;
  }
  const { person, roles, acrs, authTime } = verdict.claims;
  if (!samePerson(person, claims.person)) return claims;
  return {
    ...claims,
    roles: union(claims.roles, roles),
    acrs: union(claims.acrs, acrs),
    authTime: claims.authTime ?? authTime,
  };
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])];
}

async function finish(deps: SignInPagesDeps, signIn: SignIn, claims: VerifiedClaims): Promise<PageAnswer> {
  const { tid, oid } = claims.person;
  const code = deps.random.code();
  const codeHash = deps.random.hash(`${tid}:${oid}:${code}`);
  if (!(await deps.ledger.signIns.finish(signIn.id, claims, codeHash)))
    return refuse(deps, 'link-dead', 'sign-in ended');
  return htmlAnswer(200, successPage(code, deps.settings.clientOrigins), signInCookie.clear());
}

async function refuseOtherPerson(deps: SignInPagesDeps, signIn: SignIn, claims: VerifiedClaims): Promise<PageAnswer> {
  await recordRefusal(deps, signIn, claims, 'another person');
  deps.log.warn('sign-in page refused', { reason: 'another person' });
  return otherAccountAnswer(await expectedAccount(deps, signIn), signInCookie.clear());
}

/** The account as its owner knows it, masked: its address, or its name if the directory does not answer. */
async function expectedAccount({ people }: SignInPagesDeps, { asker }: SignIn): Promise<string> {
  const found = await people.find(asker.person.oid).catch(() => undefined);
  return found === undefined || found.address === '' ? maskedName(asker.name) : maskedAddress(found.address);
}

async function refuseWeakSignIn(deps: SignInPagesDeps, signIn: SignIn, claims: VerifiedClaims): Promise<PageAnswer> {
  const detail = `${signIn.need} not proven`;
  await recordRefusal(deps, signIn, claims, detail);
  return refuse(deps, 'more-needed', detail);
}

/** Somebody signed in, but not the person that the link was made for, or not in the way that is needed. */
async function recordRefusal(
  deps: SignInPagesDeps,
  { asker }: SignIn,
  claims: VerifiedClaims,
  detail: string,
): Promise<void> {
  await deps.ledger.audit.record({
    at: deps.clock(),
    actor: { ...claims.person, name: plainText(claims.name) },
    action: 'sign-in.refused',
    result: 'refused',
    subject: samePerson(claims.person, asker.person) ? undefined : named(asker),
    clientId: undefined,
    keyId: undefined,
    conversationId: baseConversationId(asker.conversation.id),
    reference: deps.random.id().slice(0, 8),
    detail,
  });
}

/** Clears the cookie, because its handshake is over. The answer to a stranger's callback does not touch a sign-in that is under way. */
function refuse(deps: SignInPagesDeps, trouble: Trouble, reason: string, headers = signInCookie.clear()): PageAnswer {
  deps.log.warn('sign-in page refused', { reason });
  return troubleAnswer(trouble, deps.settings.guidance, { headers });
}

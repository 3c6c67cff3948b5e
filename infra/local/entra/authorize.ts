import type { Incoming, Reply } from '../http.ts';
import { addressOf } from '../people.ts';
import { principalOf, SCOPE } from '../tenant/registration.ts';
import { checkedRedirectUri, checkedRequest } from './authorize-request.ts';
import { EntraError } from './errors.ts';
import { messagePage } from './pages.ts';
import { type AuthorizeRequest, type EntraState, keep, type Pending, type SignIn } from './state.ts';
import {
  advance,
  askNumber,
  askPassword,
  backWithError,
  COOKIE,
  cookieOf,
  deadEnd,
  denied,
  picker,
  type Way,
} from './steps.ts';

const MAX_MISSES = 3;

/** `GET …/authorize` answers with a page, or sends the browser back to the application at once. */
export function authorize(state: EntraState, incoming: Incoming): Reply {
  const query = incoming.url.searchParams;
  let redirectUri: string;
  try {
    redirectUri = checkedRedirectUri(state, query);
  } catch (error) {
    return deadEnd(error);
  }
  try {
    return begin(state, checkedRequest(state, query, redirectUri), incoming);
  } catch (error) {
    if (error instanceof EntraError) return backWithError(redirectUri, query.get('state') ?? undefined, error);
    throw error;
  }
}

/** `POST …/login` comes when a person was picked. The pick counts as the first factor if there is no session yet. */
export function login(state: EntraState, incoming: Incoming): Reply {
  const { way, pending, fields } = pendingOf(state, incoming);
  if (pending === undefined) return expiredPage();
  if (fields.has('cancel')) return cancelled(way, pending);
  const person = state.world.people.find((one) => one.oid === fields.get('account'));
  if (person === undefined) return picker(way, pending);
  const before = sessionOf(state, incoming);
  const isKept = before?.person.oid === person.oid && pending.request.prompt !== 'login';
  return advance(way, { ...pending, signIn: isKept ? before : signedIn(person), misses: 0 });
}

/** `POST …/password` comes when the first factor was given again. */
export function password(state: EntraState, incoming: Incoming): Reply {
  const { way, pending, fields } = pendingOf(state, incoming);
  const person = pending?.person;
  if (pending === undefined || person === undefined) return expiredPage();
  if (fields.has('cancel')) return cancelled(way, pending);
  if (fields.has('other')) return picker(way, pending);
  // `prompt=login` asks for everything again. A first factor that is too old does not make MFA older than it is.
  const mfaAt = pending.request.prompt === 'login' ? undefined : pending.signIn?.session.mfaAt;
  const fresh = signedIn(person);
  return advance(way, { ...pending, signIn: { person, session: { ...fresh.session, mfaAt } }, misses: 0 });
}

/** `POST …/mfa` comes when the phone has answered. */
export function mfa(state: EntraState, incoming: Incoming): Reply {
  const { way, pending, fields } = pendingOf(state, incoming);
  const signIn = pending?.signIn;
  if (pending === undefined || signIn === undefined) return expiredPage();
  if (fields.has('cancel')) return cancelled(way, pending);
  if (fields.has('other')) return picker(way, pending);
  if (fields.has('again')) return askNumber(way, { ...pending, misses: 0 }, signIn);
  if (fields.has('deny')) return denied(way, pending, 'The request was denied on your phone.');
  if (pending.number !== undefined && fields.get('number') === pending.number) {
    const session = { ...signIn.session, mfaAt: new Date() };
    return advance(way, { ...pending, signIn: { ...signIn, session }, number: undefined });
  }
  const misses = pending.misses + 1;
  if (misses >= MAX_MISSES) return denied(way, pending, 'The numbers did not match.');
  return askNumber(way, { ...pending, misses }, signIn);
}

/** `POST …/consent` comes when the person lets the application use its scope, or does not. */
export function consent(state: EntraState, incoming: Incoming): Reply {
  const { way, pending, fields } = pendingOf(state, incoming);
  if (pending?.signIn === undefined) return expiredPage();
  if (!fields.has('accept')) return cancelled(way, pending);
  const { grants, appId } = state.world;
  const [own, principalId] = [principalOf(appId), pending.signIn.person.oid];
  grants.push({ clientId: own, resourceId: own, consentType: 'Principal', principalId, scope: SCOPE });
  return advance(way, { ...pending, request: { ...pending.request, prompt: undefined } });
}

/** `GET …/logout` ends the browser's session. It redirects to registered addresses only. */
export function logout(state: EntraState, incoming: Incoming): Reply {
  const name = cookieOf(incoming);
  if (name !== undefined) state.sessions.delete(name);
  const headers = { 'set-cookie': `${COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax` };
  const next = incoming.url.searchParams.get('post_logout_redirect_uri');
  if (next !== null && state.world.registration.web.redirectUris.includes(next)) {
    return { status: 302, headers: { ...headers, location: next } };
  }
  const page = messagePage(200, 'You are signed out', 'You can close this page.');
  return { ...page, headers: { ...page.headers, ...headers } };
}

function begin(state: EntraState, request: AuthorizeRequest, incoming: Incoming): Reply {
  const session = sessionOf(state, incoming);
  const { prompt, loginHint } = request;
  const hinted = state.world.people.find((one) => [one.upn, addressOf(one)].includes(loginHint ?? ''));
  const fits = session !== undefined && (hinted === undefined || session.person.oid === hinted.oid);
  const pending: Pending = { request, signIn: undefined, person: undefined, number: undefined, misses: 0 };
  const way = { state, incoming, context: keep(state.pending, pending) };
  if (prompt === 'none' && !fits) {
    throw new EntraError(400, 'login_required', 50058, 'Session information is not sufficient for single-sign-on.');
  }
  if (prompt === 'select_account') return picker(way, pending);
  if (hinted !== undefined && !fits) return askPassword(way, pending, hinted);
  if (prompt === 'login') return hinted === undefined ? picker(way, pending) : askPassword(way, pending, hinted);
  return fits ? advance(way, { ...pending, signIn: session }) : picker(way, pending);
}

function signedIn(person: SignIn['person']): SignIn {
  return { person, session: { firstFactorAt: new Date(), mfaAt: undefined, compliantDevice: false } };
}

function cancelled({ state, context }: Way, { request }: Pending): Reply {
  state.pending.delete(context);
  const error = new EntraError(400, 'access_denied', 65004, 'User declined to consent to access the app.');
  return backWithError(request.redirectUri, request.state, error);
}

function expiredPage(): Reply {
  return messagePage(400, 'This sign-in has ended', 'Go back to the application and start again.');
}

function pendingOf(state: EntraState, incoming: Incoming) {
  const fields = new URLSearchParams(incoming.body);
  const context = fields.get('ctx') ?? '';
  return { way: { state, incoming, context }, fields, pending: state.pending.get(context) };
}

function sessionOf(state: EntraState, incoming: Incoming): SignIn | undefined {
  const name = cookieOf(incoming);
  const session = name === undefined ? undefined : state.sessions.get(name);
  return session === undefined || state.world.left.has(session.person.oid) ? undefined : session;
}

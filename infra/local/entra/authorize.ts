import { randomInt } from 'node:crypto';
import type { Incoming, Reply } from '../http.ts';
import { addressOf, type LocalPerson } from '../people.ts';
import { checkedRedirectUri, checkedRequest } from './authorize-request.ts';
import { EntraError, noAccount } from './errors.ts';
import { deniedPage, messagePage, numberPage, type PageFrame, pickerPage } from './pages.ts';
import { type AuthorizeRequest, type EntraState, keep, type Pending, type SignIn } from './state.ts';

const COOKIE = 'local_entra_session';
const CODE_LIFETIME_MS = 10 * 60_000;
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
    return begin(state, checkedRequest(state, query, redirectUri), sessionOf(state, incoming));
  } catch (error) {
    if (error instanceof EntraError) return backWithError(redirectUri, query.get('state') ?? undefined, error);
    throw error;
  }
}

/** `POST …/login` comes when a person was picked. */
export function login(state: EntraState, incoming: Incoming): Reply {
  const { context, pending, fields } = pendingOf(state, incoming);
  if (pending === undefined) return expiredPage();
  if (fields.has('cancel')) return cancelled(state, context, pending);
  const person = state.world.people.find((one) => one.oid === fields.get('account'));
  if (person === undefined) return picker(state, context, pending);
  if (state.world.left.has(person.oid)) return deadEnd(noAccount(state.world, person));
  const session = sessionOf(state, incoming);
  const reusable = session?.person.oid === person.oid && pending.request.prompt !== 'login';
  if (reusable && pending.request.acrs.length === 0) return finish(state, context, pending.request, session);
  return askNumber(state, context, { ...pending, person, misses: 0 });
}

/** `POST …/mfa` comes when the phone has answered. */
export function mfa(state: EntraState, incoming: Incoming): Reply {
  const { context, pending, fields } = pendingOf(state, incoming);
  const person = pending?.person;
  if (pending === undefined || person === undefined) return expiredPage();
  if (fields.has('cancel')) return cancelled(state, context, pending);
  if (state.world.left.has(person.oid)) return deadEnd(noAccount(state.world, person));
  if (fields.has('other')) return picker(state, context, { ...pending, person: undefined, number: undefined });
  if (fields.has('again')) return askNumber(state, context, { ...pending, misses: 0 });
  if (fields.has('deny')) return denied(state, context, pending, 'The request was denied on your phone.');
  if (pending.number !== undefined && fields.get('number') === pending.number) {
    return signedIn(state, context, pending, person, incoming);
  }
  const misses = pending.misses + 1;
  if (misses >= MAX_MISSES) return denied(state, context, pending, 'The numbers did not match.');
  return askNumber(state, context, { ...pending, misses });
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

function begin(state: EntraState, request: AuthorizeRequest, session: SignIn | undefined): Reply {
  const { prompt, loginHint, acrs } = request;
  const hinted = state.world.people.find((one) => [one.upn, addressOf(one)].includes(loginHint ?? ''));
  const fits = hinted === undefined || session?.person.oid === hinted.oid;
  if (prompt === 'none') {
    if (session === undefined || !fits) {
      throw new EntraError(400, 'login_required', 50058, 'Session information is not sufficient for single-sign-on.');
    }
    if (acrs.length > 0)
      throw new EntraError(400, 'interaction_required', 50076, 'Multi-factor authentication is needed.');
  }
  const pending: Pending = { request, person: undefined, number: undefined, misses: 0 };
  const context = keep(state.pending, pending);
  const silent = prompt === undefined || prompt === 'none';
  if (silent && session !== undefined && fits) {
    if (acrs.length === 0) return finish(state, context, request, session);
    return askNumber(state, context, { ...pending, person: session.person });
  }
  if (hinted !== undefined && prompt !== 'select_account') {
    if (state.world.left.has(hinted.oid)) return deadEnd(noAccount(state.world, hinted));
    return askNumber(state, context, { ...pending, person: hinted });
  }
  return picker(state, context, pending);
}

function signedIn(
  state: EntraState,
  context: string,
  pending: Pending,
  person: LocalPerson,
  incoming: Incoming,
): Reply {
  const before = sessionOf(state, incoming);
  const kept = before?.person.oid === person.oid ? before.acrs : [];
  const acrs = [...new Set([...kept, ...pending.request.acrs])];
  const signIn: SignIn = { person, authTime: new Date(), mfa: true, acrs };
  const old = cookieOf(incoming);
  if (old !== undefined) state.sessions.delete(old);
  const cookie = `${COOKIE}=${keep(state.sessions, signIn)}; Path=/; HttpOnly; SameSite=Lax`;
  const reply = finish(state, context, pending.request, signIn);
  return { ...reply, headers: { ...reply.headers, 'set-cookie': cookie } };
}

/** Sends the browser back to the application with a code. */
function finish(state: EntraState, context: string, request: AuthorizeRequest, signIn: SignIn): Reply {
  state.pending.delete(context);
  const code = keep(state.codes, { request, signIn, expiresAt: Date.now() + CODE_LIFETIME_MS });
  return back(request.redirectUri, { code, state: request.state });
}

function askNumber(state: EntraState, context: string, pending: Pending & { person?: LocalPerson | undefined }): Reply {
  const { person } = pending;
  if (person === undefined) return picker(state, context, pending);
  const choices = new Set<string>();
  while (choices.size < 3) choices.add(String(randomInt(10, 100)));
  const numbers = [...choices];
  const number = numbers[randomInt(3)] ?? '10';
  state.pending.set(context, { ...pending, number });
  return numberPage(frame(state, context, pending.request), person, number, numbers, pending.misses > 0);
}

function picker(state: EntraState, context: string, pending: Pending): Reply {
  state.pending.set(context, pending);
  return pickerPage(frame(state, context, pending.request), state.world.people);
}

function denied(state: EntraState, context: string, pending: Pending, why: string): Reply {
  state.pending.set(context, { ...pending, number: undefined, misses: 0 });
  return deniedPage(frame(state, context, pending.request), why);
}

function cancelled(state: EntraState, context: string, { request }: Pending): Reply {
  state.pending.delete(context);
  const error = new EntraError(400, 'access_denied', 65004, 'User declined to consent to access the app.');
  return backWithError(request.redirectUri, request.state, error);
}

function back(redirectUri: string, parameters: Readonly<Record<string, string | undefined>>): Reply {
  const url = new URL(redirectUri);
  for (const [key, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(key, value);
  return { status: 302, headers: { location: url.href, 'referrer-policy': 'no-referrer' } };
}

function backWithError(redirectUri: string, state: string | undefined, error: EntraError): Reply {
  return back(redirectUri, { error: error.error, error_description: error.message, state });
}

function deadEnd(error: unknown): Reply {
  if (error instanceof EntraError) return messagePage(error.status, 'Sorry, we cannot sign you in', error.message);
  throw error;
}

function expiredPage(): Reply {
  return messagePage(400, 'This sign-in has ended', 'Go back to the application and start again.');
}

function frame(state: EntraState, context: string, request: AuthorizeRequest): PageFrame {
  return { base: `/${state.world.tenantId}`, context, origins: [new URL(request.redirectUri).origin] };
}

function pendingOf(state: EntraState, incoming: Incoming) {
  const fields = new URLSearchParams(incoming.body);
  const context = fields.get('ctx') ?? '';
  return { context, fields, pending: state.pending.get(context) };
}

function sessionOf(state: EntraState, incoming: Incoming): SignIn | undefined {
  const name = cookieOf(incoming);
  const session = name === undefined ? undefined : state.sessions.get(name);
  return session === undefined || state.world.left.has(session.person.oid) ? undefined : session;
}

function cookieOf(incoming: Incoming): string | undefined {
  const pairs = (incoming.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('=', 2));
  return pairs.find(([name]) => name === COOKIE)?.[1];
}

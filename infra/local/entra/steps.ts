import { randomInt } from 'node:crypto';
import type { Incoming, Reply } from '../http.ts';
import type { LocalPerson } from '../people.ts';
import { checkAccount, hasConsent, noConsent, refusalOf, satisfiedContexts, verdictOn } from './access.ts';
import { EntraError } from './errors.ts';
import { consentPage, deniedPage, messagePage, numberPage, type PageFrame, passwordPage, pickerPage } from './pages.ts';
import { type AuthorizeRequest, type EntraState, keep, type Pending, type SignIn } from './state.ts';

export const COOKIE = 'local_entra_session';
const CODE_LIFETIME_MS = 10 * 60_000;

/** A browser's way through the pages. */
export interface Way {
  readonly state: EntraState;
  readonly incoming: Incoming;
  /** Names the pending request in the forms. */
  readonly context: string;
}

/**
 * Shows the next page that the request or a policy demands of the person, or sends the browser back with a code. With
 * `prompt=none` no page is shown: the error goes back instead.
 */
export function advance(way: Way, pending: Pending): Reply {
  const { world } = way.state;
  const { request, signIn } = pending;
  if (signIn === undefined) return picker(way, pending);
  try {
    checkAccount(world, signIn.person);
  } catch (error) {
    return stopped(pending, error);
  }
  if (isFirstFactorOld(request, signIn)) return interact(way, pending, signIn, 'password', undefined);
  const verdict = verdictOn(world, signIn.person, signIn.session, request.acrs);
  const refusal = refusalOf(verdict, request.acrs);
  if (verdict.kind === 'interaction') {
    return interact(way, pending, signIn, verdict.firstFactor ? 'password' : 'number', refusal);
  }
  if (refusal !== undefined) return stopped(pending, refusal);
  if (request.prompt === 'consent' || !hasConsent(world, world.appId, signIn.person)) {
    if (request.prompt === 'none') return stopped(pending, noConsent(world, world.appId));
    way.state.pending.set(way.context, pending);
    return consentPage(frame(way, request), signIn.person);
  }
  return finish(way, request, signIn);
}

/** Whether the request itself demands that the first factor is given again. */
function isFirstFactorOld({ at, prompt, maxAge }: AuthorizeRequest, { session }: SignIn): boolean {
  const given = session.firstFactorAt.getTime();
  if (prompt === 'login' && given < at.getTime()) return true;
  return maxAge !== undefined && given < at.getTime() - maxAge * 1000;
}

function interact(
  way: Way,
  pending: Pending,
  signIn: SignIn,
  page: 'password' | 'number',
  refusal: EntraError | undefined,
): Reply {
  if (pending.request.prompt === 'none') {
    const text = 'The session has expired or is invalid due to the age that was asked for.';
    return stopped(pending, refusal ?? new EntraError(400, 'login_required', 50058, text));
  }
  return page === 'password' ? askPassword(way, pending, signIn.person) : askNumber(way, pending, signIn);
}

/** Ends the sign-in: on a page of Entra's, or with `prompt=none` at the application. */
function stopped({ request }: Pending, error: unknown): Reply {
  if (request.prompt === 'none' && error instanceof EntraError) {
    return backWithError(request.redirectUri, request.state, error);
  }
  return deadEnd(error);
}

export function picker(way: Way, pending: Pending): Reply {
  const { state, context } = way;
  state.pending.set(context, { ...pending, signIn: undefined, person: undefined, number: undefined });
  return pickerPage(frame(way, pending.request), state.world.people);
}

/** Asks a known account for its first factor. */
export function askPassword(way: Way, pending: Pending, person: LocalPerson): Reply {
  try {
    checkAccount(way.state.world, person);
  } catch (error) {
    return deadEnd(error);
  }
  way.state.pending.set(way.context, { ...pending, person });
  return passwordPage(frame(way, pending.request), person);
}

export function askNumber(way: Way, pending: Pending, signIn: SignIn): Reply {
  const choices = new Set<string>();
  while (choices.size < 3) choices.add(String(randomInt(10, 100)));
  const numbers = [...choices];
  const number = numbers[randomInt(3)] ?? '10';
  way.state.pending.set(way.context, { ...pending, signIn, number });
  return numberPage(frame(way, pending.request), signIn.person, number, numbers, pending.misses > 0);
}

export function denied(way: Way, pending: Pending, why: string): Reply {
  way.state.pending.set(way.context, { ...pending, number: undefined, misses: 0 });
  return deniedPage(frame(way, pending.request), why);
}

/** Keeps the session of the browser, and sends the browser back to the application with a code. */
function finish({ state, incoming, context }: Way, request: AuthorizeRequest, signIn: SignIn): Reply {
  const old = cookieOf(incoming);
  if (old !== undefined) state.sessions.delete(old);
  state.pending.delete(context);
  const acrs = satisfiedContexts(state.world, signIn.person, signIn.session, request.acrs);
  const code = keep(state.codes, { request, signIn: { ...signIn, acrs }, expiresAt: Date.now() + CODE_LIFETIME_MS });
  const reply = back(request.redirectUri, { code, state: request.state });
  const cookie = `${COOKIE}=${keep(state.sessions, signIn)}; Path=/; HttpOnly; SameSite=Lax`;
  return { ...reply, headers: { ...reply.headers, 'set-cookie': cookie } };
}

export function backWithError(redirectUri: string, state: string | undefined, error: EntraError): Reply {
  // OAuth has no invalid_grant here: an answer of this endpoint asks the application to begin a sign-in with pages.
  const word = error.error === 'invalid_grant' ? 'interaction_required' : error.error;
  return back(redirectUri, { error: word, error_description: error.message, state });
}

function back(redirectUri: string, parameters: Readonly<Record<string, string | undefined>>): Reply {
  const url = new URL(redirectUri);
  for (const [key, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(key, value);
  return { status: 302, headers: { location: url.href, 'referrer-policy': 'no-referrer' } };
}

export function deadEnd(error: unknown): Reply {
  if (error instanceof EntraError) return messagePage(error.status, 'Sorry, we cannot sign you in', error.message);
  throw error;
}

function frame({ state, context }: Way, request: AuthorizeRequest): PageFrame {
  return { base: `/${state.world.tenantId}`, context, origins: [new URL(request.redirectUri).origin] };
}

export function cookieOf(incoming: Incoming): string | undefined {
  const pairs = (incoming.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('=', 2));
  return pairs.find(([name]) => name === COOKIE)?.[1];
}

import type { BrowserPages, PageAnswer, PageRequest, VisitSort } from '../../ports/shared/browser-pages.ts';
import { assetAnswer, securityHeaders, troubleAnswer } from './answer.ts';
import { finishSignIn } from './callback.ts';
import type { SignInPagesDeps } from './pages-deps.ts';
import { startSignIn } from './start.ts';

const PREFIX = '/sign-in/';
const CALLBACK = '/sign-in/callback';
/** Seconds. */
const RETRY_AFTER = '10';

/** The pages on which a person signs in outside single sign-on: link, Entra and back, code. */
export function createSignInPages(deps: SignInPagesDeps): BrowserPages {
  const { publicUrl, teamsHosts, clientOrigins } = deps.settings;
  const shared = securityHeaders(publicUrl, [...teamsHosts, ...clientOrigins]);
  const busy = troubleAnswer('busy', deps.settings.guidance, { headers: { 'Retry-After': RETRY_AFTER } });
  return {
    async handle(request) {
      if (!request.path.startsWith(PREFIX)) return undefined;
      const answer = await route(deps, request).catch((error: unknown) => fault(deps, error));
      const body = request.method === 'HEAD' ? '' : answer.body;
      return { status: answer.status, headers: { ...shared, ...answer.headers }, body };
    },
    sortOf: (request) => sortOf(deps, request),
    busy: () => ({ ...busy, headers: { ...shared, ...busy.headers } }),
  };
}

async function route(deps: SignInPagesDeps, request: PageRequest): Promise<PageAnswer> {
  const asset = assetAnswer(request.path);
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return troubleAnswer('method', deps.settings.guidance, { headers: { Allow: 'GET, HEAD' } });
  if (asset !== undefined) return asset;
  // Scanners and previews send HEAD: it must neither begin nor use up a sign-in.
  if (request.method === 'HEAD') return { status: 200, headers: { 'Content-Type': 'text/html' }, body: '' };
  if (request.path === CALLBACK) return finishSignIn(deps, request, redirectUri(deps));
  return startSignIn(deps, request.path.slice(PREFIX.length), redirectUri(deps));
}

function sortOf({ links }: SignInPagesDeps, { path, query }: Pick<PageRequest, 'path' | 'query'>): VisitSort {
  if (assetAnswer(path) !== undefined) return { kind: 'script' };
  const isBack = path === CALLBACK;
  const text = isBack ? (query.get('state') ?? '') : path.slice(PREFIX.length);
  return links.seemsGenuine(isBack ? 'state' : 'ticket', text) ? { kind: 'genuine', text } : { kind: 'made-up' };
}

function redirectUri(deps: SignInPagesDeps): string {
  return `${deps.settings.publicUrl}${CALLBACK}`;
}

function fault(deps: SignInPagesDeps, error: unknown): PageAnswer {
  const reference = deps.random.id();
  deps.log.error('sign-in page failed', { reference }, error);
  return troubleAnswer('fault', deps.settings.guidance, { reference });
}

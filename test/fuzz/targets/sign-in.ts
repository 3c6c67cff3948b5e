import fc from 'fast-check';
import { startIssuer, TENANT } from '../../bot/adapters/entra/issuer.ts';
import { createPagesWorld } from '../../bot/adapters/entra/pages-world.ts';
import { text } from '../bend.ts';
import { inTime, promise, targetOf } from '../target.ts';

const parameter = fc.record({
  name: fc.oneof(fc.constantFrom('state', 'code', 'error', 'error_description', 'returnTo', 'claims', 'nonce'), text),
  value: text,
});
const given = fc.record({
  /** How far the sign-in is when the request comes. */
  stage: fc.constantFrom('nothing', 'link', 'visited', 'approved'),
  method: fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT'),
  /** What stands below /sign-in/ in place of the right text. */
  path: fc.option(text, { nil: null }),
  /** Parameters in place of the right ones, or beside them. */
  query: fc.array(parameter, { maxLength: 4 }),
  cookie: fc.option(text, { nil: null }),
});

const CANARY = /onerror=|javascript:alert|Set-Cookie: x=y\n/;

/** Any address, parameters and cookies of a sign-in: a page or the way to Entra, and nobody is signed in by changed ones. */
export const signInTarget = targetOf('sign-in', given, async () => {
  const issuer = await startIssuer();
  const world = await createPagesWorld(issuer);
  return {
    run: async ({ stage, method, path, query, cookie }) => {
      for (const name of Object.keys(world.cookies)) delete world.cookies[name];
      world.finished.length = 0;
      const url = new URL(await rightTarget(stage), 'https://bot.example');
      const { pathname, search } = url;
      const right = `${pathname}${search}`;
      if (path !== null) url.pathname = `/sign-in/${encodeURIComponent(path.toWellFormed())}`;
      for (const { name, value } of query) url.searchParams.set(name.toWellFormed(), value.toWellFormed());
      const own = { ...world.cookies };
      if (cookie !== null) own['__Host-sign-in'] = cookie;
      const asked = { method, path: url.pathname, query: url.searchParams, cookies: own };
      const page = await inTime(world.pages.handle(asked));
      if (page === undefined) return;
      promise(page.status < 500, `the answer is ${page.status}`);
      const { Location: location } = page.headers;
      promise(
        location === undefined || location.startsWith(`${issuer.url}/${TENANT}/oauth2/v2.0/authorize?`),
        'leads elsewhere',
      );
      promise(
        Object.values(page.headers).every((value) => !/[\r\n\0]/.test(value)),
        'a header is split',
      );
      if (page.headers['Content-Type']?.startsWith('text/html') === true)
        promise(!CANARY.test(String(page.body)), 'the page holds what was sent to it');
      promise(
        page.headers['Content-Security-Policy']?.includes("default-src 'none'") === true,
        'the headers are missing',
      );
      const same = `${url.pathname}${url.search}` === right && cookie === null && method === 'GET';
      const isCode = ['state', 'code', 'error'].some(
        (name) => new URLSearchParams(search).get(name) !== url.searchParams.get(name),
      );
      if (!same && (isCode || cookie !== null || path !== null))
        promise(world.finished.length === 0, 'somebody is signed in');
    },
    close: () => issuer.close(),
  };

  async function rightTarget(stage: 'nothing' | 'link' | 'visited' | 'approved'): Promise<string> {
    if (stage === 'nothing') return '/sign-in/callback';
    const link = await world.link();
    if (stage === 'link') return link;
    const { location } = await world.start(link);
    return stage === 'visited' ? link : world.approve(location);
  }
});

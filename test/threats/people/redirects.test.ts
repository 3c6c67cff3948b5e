import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Issuer, startIssuer, TENANT } from '../../bot/adapters/entra/issuer.ts';
import { createPagesWorld } from '../../bot/adapters/entra/pages-world.ts';

let issuer: Issuer;
let world: Awaited<ReturnType<typeof createPagesWorld>>;
beforeAll(async () => {
  issuer = await startIssuer();
});
beforeEach(async () => {
  world = await createPagesWorld(issuer);
});
afterAll(() => issuer.close());

const PARAMETERS = [
  'returnTo',
  'return_to',
  'redirect',
  'redirect_uri',
  'next',
  'url',
  'continue',
  'state',
  'error_uri',
];
const TARGETS = [
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'https:evil.example',
  '/sign-in/../../evil',
  '%2F%2Fevil.example',
  '\r\nLocation: https://evil.example/',
  'https://bot.example@evil.example/',
];

/** No answer leads to another place than Entra, or shows the address. */
function expectHome({ headers, text }: { headers: Readonly<Record<string, string>>; text: string }): void {
  const { Location: location } = headers;
  if (location !== undefined) {
    expect(location.startsWith(`${issuer.url}/${TENANT}/oauth2/v2.0/authorize?`)).toBe(true);
    expect(new URL(location).searchParams.get('redirect_uri')).toBe('https://bot.example/sign-in/callback');
  }
  expect(JSON.stringify(headers)).not.toContain('evil');
  expect(text).not.toMatch(/evil\.example|alert\(1\)/);
}

describe('threat 18, open redirect: an address that names another place', () => {
  it.each(TARGETS)('never leads there, from any page, in any parameter: %j', async (target) => {
    const evil = encodeURIComponent(target);
    const link = await world.link();
    const query = PARAMETERS.map((name) => `${name}=${evil}`).join('&');
    expectHome(await world.get(`${link}?${query}`));
    expectHome(await world.get(`/sign-in/callback?${query}`));
    expectHome(await world.get(`/sign-in/${evil}?${query}`));
    const { location } = await world.start(link);
    const back = world.approve(location);
    expectHome(await world.get(`${back}&${query.replace('state=', 'other=')}`));
  });
});

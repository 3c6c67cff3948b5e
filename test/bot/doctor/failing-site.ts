import { CLOSED, DAY_MS, type Failing, failing, page } from './cases.ts';

/** What can be wrong with how the bot is reached. */
export const SITE = {
  'public-url': [
    { ...failing('nothing listens', { PUBLIC_URL: CLOSED }), detail: /ECONNREFUSED/, advice: /certificate/ },
    {
      when: 'it is http on this machine',
      bend: () => ({ env: { PUBLIC_URL: 'http://localhost:3978' } }),
      status: 'warning',
      detail: /Only this machine/,
      advice: /https/,
    },
  ],
  certificate: [
    {
      when: 'it ends in ten days',
      bend: () => ({ aheadMs: 80 * DAY_MS }),
      status: 'warning',
      detail: /10 days from now/,
      advice: /Renew/,
    },
    {
      when: 'it has ended',
      bend: () => ({ aheadMs: 91 * DAY_MS }),
      status: 'failure',
      detail: /It ended on/,
      advice: /Renew/,
    },
    { ...failing('nothing listens', { PUBLIC_URL: CLOSED }), detail: /ECONNREFUSED/, advice: /Renew/ },
  ],
  health: [
    {
      when: 'its database is gone',
      bend: ({ site }) => page(site, '/readyz', { status: 'not ready', database: false, keys: true }, 503),
      status: 'failure',
      detail: /does not reach its database\./,
      advice: /lines about those/,
    },
    {
      when: 'something else answers',
      bend: ({ site }) => page(site, '/healthz', 'Welcome'),
      status: 'failure',
      detail: /not as the bot does/,
      advice: /slot is started/,
    },
    { ...failing('nothing listens', { PUBLIC_URL: CLOSED }), detail: /ECONNREFUSED/, advice: /open to the outside/ },
  ],
  'sign-in-page': [
    {
      when: 'a header is lost, and one is another',
      bend: ({ site }) => {
        site.bends.set('/sign-in/', ({ headers: { 'content-security-policy': _lost, ...headers }, ...rest }) => ({
          ...rest,
          headers: { ...headers, 'cache-control': 'public' },
        }));
        return {};
      },
      status: 'failure',
      detail: /Content-Security-Policy is missing\.\nCache-Control is another/,
      advice: /in front of the bot/,
    },
    {
      when: 'it is another page',
      bend: ({ site }) => page(site, '/sign-in/', '<html>', 200),
      status: 'failure',
      detail: /answered with 200/,
      advice: /PUBLIC_URL/,
    },
  ],
  messages: [
    {
      when: 'anybody is let in',
      bend: ({ site }) => page(site, '/api/messages', '', 200),
      status: 'failure',
      detail: /without a token \(200\)/,
      advice: /Stop the app/,
    },
    {
      when: 'the address is another',
      bend: ({ site }) => page(site, '/api/messages', '', 404),
      status: 'failure',
      detail: /404 instead of 401/,
      advice: /messaging endpoint is https:/,
    },
  ],
} satisfies Readonly<Record<string, Failing>>;

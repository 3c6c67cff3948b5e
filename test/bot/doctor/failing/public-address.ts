import type { CheckId } from '../../../../bot/doctor/checks.ts';
import { CLOSED, DAY_MS, type Failing, failing, page } from '../cases.ts';

/** What can be wrong with the address at which the bot is reached. */
export const PUBLIC_ADDRESS = {
  'public-url': [
    { ...failing('nothing listens', { PUBLIC_URL: CLOSED }), detail: /ECONNREFUSED/, advice: /certificate/ },
    {
      condition: 'it is an http address of this machine',
      bend: () => ({ env: { PUBLIC_URL: 'http://localhost:3978' } }),
      status: 'warning',
      detail: /Only this machine/,
      advice: /https/,
    },
  ],
  certificate: [
    {
      condition: 'the certificate ends in ten days',
      bend: () => ({ aheadMs: 80 * DAY_MS }),
      status: 'warning',
      detail: /10 days from now/,
      advice: /Renew/,
    },
    {
      condition: 'the certificate has ended',
      bend: () => ({ aheadMs: 91 * DAY_MS }),
      status: 'failure',
      detail: /It ended on/,
      advice: /Renew/,
    },
    {
      condition: 'nothing listens',
      bend: () => ({ env: { PUBLIC_URL: CLOSED } }),
      status: 'skipped',
      detail: /Nothing answers/,
      advice: /^See “Public address”\.$/,
    },
  ],
  health: [
    {
      condition: 'the bot does not reach its database',
      bend: ({ site }) => page(site, '/readyz', { status: 'not ready', database: false, keys: true }, 503),
      status: 'failure',
      detail: /does not reach its database\./,
      advice: /lines about those/,
    },
    {
      condition: 'something else than the bot answers',
      bend: ({ site }) => page(site, '/healthz', 'Welcome'),
      status: 'failure',
      detail: /not as the bot does/,
      advice: /slot is started/,
    },
    {
      ...failing('nothing listens on this machine', { PUBLIC_URL: 'http://localhost:2' }),
      detail: /ECONNREFUSED/,
      advice: /open to the outside/,
    },
  ],
  'sign-in-page': [
    {
      condition: 'a security header is missing and another has been changed',
      bend: ({ site }) => {
        site.bends.set('/sign-in/', ({ headers: { 'content-security-policy': _lost, ...headers }, ...rest }) => ({
          ...rest,
          headers: { ...headers, 'cache-control': 'public' },
        }));
        return {};
      },
      status: 'failure',
      detail: /Content-Security-Policy is missing\.\nCache-Control is different/,
      advice: /in front of the bot/,
    },
    {
      condition: 'it is not the bot’s page',
      bend: ({ site }) => page(site, '/sign-in/', '<html>', 200),
      status: 'failure',
      detail: /answered with 200/,
      advice: /PUBLIC_URL/,
    },
  ],
} satisfies Partial<Readonly<Record<CheckId, Failing>>>;

import type { CheckId } from '../../../../bot/doctor/checks.ts';
import { CLOSED, type Failing, failing, page } from '../cases.ts';

/** What can be wrong between Teams and the bot. */
export const TEAMS = {
  'bot-keys': [
    {
      condition: 'no key is endorsed for Teams',
      bend: ({ site }) => {
        page(site, '/metadata', { jwks_uri: `${site.url}/keys` });
        page(site, '/keys', { keys: [{ kid: 'k', endorsements: ['webchat'] }] });
        return { env: { BOT_OPENID_METADATA_URL: `${site.url}/metadata` } };
      },
      status: 'failure',
      detail: /endorsed for msteams/,
      advice: /BOT_OPENID_METADATA_URL/,
    },
    {
      condition: 'no key says which channels it is for',
      bend: ({ site }) => {
        page(site, '/metadata', { jwks_uri: `${site.url}/keys` });
        page(site, '/keys', { keys: [{ kid: 'k' }] });
        return { env: { BOT_OPENID_METADATA_URL: `${site.url}/metadata` } };
      },
      status: 'warning',
      detail: /which channels/,
      advice: /BOT_OPENID_METADATA_URL/,
    },
    {
      ...failing('nothing listens', { BOT_OPENID_METADATA_URL: CLOSED }),
      detail: /ECONNREFUSED/,
      advice: /no message from Teams/,
    },
    {
      ...failing('the issuer is not the one that is set', { BOT_TOKEN_ISSUER: 'https://other.example' }),
      detail: /not BOT_TOKEN_ISSUER/,
      advice: /Remove/,
    },
  ],
  'bot-token': [
    {
      ...failing('the credential is wrong', { BOT_CLIENT_SECRET: 'not the secret' }),
      detail: /invalid_client/,
      advice: /Certificates & secrets/,
    },
    {
      condition: 'Entra cannot be reached',
      bend: () => ({ env: { LOGIN_URL: CLOSED } }),
      status: 'skipped',
      detail: /Entra is not reached/,
      advice: /^See “Entra’s sign-in”\.$/,
    },
  ],
  messages: [
    {
      condition: 'nothing listens',
      bend: () => ({ env: { PUBLIC_URL: CLOSED } }),
      status: 'skipped',
      detail: /not reached/,
      advice: /^See “Public address”\.$/,
    },
    {
      condition: 'a message without a token is accepted',
      bend: ({ site }) => page(site, '/api/messages', '', 200),
      status: 'failure',
      detail: /without a token \(200\)/,
      advice: /Stop the app/,
    },
    {
      condition: 'nothing receives messages at that address',
      bend: ({ site }) => page(site, '/api/messages', '', 404),
      status: 'failure',
      detail: /404 instead of 401/,
      advice: /messaging endpoint is https:/,
    },
  ],
} satisfies Partial<Readonly<Record<CheckId, Failing>>>;

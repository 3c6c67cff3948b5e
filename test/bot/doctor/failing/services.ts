import type { CheckId } from '../../../../bot/doctor/checks.ts';
import { brokenEntra, CLOSED, type Failing, failing, NOBODY, page } from '../cases.ts';
import type { Stage } from '../stage.ts';

const INSIGHTS = 'InstrumentationKey=11111111-2222-4333-8444-555555555555';

/** What can be wrong with what the bot uses beside Graph and Teams. */
export const SERVICES = {
  'sign-in-credential': [
    {
      ...failing('the registration is unknown', { AAD_APP_CLIENT_ID: NOBODY, AAD_APP_CLIENT_SECRET: 'a secret' }),
      detail: /^Nobody can sign in: Entra refuses it \(.*AADSTS700016/,
      advice: /^Set AAD_APP_CLIENT_ID and TENANT_ID/,
    },
    {
      ...failing('the registration is the bot’s, and its second secret is wrong', {
        AAD_APP_CLIENT_SECRET: 'not the secret',
      }),
      detail: /^Nobody can sign in: Entra refuses it \(.*AADSTS7000215/,
      advice: /^In Entra, under App registrations, open the registration that people sign in to/,
    },
    {
      condition: 'Entra is in trouble',
      bend: ({ site }) => ({
        env: { LOGIN_URL: brokenEntra(site), AAD_APP_CLIENT_ID: NOBODY, AAD_APP_CLIENT_SECRET: 'a secret' },
      }),
      status: 'failure',
      detail: /^Nobody can sign in: Entra gives no token for it \(/,
      advice: /^The credential need not be wrong/,
    },
    {
      condition: 'Entra cannot be reached',
      bend: () => ({ env: { LOGIN_URL: CLOSED, AAD_APP_CLIENT_ID: NOBODY, AAD_APP_CLIENT_SECRET: 'a secret' } }),
      status: 'skipped',
      detail: /Entra is not reached/,
      advice: /“Entra’s sign-in”/,
    },
  ],
  mailbox: [
    {
      ...failing('the address is misspelt', { MAIL_FROM: 'credentails@registers.example' }),
      detail: /^The directory has no account credentails@registers\.example/,
      advice: /MAIL_FROM/,
    },
  ],
  telemetry: [
    {
      ...failing('the collector cannot be reached', { OTEL_EXPORTER_OTLP_ENDPOINT: CLOSED }),
      detail: /collector is not reached \(ECONNREFUSED/,
      advice: /OTEL_EXPORTER_OTLP_ENDPOINT/,
    },
    {
      condition: 'the collector does not accept the headers',
      bend: ({ site }) => refusing(site, 401),
      status: 'failure',
      detail: /refuses traces \(401\)/,
      advice: /OTEL_EXPORTER_OTLP_HEADERS/,
    },
    {
      condition: 'the address is not that of a collector',
      bend: ({ site }) => refusing(site, 404),
      status: 'failure',
      detail: /refuses traces \(404\)/,
      advice: /OTEL_EXPORTER_OTLP_ENDPOINT/,
    },
    {
      ...failing('Application Insights and the collector cannot be reached', {
        APPLICATIONINSIGHTS_CONNECTION_STRING: `${INSIGHTS};IngestionEndpoint=${CLOSED}/`,
        OTEL_EXPORTER_OTLP_ENDPOINT: CLOSED,
      }),
      detail: /collector is not reached.*\nApplication Insights is not reached \(ECONNREFUSED/,
      advice: /OTEL_EXPORTER_OTLP_ENDPOINT[\s\S]*APPLICATIONINSIGHTS_CONNECTION_STRING/,
    },
  ],
  'service-urls': [
    {
      ...failing('an address is not reached', { BOT_SERVICE_URLS: `${CLOSED}/teams/` }),
      detail: /^https:\/\/localhost:2\/teams\/ is not reached \(ECONNREFUSED/,
      advice: /BOT_SERVICE_URLS/,
    },
  ],
} satisfies Partial<Readonly<Record<CheckId, Failing>>>;

function refusing(site: Stage['site'], status: number) {
  page(site, '/v1/traces', { error: 'refused' }, status);
  return { env: { OTEL_EXPORTER_OTLP_ENDPOINT: site.url } };
}

import { Complaint, type Parse } from './fields.ts';

/** What depends on which of Microsoft's clouds the tenant is in. */
export interface Cloud {
  /** Origins without a trailing slash. */
  readonly loginUrl: string;
  readonly graphUrl: string;
  readonly teamsUrl: string;
  /** What tokens are for, by the service that they are shown to. */
  readonly botConnectorAudience: string;
  readonly tokenExchangeAudience: string;
  readonly databaseAudience: string;
  readonly botServiceUrls: string;
  readonly botOpenIdMetadataUrl: string;
  readonly botTokenIssuer: string;
  /** The hosts of Teams that may show the sign-in page, as a Content-Security-Policy names them. */
  readonly teamsHosts: string;
}

const PUBLIC: Cloud = {
  loginUrl: 'https://login.microsoftonline.com',
  graphUrl: 'https://graph.microsoft.com',
  teamsUrl: 'https://teams.microsoft.com',
  botConnectorAudience: 'https://api.botframework.com',
  tokenExchangeAudience: 'api://AzureADTokenExchange',
  databaseAudience: 'https://ossrdbms-aad.database.windows.net',
  botServiceUrls: 'https://smba.trafficmanager.net/',
  botOpenIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
  botTokenIssuer: 'https://api.botframework.com',
  teamsHosts: 'https://teams.microsoft.com https://*.teams.microsoft.com https://*.cloud.microsoft',
};

const GCC_HIGH: Cloud = {
  loginUrl: 'https://login.microsoftonline.us',
  graphUrl: 'https://graph.microsoft.us',
  teamsUrl: 'https://gov.teams.microsoft.us',
  botConnectorAudience: 'https://api.botframework.us',
  tokenExchangeAudience: 'api://AzureADTokenExchangeUSGov',
  databaseAudience: 'https://ossrdbms-aad.database.usgovcloudapi.net',
  botServiceUrls: 'https://smba.infra.gov.teams.microsoft.us/',
  botOpenIdMetadataUrl: 'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
  botTokenIssuer: 'https://api.botframework.us',
  teamsHosts: 'https://gov.teams.microsoft.us https://*.gov.teams.microsoft.us',
};

/**
 * The clouds in which Teams has bots.
 * https://learn.microsoft.com/microsoftteams/platform/concepts/cloud-overview
 * https://learn.microsoft.com/azure/bot-service/how-to-deploy-gov-cloud-high. See decision 0052: one setting names the
 * cloud.
 */
export const CLOUDS = {
  public: PUBLIC,
  // It is in the public cloud; its Teams has a connector of its own.
  gcc: { ...PUBLIC, botServiceUrls: 'https://smba.infra.gcc.teams.microsoft.com/' },
  gccHigh: GCC_HIGH,
  dod: {
    ...GCC_HIGH,
    graphUrl: 'https://dod-graph.microsoft.us',
    teamsUrl: 'https://dod.teams.microsoft.us',
    botServiceUrls: 'https://smba.infra.dod.teams.microsoft.us/',
    teamsHosts: 'https://dod.teams.microsoft.us https://*.dod.teams.microsoft.us',
  },
} as const satisfies Readonly<Record<string, Cloud>>;

export type CloudName = keyof typeof CLOUDS;

/** One of the clouds. The cloud in China is refused with the reason, because people look for it. */
export const asCloud: Parse<CloudName> = (text) => {
  if (/^(china|azurechina|azurechinacloud|mooncake|21vianet)$/i.test(text)) {
    return new Complaint(`cannot be ${text}: Teams in the cloud that 21Vianet operates in China supports no bots`);
  }
  return isCloudName(text) ? text : new Complaint('must be public, gcc, gccHigh or dod');
};

function isCloudName(text: string): text is CloudName {
  return Object.hasOwn(CLOUDS, text);
}

import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, type Settings } from '../../../bot/config/index.ts';
import { settingsWith, TENANT } from '../operator/command.ts';

/** What depends on the cloud, and its value in each of the four. */
const COLUMNS = ['public', 'gcc', 'gccHigh', 'dod'] as const;
const VALUES: readonly (readonly [key: keyof Settings, name: string, ...values: readonly unknown[]])[] = [
  ['loginUrl', 'LOGIN_URL', ...both('https://login.microsoftonline.com', 'https://login.microsoftonline.us')],
  [
    'graphUrl',
    'GRAPH_URL',
    ...['https://graph.microsoft.com', 'https://graph.microsoft.com'],
    ...['https://graph.microsoft.us', 'https://dod-graph.microsoft.us'],
  ],
  [
    'teamsUrl',
    'TEAMS_URL',
    ...['https://teams.microsoft.com', 'https://teams.microsoft.com'],
    ...['https://gov.teams.microsoft.us', 'https://dod.teams.microsoft.us'],
  ],
  [
    'botServiceUrls',
    'BOT_SERVICE_URLS',
    ['https://smba.trafficmanager.net/'],
    ['https://smba.infra.gcc.teams.microsoft.com/'],
    ['https://smba.infra.gov.teams.microsoft.us/'],
    ['https://smba.infra.dod.teams.microsoft.us/'],
  ],
  [
    'botConnectorAudience',
    'BOT_CONNECTOR_AUDIENCE',
    ...both('https://api.botframework.com', 'https://api.botframework.us'),
  ],
  ['botTokenIssuer', 'BOT_TOKEN_ISSUER', ...both('https://api.botframework.com', 'https://api.botframework.us')],
  [
    'botOpenIdMetadataUrl',
    'BOT_OPENID_METADATA_URL',
    ...both(
      'https://login.botframework.com/v1/.well-known/openidconfiguration',
      'https://login.botframework.azure.us/v1/.well-known/openidconfiguration',
    ),
  ],
  [
    'tokenExchangeAudience',
    'TOKEN_EXCHANGE_AUDIENCE',
    ...both('api://AzureADTokenExchange', 'api://AzureADTokenExchangeUSGov'),
  ],
  [
    'databaseAudience',
    'DATABASE_AUDIENCE',
    ...both('https://ossrdbms-aad.database.windows.net', 'https://ossrdbms-aad.database.usgovcloudapi.net'),
  ],
  [
    'teamsHosts',
    'TEAMS_HOSTS',
    ...Array(2).fill(['https://teams.microsoft.com', 'https://*.teams.microsoft.com', 'https://*.cloud.microsoft']),
    ['https://gov.teams.microsoft.us', 'https://*.gov.teams.microsoft.us'],
    ['https://dod.teams.microsoft.us', 'https://*.dod.teams.microsoft.us'],
  ],
  [
    'apiTokenUrl',
    'API_TOKEN_URL',
    ...both(
      `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
      `https://login.microsoftonline.us/${TENANT}/oauth2/v2.0/token`,
    ),
  ],
];

function both(world: string, government: string): readonly string[] {
  return [world, world, government, government];
}

function gapsOf(cloud: string): readonly string[] {
  try {
    readConfig(settingsWith({ CLOUD: cloud }));
    return [];
  } catch (cause) {
    if (cause instanceof ConfigError) return cause.gaps;
    throw cause;
  }
}

describe('CLOUD', () => {
  const cells = VALUES.flatMap(([key, name, ...values]) =>
    COLUMNS.map((cloud, i) => [cloud, key, name, values[i]] as const),
  );

  it.each(cells)('%s sets %s', (cloud, key, _name, value) => {
    expect(readConfig(settingsWith({ CLOUD: cloud }))[key]).toEqual(value);
  });

  it.each(VALUES.map(([key, name, ...values]) => [name, key, values]))(
    'leaves %s to be set by itself',
    (name, key, values) => {
      const other = [values[2]].flat().join(' ').replaceAll('.us', '.example');
      const settings = readConfig(settingsWith({ CLOUD: 'gccHigh', [name]: other }));
      expect([settings[key]].flat().join(' ')).toBe(other);
    },
  );

  it('is the public one if it is not set', () => {
    expect(readConfig(settingsWith({}))).toEqual(readConfig(settingsWith({ CLOUD: 'public' })));
  });

  it.each(['china', 'China', 'AzureChinaCloud', '21vianet'])('cannot be %s, and says why', (cloud) => {
    expect(gapsOf(cloud)).toEqual([
      `CLOUD cannot be ${cloud}: Teams in the cloud that 21Vianet operates in China supports no bots`,
    ]);
  });

  it('is refused once, with the four names, if it is none of them', () => {
    expect(gapsOf('germany')).toEqual(['CLOUD must be public, gcc, gccHigh or dod']);
  });

  it('is the only place that knows an address of a cloud', () => {
    const address =
      /microsoftonline\.|graph\.microsoft\.|botframework\.|smba\.|ossrdbms|AzureADTokenExchange|teams\.microsoft\.|(entra|portal)\.(microsoft|azure)\./;
    const knowing = globSync('{bot,cards}/**/*.ts').filter((path) =>
      address.test(readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/ .*$/gm, '')),
    );
    // msal knows the public cloud by itself, and has to be told of the others.
    expect(knowing.sort()).toEqual(['bot/adapters/entra/msal.ts', 'bot/config/clouds.ts']);
  });
});

import { describe, expect, it } from 'vitest';
import { CLOUDS } from '../../../bot/config/clouds.ts';
import { readConfig } from '../../../bot/config/index.ts';
import { deploy, isRecord, main } from './deployment.ts';

const NAMES = ['public', 'gcc', 'gccHigh', 'dod'] as const;
/** The web app's domain, the zone of PostgreSQL's private names, and the Teams that the bot's channel leads to. */
const WORLD = ['azurewebsites.net', 'privatelink.postgres.database.azure.com'];
const GOVERNMENT = ['azurewebsites.us', 'privatelink.postgres.database.usgovcloudapi.net'];
const EXPECTED = {
  public: [...WORLD, 'CommercialDeployment'],
  gcc: [...WORLD, 'GCCModerateDeployment'],
  gccHigh: [...GOVERNMENT, undefined],
  dod: [...GOVERNMENT, undefined],
} as const;

describe('a deployment in one of the clouds', () => {
  it('can be in each in which the bot can be, and in no other', () => {
    expect(Object.keys(CLOUDS)).toEqual(NAMES);
    expect(main.root.text).toContain(`@allowed([${NAMES.map((name) => `'${name}'`).join(', ')}])\nparam cloud string`);
  });

  it.each(NAMES)('has the names of that cloud, and the bot hears which it is: %s', (cloud) => {
    const [domain, zone, teams] = EXPECTED[cloud];
    const deployed = deploy({ cloud });
    const settings = deployed.get('web')?.variable('settings');
    const environment = Object.entries(isRecord(settings ?? '') ? Object(settings) : {});
    const read = readConfig(Object.fromEntries(environment.map(([name, value]) => [name, String(value)])));
    expect([read.cloud, read.publicUrl]).toEqual([cloud, `https://contoso-api-credentials.${domain}`]);
    expect(deployed.get('network')?.resource('zone')).toMatchObject({ name: zone });
    const channel = Object(deployed.get('bot')?.resource('teams')).properties.properties;
    expect(channel).toEqual({
      isEnabled: true,
      acceptedTerms: true,
      enableCalling: false,
      ...(teams === undefined ? {} : { deploymentEnvironment: teams }),
    });
    // The registration trusts the token that the bot asks the identity for.
    expect(deployed.get('registration')?.resource('trust')).toMatchObject({
      audiences: [read.tokenExchangeAudience],
    });
  });
});

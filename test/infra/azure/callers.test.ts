import { describe, expect, it } from 'vitest';
import { deploy } from './deployment.ts';
import type { Facts, Value } from './evaluate.ts';

const OFFICE = '203.0.113.0/24';
const NAMED = { callers: 'named', peopleAddresses: [OFFICE] };
const ON_CONTAINERS = { hosting: 'ContainerApps', containerImage: 'api-credentials:1.0.0' };

function siteConfig(symbol: string, params: Facts): Readonly<Record<string, Value>> {
  return Object(deploy(params).get('web')?.resource(symbol)).properties.siteConfig;
}

describe.each(['site', 'slot'])('who may call the web app: %s', (symbol) => {
  it('is everybody by default, because the bot proves each caller', () => {
    expect(siteConfig(symbol, {})).toMatchObject({
      ipSecurityRestrictions: [],
      ipSecurityRestrictionsDefaultAction: 'Allow',
    });
  });

  it('is the Bot Service, Teams and people at named addresses, if that is chosen', () => {
    expect(siteConfig(symbol, NAMED)).toMatchObject({
      ipSecurityRestrictions: [
        { action: 'Allow', tag: 'ServiceTag', ipAddress: 'AzureBotService' },
        { action: 'Allow', tag: 'Default', ipAddress: '52.112.0.0/14,52.122.0.0/15' },
        { action: 'Allow', tag: 'Default', ipAddress: OFFICE },
      ],
      ipSecurityRestrictionsDefaultAction: 'Deny',
    });
  });

  it('is one Front Door, known by its header, if all calls come through it', () => {
    const { ipSecurityRestrictions } = siteConfig(symbol, { callers: 'named', frontDoorId: 'the-id' });
    expect(ipSecurityRestrictions).toMatchObject([
      { tag: 'ServiceTag', ipAddress: 'AzureFrontDoor.Backend', headers: { 'x-azure-fdid': ['the-id'] } },
    ]);
  });

  it('is for the console and the deployment nobody, or people at named addresses', () => {
    const closed = { scmIpSecurityRestrictionsUseMain: false, scmIpSecurityRestrictionsDefaultAction: 'Deny' };
    expect(siteConfig(symbol, {})).toMatchObject({ ...closed, scmIpSecurityRestrictions: [] });
    expect(siteConfig(symbol, { consoleAddresses: [OFFICE] })).toMatchObject({
      ...closed,
      scmIpSecurityRestrictions: [{ action: 'Allow', ipAddress: OFFICE }],
    });
  });
});

describe('who may call the container app', () => {
  const rules = (params: Facts) =>
    Object(
      deploy({ ...ON_CONTAINERS, ...params })
        .get('containerApp')
        ?.resource('containerApp'),
    ).properties.configuration.ingress.ipSecurityRestrictions;

  it('is everybody, or Teams and people at named addresses', () => {
    expect(rules({})).toEqual([]);
    expect(rules(NAMED)).toEqual(
      ['52.112.0.0/14', '52.122.0.0/15', OFFICE].map((range) => ({
        name: range.replace('/', '-'),
        ipAddressRange: range,
        action: 'Allow',
      })),
    );
  });
});

describe('a choice of callers', () => {
  it('is refused if nobody could sign in', () => {
    expect(() => deploy({ callers: 'named' })).toThrow('refused: somebodyCanSignIn');
  });

  it('is refused if a container app should know a Front Door by its header', () => {
    const both = { ...ON_CONTAINERS, callers: 'named', frontDoorId: 'the-id' };
    expect(() => deploy(both)).toThrow('refused: frontDoorIsBeforeWebApp');
  });
});

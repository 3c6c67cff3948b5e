import { describe, expect, it } from 'vitest';
import { deploy } from './deployment.ts';
import type { Facts, Value } from './evaluate.ts';

const HUB = '/subscriptions/hub/resourceGroups/network/providers/Microsoft.Network';
const NETWORK = `${HUB}/virtualNetworks/company`;
const GIVEN = {
  webSubnetId: `${NETWORK}/subnets/bot`,
  databaseSubnetId: `${NETWORK}/subnets/endpoints`,
  databaseZoneId: `${HUB}/privateDnsZones/privatelink.postgres.database.azure.com`,
  logWorkspaceId: '/subscriptions/hub/workspace',
  planId: '/subscriptions/hub/plan',
};

function resource(params: Facts, module: string, symbol: string): Value | undefined {
  return deploy(params).get(module)?.resource(symbol);
}

describe('what a company has already', () => {
  it.each([
    ['network', 'network'],
    ['network', 'zone'],
    ['workspace', 'workspace'],
    ['plan', 'plan'],
  ])('is made if it is not given, and not if it is: %s, %s', (module, symbol) => {
    expect(resource({}, module, symbol)).toBeDefined();
    expect(resource(GIVEN, module, symbol)).toBeUndefined();
  });

  it('is used everywhere in place of what would be made', () => {
    expect(resource(GIVEN, 'web', 'site')).toMatchObject({
      properties: { virtualNetworkSubnetId: GIVEN.webSubnetId, serverFarmId: GIVEN.planId },
    });
    expect(resource(GIVEN, 'database', 'endpoint')).toMatchObject({
      properties: { subnet: { id: GIVEN.databaseSubnetId } },
    });
    expect(JSON.stringify(resource(GIVEN, 'database', 'names'))).toContain(GIVEN.databaseZoneId);
    expect(resource(GIVEN, 'monitoring', 'insights')).toMatchObject({
      properties: { WorkspaceResourceId: GIVEN.logWorkspaceId },
    });
    expect(resource(GIVEN, 'alerts', 'noSweep')).toMatchObject({ properties: { scopes: [GIVEN.logWorkspaceId] } });
    for (const [module, logs] of [
      ['web', 'siteLogs'],
      ['web', 'slotLogs'],
      ['bot', 'logs'],
      ['database', 'logs'],
    ] as const)
      expect(resource(GIVEN, module, logs)).toMatchObject({ properties: { workspaceId: GIVEN.logWorkspaceId } });
  });

  it('may be a network without a zone: the new zone is linked to that network', () => {
    const { databaseZoneId: _, ...rest } = GIVEN;
    expect(resource(rest, 'network', 'zone')).toBeDefined();
    expect(resource(rest, 'network', 'link')).toMatchObject({ properties: { virtualNetwork: { id: NETWORK } } });
  });

  it('may be a policy that names private endpoints: then no zone is made, and none is named', () => {
    const byPolicy = { makeDatabaseZone: false };
    expect(resource(byPolicy, 'network', 'zone')).toBeUndefined();
    expect(resource(byPolicy, 'database', 'names')).toBeUndefined();
    expect(resource(byPolicy, 'database', 'endpoint')).toBeDefined();
  });

  it.each(['webSubnetId', 'databaseSubnetId'] as const)('cannot be one subnet alone: %s', (name) => {
    expect(() => deploy({ [name]: GIVEN[name] })).toThrow('refused: bothSubnetsAreGivenOrNone');
  });
});

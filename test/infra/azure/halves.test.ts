import { describe, expect, it } from 'vitest';
import { CLOUDS } from '../../../bot/config/clouds.ts';
import { deploy, deployPlatform, main, platform } from './deployment.ts';
import type { Facts } from './evaluate.ts';

const GROUP = { databaseAdminGroupId: 'a-group', databaseAdminGroupName: 'DBA' };
/** What the platform hands over. The other one is for the rehearsal of a restore. */
const HANDED = [...platform.outputs.keys()].filter((name) => name !== 'databaseServerId');
/** A resource inside another one has the condition of that one, which this test does not look at. */
const INNER = 'Microsoft.Network/privateDnsZones/virtualNetworkLinks';
const BOT = { botIdentityName: 'contoso-api-credentials-identity', botIdentityPrincipalId: '8a1b6a5c' };

function handedOver(params: Facts = {}): Facts {
  const { output } = deployPlatform({ ...GROUP, ...params });
  return Object.fromEntries(HANDED.map((name) => [name, output(name)]));
}

describe('the two halves', () => {
  it('hand over what the other half has a parameter for', () => {
    expect(HANDED).toEqual(['webSubnetId', 'databaseHost', 'logWorkspaceId', 'planId', 'auditKeySecretUri']);
    expect(HANDED.filter((name) => !main.params.has(name))).toEqual([]);
    const back = Object.keys(BOT).map((name) => name.replace('botI', 'i'));
    expect(back.filter((name) => !main.outputs.has(name))).toEqual([]);
    expect(Object.keys(BOT).filter((name) => !platform.params.has(name))).toEqual([]);
  });

  it('make together what one deployment makes, and nothing twice', () => {
    const types = (
      parts: ReadonlyMap<string, { readonly template: typeof main; resources(symbol: string): readonly unknown[] }>,
    ) =>
      [...parts.values()].flatMap((part) =>
        part.template.resources
          .filter(({ existing, type }) => !existing && type !== INNER)
          .flatMap(({ symbol, type }) => part.resources(symbol).map(() => type)),
      );
    const given = handedOver();
    const whole = types(
      deploy({ auditKeySecretUri: given['auditKeySecretUri'] ?? '', ...GROUP, botIsDatabaseAdmin: false }),
    );
    const halves = [...types(deployPlatform(GROUP).modules), ...types(deploy(given))];
    expect(halves.filter((type) => !type.startsWith('Microsoft.KeyVault/')).sort()).toEqual(whole.sort());
  });

  it('meet: the bot is in the subnet, on the plan, in the workspace and on the server of the platform', () => {
    const deployed = deploy(handedOver());
    expect(deployed.get('web')?.resource('site')).toMatchObject({
      properties: { virtualNetworkSubnetId: '/subscriptions/s/network/web', serverFarmId: '/subscriptions/s/plan' },
    });
    expect(deployed.get('monitoring')?.resource('insights')).toMatchObject({
      properties: { WorkspaceResourceId: '/subscriptions/s/workspace' },
    });
    expect(Object(deployed.get('web')?.variable('settings'))).toMatchObject({
      DATABASE_URL:
        'postgresql://contoso-api-credentials-identity@contoso-api-credentials-db-1.postgres.database.azure.com:5432/credentials?sslmode=verify-full',
      AUDIT_KEY: '@Microsoft.KeyVault(SecretUri=https://contoso.vault.azure.net/secrets/audit-key)',
    });
    for (const name of ['database', 'plan']) expect(deployed.has(name)).toBe(false);
    expect(deployed.get('workspace')?.resource('workspace')).toBeUndefined();
    for (const symbol of ['network', 'zone']) expect(deployed.get('network')?.resource(symbol)).toBeUndefined();
  });

  it('refuse a server without a subnet from which it is reached', () => {
    expect(() => deploy({ databaseHost: 'db.contoso.com' })).toThrow('refused: bothSubnetsAreGivenOrNone');
  });

  it('make the identity of the bot an administrator and a reader of the key once it is known, and nobody before', () => {
    const [before, after] = [deployPlatform(GROUP).modules, deployPlatform({ ...GROUP, ...BOT }).modules];
    for (const [module, symbol] of [
      ['database', 'botAdmin'],
      ['vault', 'mayRead'],
    ] as const) {
      expect(before.get(module)?.resource(symbol)).toBeUndefined();
      expect(after.get(module)?.resource(symbol)).toBeDefined();
    }
    expect(before.get('database')?.resource('groupAdmin')).toMatchObject({ name: 'a-group' });
    expect(() => deployPlatform({})).toThrow('refused: somebodyAdministersTheServer');
  });

  it('have no plan for Container Apps, and a subnet of their kind', () => {
    const { modules, output } = deployPlatform({ ...GROUP, hosting: 'ContainerApps' });
    expect([modules.has('plan'), output('planId')]).toEqual([false, '']);
    expect(JSON.stringify(modules.get('network')?.resource('network'))).toContain('Microsoft.App/environments');
  });

  it('have the same zone in each cloud', () => {
    for (const cloud of Object.keys(CLOUDS))
      expect(
        deployPlatform({ ...GROUP, cloud })
          .modules.get('network')
          ?.resource('zone'),
      ).toMatchObject({
        name: Object(deploy({ cloud }).get('network')?.resource('zone')).name,
      });
  });

  it('have the same defaults', () => {
    const shared = [...platform.params].filter(([name]) => main.params.has(name));
    expect(shared.length).toBeGreaterThan(25);
    expect(shared.filter(([name, node]) => node?.text !== main.params.get(name)?.text).map(([name]) => name)).toEqual(
      [],
    );
  });
});

describe('the vault', () => {
  const vault = Object(
    deployPlatform({ ...GROUP, vaultAddresses: ['203.0.113.0/24'] })
      .modules.get('vault')
      ?.resource('vault'),
  );

  it('is opened by roles alone, reached from the subnet of the bot and from named addresses, and cannot be purged', () => {
    expect(vault.properties).toMatchObject({
      enableRbacAuthorization: true,
      enablePurgeProtection: true,
      networkAcls: {
        defaultAction: 'Deny',
        ipRules: [{ value: '203.0.113.0/24' }],
        virtualNetworkRules: [{ id: '/subscriptions/s/network/web' }],
      },
    });
    expect(JSON.stringify(deployPlatform(GROUP).modules.get('network')?.resource('network'))).toContain(
      'Microsoft.KeyVault',
    );
  });
});

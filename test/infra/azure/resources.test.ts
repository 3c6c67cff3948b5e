import { describe, expect, it } from 'vitest';
import { REGISTRATION, reviewRegistration } from '../../../bot/doctor/review-registration.ts';
import { GRAPH_PERMISSIONS } from '../../../bot/domain/shared/permissions.ts';
import { type Deployed, deploy, modules } from './deployment.ts';
import type { Facts, Value } from './evaluate.ts';

const MAIL = '/subscriptions/s/resourceGroups/g/Microsoft.Insights/actionGroups/contoso-api-credentials-mail';

function moduleOf(name: string, params: Facts = {}): Deployed {
  const found = deploy(params).get(name);
  if (found === undefined) throw new Error(`no module ${name}`);
  return found;
}

function resource(module: string, symbol: string, params: Facts = {}): Value | undefined {
  return moduleOf(module, params).resource(symbol);
}

describe('the database', () => {
  it('lets in Entra identities only', () => {
    const authConfig = { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled' };
    expect(resource('database', 'server')).toMatchObject({ properties: { authConfig } });
    const principal = { principalType: 'ServicePrincipal', principalName: 'contoso-api-credentials-identity' };
    expect(resource('database', 'botAdmin')).toMatchObject({ properties: principal });
  });

  it('cannot be reached from outside', () => {
    expect(resource('database', 'server')).toMatchObject({
      properties: { network: { publicNetworkAccess: 'Disabled' } },
    });
    const types = [...modules.values()].flatMap(({ resources }) => resources.map(({ type }) => type));
    expect(types.filter((type) => /firewallRules|publicIPAddresses|virtualNetworkPeerings/i.test(type))).toEqual([]);
    expect(resource('database', 'endpoint')).toMatchObject({
      properties: { privateLinkServiceConnections: [{ properties: { groupIds: ['postgresqlServer'] } }] },
    });
  });

  it('speaks TLS 1.2 or newer, and nothing else', () => {
    expect(resource('database', 'requireTls')).toMatchObject({
      name: 'require_secure_transport',
      properties: { value: 'on' },
    });
    expect(resource('database', 'leastTls')).toMatchObject({
      name: 'ssl_min_protocol_version',
      properties: { value: 'TLSv1.2' },
    });
  });

  it('keeps backups, and keeps them in the paired region too if that is asked for', () => {
    const backup = (params: Facts) => resource('database', 'server', params);
    expect(backup({})).toMatchObject({
      properties: { backup: { backupRetentionDays: 14, geoRedundantBackup: 'Disabled' } },
    });
    expect(backup({ geoRedundantBackup: true })).toMatchObject({
      properties: { backup: { geoRedundantBackup: 'Enabled' } },
    });
  });

  it('is a new server with the content of an old one after a restore', () => {
    const restored = resource('database', 'server', {
      databaseGeneration: 2,
      restoreFrom: '/subscriptions/s/old',
      restoreTime: '2026-05-04T10:00:00Z',
    });
    expect(restored).toMatchObject({
      name: 'contoso-api-credentials-db-2',
      properties: {
        createMode: 'PointInTimeRestore',
        sourceServerResourceId: '/subscriptions/s/old',
        pointInTimeUTC: '2026-05-04T10:00:00Z',
      },
    });
    expect(resource('database', 'server')).toMatchObject({ properties: { createMode: 'Default' } });
    expect(resource('database', 'server')).not.toHaveProperty('properties.sourceServerResourceId');
  });

  it('takes over by itself, and is maintained when people choose, if that is asked for', () => {
    expect(resource('database', 'server')).toMatchObject({
      properties: { highAvailability: { mode: 'Disabled' }, maintenanceWindow: { customWindow: 'Disabled' } },
    });
    const asked = {
      databaseTier: 'GeneralPurpose',
      databaseHighAvailability: 'ZoneRedundant',
      databaseMaintenanceDay: 0,
      databaseMaintenanceHour: 3,
    };
    expect(resource('database', 'server', asked)).toMatchObject({
      properties: {
        highAvailability: { mode: 'ZoneRedundant' },
        maintenanceWindow: { customWindow: 'Enabled', dayOfWeek: 0, startHour: 3, startMinute: 0 },
      },
    });
  });

  it('is refused with a second server in the tier that has none', () => {
    expect(() => deploy({ databaseHighAvailability: 'SameZone' })).toThrow('refused: secondServerHasItsTier');
    expect(() => deploy({ databaseHighAvailability: 'SameZone', databaseTier: 'MemoryOptimized' })).not.toThrow();
  });

  it('is refused if a restore has no moment, or a moment no server', () => {
    expect(() => deploy({ restoreFrom: '/subscriptions/s/old' })).toThrow('refused: restoreHasItsTime');
    expect(() => deploy({ restoreTime: '2026-05-04T10:00:00Z' })).toThrow('refused: restoreHasItsTime');
  });

  it('may be administered by a group in place of the bot', () => {
    const group = { botIsDatabaseAdmin: false, databaseAdminGroupId: 'a-group', databaseAdminGroupName: 'DBA' };
    expect(resource('database', 'botAdmin', group)).toBeUndefined();
    expect(resource('database', 'groupAdmin', group)).toMatchObject({ name: 'a-group' });
  });

  it('is refused if nobody would administer it', () => {
    expect(() => deploy({ botIsDatabaseAdmin: false })).toThrow('refused: somebodyAdministersTheServer');
    const nameless = { databaseAdminGroupId: 'a-group' };
    expect(() => deploy(nameless)).toThrow('refused: theGroupHasItsName');
    expect(() => deploy({ ...nameless, botIsDatabaseAdmin: false })).toThrow('refused: theGroupHasItsName');
  });

  it('has a group of administrators only if one is named', () => {
    expect(resource('database', 'groupAdmin')).toBeUndefined();
    const group = { databaseAdminGroupId: 'a-group', databaseAdminGroupName: 'DBA' };
    expect(resource('database', 'groupAdmin', group)).toMatchObject({ properties: { principalType: 'Group' } });
  });
});

describe('the web app', () => {
  it.each(['site', 'slot'])('takes https only, TLS 1.2 or newer, no FTP and no publishing password: %s', (symbol) => {
    expect(resource('web', symbol)).toMatchObject({
      properties: {
        httpsOnly: true,
        siteConfig: { minTlsVersion: '1.2', scmMinTlsVersion: '1.2', ftpsState: 'Disabled', http20Enabled: true },
      },
    });
    expect(resource('web', `${symbol}Publishing`)).toMatchObject({ name: 'scm', properties: { allow: false } });
    expect(resource('web', `${symbol}Ftp`)).toMatchObject({ name: 'ftp', properties: { allow: false } });
  });

  it('is the same in both slots, so that a swap changes nothing but the version', () => {
    const same = (a: string, b: string, part: string) => {
      const [one, other] = [resource('web', a), resource('web', b)];
      expect(one).toHaveProperty(part);
      expect(Reflect.get(Object(one), part)).toEqual(Reflect.get(Object(other), part));
    };
    same('site', 'slot', 'properties');
    same('site', 'slot', 'identity');
    same('siteSettings', 'slotSettings', 'properties');
    expect(modules.get('web')?.root.text).not.toContain('slotConfigNames');
  });

  it('is up all the time, is replaced if it hangs, and takes over when it is ready', () => {
    expect(resource('web', 'site')).toMatchObject({
      properties: { siteConfig: { alwaysOn: true, healthCheckPath: '/healthz', linuxFxVersion: 'NODE|24-lts' } },
    });
    expect(resource('web', 'siteSettings')).toMatchObject({
      properties: { WEBSITE_SWAP_WARMUP_PING_PATH: '/readyz', WEBSITE_SWAP_WARMUP_PING_STATUSES: '200' },
    });
  });

  it('is kept while its database is away, so that there is a console in which to ask the doctor', () => {
    expect(resource('web', 'siteSettings')).toMatchObject({ properties: { WEBSITE_WARMUP_PATH: '/healthz' } });
  });

  it.each(['site', 'slot'])('has the log stream that the page sends people to: %s', (symbol) => {
    expect(resource('web', symbol)).toMatchObject({ properties: { siteConfig: { httpLoggingEnabled: true } } });
  });

  it('logs no address of a request: the one of the sign-in page holds codes', () => {
    expect(moduleOf('web').variable('logCategories')).not.toContain('AppServiceHTTPLogs');
    expect(modules.get('web')?.root.text).not.toMatch(/categoryGroup|allLogs/);
    for (const symbol of ['siteLogs', 'slotLogs'])
      expect(JSON.stringify(resource('web', symbol))).toContain('AppServiceConsoleLogs');
  });
});

describe('the bot', () => {
  it('is known to Teams by the managed identity, and reached over https', () => {
    expect(resource('bot', 'bot')).toMatchObject({
      kind: 'azurebot',
      properties: {
        msaAppType: 'UserAssignedMSI',
        msaAppId: '5d0a7f43-9a1e-4b0c-8f37-6c2f8f0a9d11',
        endpoint: 'https://contoso-api-credentials.azurewebsites.net/api/messages',
      },
    });
    expect(resource('bot', 'teams')).toMatchObject({ name: 'MsTeamsChannel' });
  });
});

describe('the app registration', () => {
  const app = (params: Facts = {}) => resource('registration', 'app', params);

  it('is what Teams and the sign-in page expect', () => {
    expect(app()).toMatchObject({
      signInAudience: 'AzureADMyOrg',
      identifierUris: ['api://botid-5d0a7f43-9a1e-4b0c-8f37-6c2f8f0a9d11'],
      api: { requestedAccessTokenVersion: 2, oauth2PermissionScopes: [{ value: 'access_as_user' }] },
      web: { redirectUris: ['https://contoso-api-credentials.azurewebsites.net/sign-in/callback'] },
      appRoles: [{ value: 'Credentials.Admin', allowedMemberTypes: ['User'] }],
    });
    expect(app({ publicHost: 'bot.contoso.com' })).toMatchObject({
      web: { redirectUris: ['https://bot.contoso.com/sign-in/callback'] },
    });
  });

  it('lets both Teams clients in without asking, for that scope alone', () => {
    const scope = moduleOf('registration').variable('accessScopeId');
    const clients = ['1fec8e78-bce4-4aaf-ab1b-5451cc387264', '5e3ce6c0-2b1f-4285-8d4b-75ee78787346'];
    const preAuthorizedApplications = clients.map((appId) => ({ appId, delegatedPermissionIds: [scope] }));
    expect(app()).toMatchObject({ api: { oauth2PermissionScopes: [{ id: scope }], preAuthorizedApplications } });
  });

  it('has Entra say in both tokens when and under which context a person signed in, and no method', () => {
    const claims = [{ name: 'acrs' }, { name: 'auth_time' }];
    expect(app()).toMatchObject({ optionalClaims: { accessToken: claims, idToken: claims } });
  });

  it('asks Graph for nothing in the name of a person but who it is', () => {
    expect(moduleOf('registration').variable('signInScopes')).toMatchObject([{ name: 'openid' }, { name: 'profile' }]);
    const consents = [...(modules.get('registration')?.root.text.matchAll(/^ {2}scope: '(.+)'$/gm) ?? [])];
    expect(consents.map(([, scope]) => scope)).toEqual(['openid profile', 'access_as_user']);
  });

  it('has all that the doctor looks for', () => {
    const expected = {
      redirectUri: 'https://contoso-api-credentials.azurewebsites.net/sign-in/callback',
      identifierUri: 'api://botid-5d0a7f43-9a1e-4b0c-8f37-6c2f8f0a9d11',
    };
    expect(reviewRegistration(REGISTRATION.parse(app()), expected)).toEqual([]);
  });

  it('trusts the managed identity, and has no other credential', () => {
    expect(resource('registration', 'trust')).toMatchObject({
      subject: '8a1b6a5c-55f0-4a9c-a4c5-2f0f4a1f7e22',
      audiences: ['api://AzureADTokenExchange'],
      issuer: expect.stringMatching(/^https:\/\/login\.microsoftonline\.com\/[0-9a-f-]{36}\/v2\.0$/),
    });
    expect(Object.keys(Object(app()))).not.toEqual(expect.arrayContaining([expect.stringMatching(/Credentials$/)]));
  });

  it.each([
    ['as it is set up first', {}, ['always']],
    ['with the sign-in report', { signInReport: true }, ['always', 'report']],
    ['with the log of sign-ins', { signInLog: true }, ['always', 'report']],
    ['with a doctor who sees policies', { readPolicies: true }, ['always', 'optional']],
    ['with a bot that sees whose account is disabled', { readAccounts: true }, ['always', 'accounts']],
    [
      'with all of it',
      { signInReport: true, readPolicies: true, readAccounts: true },
      ['always', 'report', 'optional', 'accounts'],
    ],
  ])('is granted the rights that the bot names, and no others: %s', (_, params, kinds) => {
    const named = GRAPH_PERMISSIONS.filter(({ when }) => kinds.includes(when));
    const granted = moduleOf('registration', params).variable('grantedPermissions');
    expect(granted).toEqual(named.map(({ name, appRoleId: id }) => ({ name, id })));
    const roles = named.map(({ appRoleId: id }) => ({ id, type: 'Role' }));
    expect(app(params)).toMatchObject({
      requiredResourceAccess: [{ resourceAccess: expect.arrayContaining(roles) }],
    });
    expect(JSON.stringify(app(params)).match(/"Role"/g)).toHaveLength(named.length);
  });

  it('is granted nothing if an administrator grants the rights by hand', () => {
    const params = { grantPermissions: false };
    expect(moduleOf('registration', params).variable('grantedPermissions')).toEqual([]);
    expect(resource('registration', 'graphConsent', params)).toBeUndefined();
    expect(resource('registration', 'ownConsent', params)).toBeUndefined();
  });
});

describe('the monitoring', () => {
  it('takes telemetry from identities only', () => {
    expect(resource('monitoring', 'insights')).toMatchObject({ properties: { DisableLocalAuth: true } });
    expect(resource('workspace', 'workspace')).toMatchObject({ properties: { features: { disableLocalAuth: true } } });
    expect(resource('monitoring', 'mayPublish')).toMatchObject({
      properties: { principalId: '8a1b6a5c-55f0-4a9c-a4c5-2f0f4a1f7e22', principalType: 'ServicePrincipal' },
    });
  });

  it('tells the named people by mail, or the named action groups', () => {
    const told = (params: Facts) => resource('alerts', 'noSweep', params);
    expect(told({})).toMatchObject({ properties: { actions: { actionGroups: [] } } });
    const both = told({ alertEmail: 'ops@contoso.com', actionGroupIds: ['group'] });
    expect(both).toMatchObject({ properties: { actions: { actionGroups: ['group', MAIL] } } });
    expect(resource('told', 'mailGroup')).toBeUndefined();
    expect(resource('told', 'mailGroup', { alertEmail: 'ops@contoso.com' })).toMatchObject({
      name: MAIL.split('/').at(-1),
    });
  });

  it('carries the tags of the deployment on every resource that can have tags', () => {
    const tags = { owner: 'somebody' };
    const all = [...deploy({ tags, alertEmail: 'ops@contoso.com' }).values()].flatMap((module) =>
      module.template.resources
        .filter(({ body }) => /\btags:/.test(body.text))
        .flatMap(({ symbol }) => module.resources(symbol)),
    );
    expect(all.length).toBeGreaterThan(10);
    for (const resource of all) expect(resource).toMatchObject({ tags });
  });
});

describe('the storage of heads', () => {
  it('is not there unless it is asked for', () => {
    for (const symbol of ['account', 'blobs', 'container', 'policy']) expect(resource('heads', symbol)).toBeUndefined();
    for (const symbol of ['siteHeads', 'slotHeads']) expect(resource('web', symbol)).toBeUndefined();
  });

  it('can be appended to, and nothing in it can be changed or deleted', () => {
    const asked = { immutableHeads: true, immutableHeadsDays: 730 };
    expect(resource('heads', 'policy', asked)).toMatchObject({
      properties: { immutabilityPeriodSinceCreationInDays: 730, allowProtectedAppendWrites: true },
    });
    expect(resource('heads', 'container', asked)).toMatchObject({ name: 'insights-logs-appserviceconsolelogs' });
    expect(resource('heads', 'account', asked)).toMatchObject({
      name: 'contosoapicredentialsabc',
      properties: { allowBlobPublicAccess: false, networkAcls: { defaultAction: 'Deny' } },
    });
    for (const symbol of ['siteHeads', 'slotHeads'])
      expect(resource('web', symbol, asked)).toMatchObject({
        properties: { storageAccountId: '/subscriptions/s/account', logs: [{ category: 'AppServiceConsoleLogs' }] },
      });
  });
});

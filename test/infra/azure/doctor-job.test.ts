import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { programsOf } from '../../../infra/bundle/descriptions.ts';
import { deploy } from './deployment.ts';
import type { Facts } from './evaluate.ts';

const KEY = { auditKeySecretUri: 'https://contoso.vault.azure.net/secrets/audit-key' };

function made(params: Facts) {
  const app = deploy({ hosting: 'ContainerApps', ...params }).get('containerApp');
  return { job: Object(app?.resource('doctor')), bot: Object(app?.resource('containerApp')) };
}

describe('the job that runs the doctor of an image', () => {
  it('is started by hand, once and without another try, and ends', () => {
    const { configuration } = made({ containerImage: 'api-credentials:1' }).job.properties;
    expect(configuration).toMatchObject({
      triggerType: 'Manual',
      replicaRetryLimit: 0,
      manualTriggerConfig: { parallelism: 1, replicaCompletionCount: 1 },
    });
    expect(configuration.replicaTimeout).toBeGreaterThan(60);
    expect(configuration.ingress).toBeUndefined();
  });

  it('has the identity, the settings, the secrets and the folder of the bot', () => {
    const { job, bot } = made({ containerImage: 'api-credentials:1', ...KEY });
    const [doctor] = job.properties.template.containers;
    const [container] = bot.properties.template.containers;
    expect(job.identity).toEqual(bot.identity);
    expect(doctor.env).toEqual(container.env);
    expect(doctor.volumeMounts).toEqual(container.volumeMounts);
    expect(job.properties.template.volumes).toEqual(bot.properties.template.volumes);
    for (const part of ['registries', 'secrets'])
      expect(job.properties.configuration[part]).toEqual(bot.properties.configuration[part]);
    expect(job.properties.configuration.secrets).toHaveLength(1);
  });

  it('may have a newer image than the bot, and has the same one unless it is told', () => {
    const images = (params: Facts) => {
      const { job, bot } = made(params);
      return [job, bot].map((one) => one.properties?.template.containers[0].image);
    };
    const own = (tag: string) => `contosoregistry.azurecr.io/api-credentials:${tag}`;
    expect(images({ containerImage: 'api-credentials:1' })).toEqual([own('1'), own('1')]);
    const newer = { containerImage: 'api-credentials:1', doctorImage: 'api-credentials:2' };
    expect(images(newer)).toEqual([own('2'), own('1')]);
    expect(images({})).toEqual([undefined, undefined]);
  });

  it('runs a program that the bundle has, without a shell', () => {
    const [{ command, args }] = made({ containerImage: 'a:1', doctorWithout: 'sweep' }).job.properties.template
      .containers;
    const program = String(command.at(-1)).replace(/\.js$/, '.ts');
    expect(existsSync(program)).toBe(true);
    expect(programsOf(JSON.parse(readFileSync('package.json', 'utf8')))).toContain(program);
    expect(args[0]).toBe('--without');
    expect(args[1]).toMatch(/^public-url,.*,sweep$/);
    expect(args).toHaveLength(2);
  });

  it('has a name that Container Apps take', () => {
    const longest = made({ name: 'a'.repeat(24), containerImage: 'a:1' }).job.name;
    expect(longest.length).toBeLessThan(32);
  });
});

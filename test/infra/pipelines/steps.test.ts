import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deploy, main, platform } from '../azure/deployment.ts';
import { places, recordPrograms, run } from './recorded.ts';

recordPrograms();

describe('a rehearsal of a restore', () => {
  it('deletes the server that it has made, and no other', async () => {
    const { code, calls } = await run('rehearse');
    expect(code).toBe(0);
    const [, made = ''] = calls.map((call) => /flexible-server restore .*--name (\S+)/.exec(call)).find(Boolean) ?? [];
    expect(made).toMatch(/^rehearsal-\d+$/);
    const changing = calls.filter((call) => !/ show /.test(call));
    // `db show` names the database in another way since version 2.86 of the Azure CLI.
    expect(calls.filter((call) => call.includes('flexible-server db'))).toEqual([]);
    expect(places(calls, '/databases/credentials')).not.toContain(-1);
    expect(changing).toHaveLength(2);
    expect(changing.every((call) => call.includes(`--name ${made} `))).toBe(true);
    expect(changing.at(-1)).toContain('flexible-server delete');
  });

  it('deletes it also if the restore fails half-way', async () => {
    const { code, calls } = await run('rehearse', { FAILING: 'flexible-server restore' });
    expect(code).not.toBe(0);
    expect(calls.at(-1)).toContain('flexible-server delete');
  });
});

describe('the other steps', () => {
  it('show and deploy the same', async () => {
    const [shown, deployed] = [(await run('what-if')).calls.at(-1) ?? '', (await run('deploy')).calls.at(-1) ?? ''];
    expect(shown).toContain('--template-file infra/azure/main.bicep --parameters infra/azure/my.bicepparam');
    expect(deployed).toBe(`${shown.replace('what-if', 'create')} --query properties.provisioningState --output tsv`);
  });

  it('keep the disk of the database, which may have grown and cannot shrink', async () => {
    expect((await run('deploy')).calls.at(-1)).not.toContain('databaseStorageGb');
    for (const step of ['what-if', 'deploy'])
      expect((await run(step, { DISK: '128' })).calls.at(-1)).toContain(' --parameters databaseStorageGb=128');
    const larger = (await run('deploy --parameters databaseStorageGb=256', { DISK: '128' })).calls.at(-1) ?? '';
    expect(larger.indexOf('databaseStorageGb=256')).toBeGreaterThan(larger.indexOf('databaseStorageGb=128'));
    expect(main.params.has('databaseStorageGb') && main.params.has('containerImage')).toBe(true);
  });

  it('look at the server and the app of this deployment, and not at others of the same group', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'api-credentials-parameters-'));
    const PARAMETERS = join(folder, 'my.bicepparam');
    await writeFile(PARAMETERS, "using 'main.bicep'\n\nparam displayName = 'Ours'\nparam name = 'ours' // unique\n");
    const { calls } = await run('deploy', { PARAMETERS, HOSTING: 'ContainerApps' });
    await rm(folder, { recursive: true });
    expect(places((await run('deploy')).calls, '--query max(value[].properties.storage.storageSizeGB) ')).not.toContain(
      -1,
    );
    expect(
      places(calls, "--query max(value[?starts_with(name, 'ours-db-')].properties.storage.storageSizeGB) "),
    ).not.toContain(-1);
    expect(places(calls, "--query [?name=='ours'] | [0].properties.template.containers[0].image ")).not.toContain(-1);
  });

  it('keep the image that the last release has chosen', async () => {
    const { calls } = await run('deploy', {
      HOSTING: 'ContainerApps',
      IMAGE: 'contoso.azurecr.io/api-credentials:abc',
    });
    expect(calls.at(-1)).toContain(' --parameters containerImage=api-credentials:abc');
    expect((await run('deploy', { HOSTING: 'ContainerApps' })).calls.at(-1)).not.toContain('containerImage');
  });

  it('print what the deployment has put out, as settings that the web app is given', async () => {
    const { code, said, calls } = await run('settings');
    expect(code).toBe(0);
    const given = Object.keys(Object(deploy({}).get('processSettings')?.variable('botSettings')));
    const names = said
      .trim()
      .split('\n')
      .map((line) => line.replace(/=.*/, ''));
    expect(names).toHaveLength(9);
    expect(names.filter((name) => !given.includes(name))).toEqual([]);
    expect(said).toContain('PUBLIC_URL=https://bot.contoso.com\n');
    const asked = calls.map((call) => /outputs\.(\w+)/.exec(call)?.[1] ?? '');
    expect(asked.filter((name) => !main.outputs.has(name))).toEqual([]);
    expect((await run('out publicUrl')).said).toBe('https://bot.contoso.com\n');
    expect((await run('settings', { FAILING: 'outputs.botId' })).code).toBe(1);
  });

  it('sign in with the token of the run, and with nothing that is stored', async () => {
    const { code, calls } = await run('sign-in');
    expect(code).toBe(0);
    expect(calls.join('\n')).toContain('--federated-token token-of-this-run');
    expect(places(calls, 'az cloud set')).toEqual([-1]);
    expect(calls.join('\n')).toMatch(/audience=api:\/\/AzureADTokenExchange$/m);
  });

  it('sign in to the cloud of the US government, for whose Entra the token then is', async () => {
    const { code, calls } = await run('sign-in', { AZURE_CLOUD: 'AzureUSGovernment' });
    expect(code).toBe(0);
    const order = places(calls, 'az cloud set --name AzureUSGovernment', 'az login');
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(calls.join('\n')).toMatch(/audience=api:\/\/AzureADTokenExchangeUSGov$/m);
    expect((await run('sign-in', { AZURE_CLOUD: 'AzureChinaCloud' })).code).not.toBe(0);
  });

  it('say what there is if they are asked for something else, or not told where', async () => {
    expect((await run('destroy')).code).toBe(2);
    expect(await run('deploy', { RESOURCE_GROUP: '' })).toMatchObject({ code: 1, calls: [] });
  });
});

describe('the half of a platform team', () => {
  const half = { TEMPLATE: 'infra/azure/platform.bicep', PARAMETERS: 'infra/azure/my-platform.bicepparam' };

  it('is shown and deployed by the same steps, under a name of its own', async () => {
    for (const step of ['what-if', 'deploy'])
      expect((await run(step, { ...half, DISK: '64' })).calls.at(-1)).toContain(
        '--name api-credentials-platform --template-file infra/azure/platform.bicep --parameters infra/azure/my-platform.bicepparam --parameters databaseStorageGb=64',
      );
    const { calls } = await run('rehearse', half);
    expect(calls[0]).toContain('--name api-credentials-platform --query properties.outputs.databaseServerId.value');
  });

  it('is handed over as parameters of the other half', async () => {
    const named = [...platform.outputs.keys()].map((name) => [name, { type: 'String', value: `the ${name}` }]);
    const { said } = await run('hand-over', { ...half, OUTPUTS: JSON.stringify(Object.fromEntries(named)) });
    expect(said.trim().split('\n')).toEqual(
      [...platform.outputs.keys()]
        .filter((name) => main.params.has(name))
        .map((name) => `param ${name} = 'the ${name}'`),
    );
  });
});

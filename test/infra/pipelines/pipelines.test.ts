import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { main, platform } from '../azure/deployment.ts';

const SCRIPT = 'infra/pipelines/azure.sh';
const OUTPUTS = readFile('infra/azure/main.bicep', 'utf8').then((text) =>
  [...text.matchAll(/^output (\w+)/gm)].map(([, name = '']) => name),
);
/** Stands for each program: writes down how it was called, and answers with its first argument but for what is told to fail. */
const PROGRAM = `#!/usr/bin/env bash
echo "$(basename "$0") $*" >> "$CALLS"
[[ -n "\${FAILING:-}" && "$(basename "$0") $*" == *"$FAILING"* ]] && exit 1
[[ "$(basename "$0")" == jq ]] && { cat > /dev/null; echo token-of-this-run; }
[[ "$*" == *webAppName* ]] && echo contoso
[[ "$*" == *publicUrl* ]] && echo https://bot.contoso.com
[[ "$*" == *outputs.hosting* ]] && echo "\${HOSTING:-AppService}"
[[ "$*" == *outputs.registry* ]] && echo contoso.azurecr.io
[[ "$*" == *storageSizeGB* ]] && echo "\${DISK:-}"
[[ "$*" == "containerapp list"* ]] && echo "\${IMAGE:-}"
[[ "$*" == *latestReadyRevisionName* ]] && echo "\${READY:-true}"
[[ "$*" == *"properties.outputs --output json"* ]] && echo "$OUTPUTS"
[[ "$*" == *defaultHostName* ]] && echo contoso-staging.azurewebsites.net
exit 0
`;

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'api-credentials-pipeline-'));
  for (const name of ['az', 'npm', 'curl', 'jq', 'sleep', 'unzip']) {
    await writeFile(join(folder, name), PROGRAM);
    await chmod(join(folder, name), 0o755);
  }
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/** Returns the exit code, what was said, and the calls in their order. */
async function run(step: string, more: Readonly<Record<string, string>> = {}) {
  const calls = join(folder, 'calls');
  const env = {
    PATH: `${folder}:${process.env['PATH'] ?? ''}`,
    CALLS: calls,
    RESOURCE_GROUP: 'group',
    PARAMETERS: 'infra/azure/my.bicepparam',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
    ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token.example/?a=b',
    AZURE_CLIENT_ID: 'client',
    AZURE_TENANT_ID: 'tenant',
    AZURE_SUBSCRIPTION_ID: 'subscription',
    ...more,
  };
  await rm(calls, { force: true });
  const ended = await new Promise<{ readonly code: number; readonly said: string }>((resolve) => {
    execFile('bash', [SCRIPT, ...step.split(' ')], { env }, (fault, said) =>
      resolve({ code: fault === null ? 0 : Number(fault.code), said }),
    );
  });
  const written = await readFile(calls, 'utf8').catch(() => '');
  return { ...ended, calls: written.split('\n').filter((line) => line !== '') };
}

/** Returns the index of the first call that has each of these texts; -1 if there is none. */
function places(calls: readonly string[], ...texts: readonly string[]): readonly number[] {
  return texts.map((text) => calls.findIndex((call) => call.includes(text)));
}

describe('a release', () => {
  it('waits for staging and looks at the settings before the swap, and stops the version before after it', async () => {
    const { code, calls } = await run('release');
    expect(code).toBe(0);
    const order = places(
      calls,
      'npm run --silent bundle',
      'az webapp deploy ',
      'https://contoso-staging.azurewebsites.net/readyz',
      'npm run --silent doctor -- --plan',
      'az webapp deployment slot swap',
      'https://bot.contoso.com/readyz',
      'sleep 60',
      'az webapp stop',
    );
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(
      calls.filter((call) => /webapp (start|deploy|stop)/.test(call)).every((call) => call.includes('--slot staging')),
    ).toBe(true);
  });

  it.each(['npm run --silent bundle', 'az webapp deploy ', 'staging.azurewebsites.net/readyz', 'doctor'])(
    'does not swap if this fails: %s',
    async (failing) => {
      const { code, calls } = await run('release', { FAILING: failing });
      expect(code).not.toBe(0);
      expect(places(calls, 'slot swap')).toEqual([-1]);
    },
  );

  it('asks for outputs that the deployment has', async () => {
    const { calls } = await run('release');
    const asked = calls.flatMap((call) =>
      [...call.matchAll(/properties\.outputs\.(\w+)/g)].map(([, name = '']) => name),
    );
    const outputs = await OUTPUTS;
    expect(new Set(asked).size).toBeGreaterThan(5);
    expect(asked.filter((name) => !outputs.includes(name))).toEqual([]);
  });
});

describe('a release to Container Apps', () => {
  const onContainers = { HOSTING: 'ContainerApps', IMAGE_TAG: 'abc' };

  it('builds the image of the bundle, looks at the settings, deploys the image, and waits until it is ready', async () => {
    const { code, calls } = await run('release', onContainers);
    expect(code).toBe(0);
    const order = places(
      calls,
      'npm run --silent bundle',
      'unzip -q .local/bundle/api-credentials.zip -d .local/bundle/image',
      'az acr build --registry contoso --image api-credentials:abc .local/bundle/image',
      'npm run --silent doctor -- --plan',
      'az deployment group create ',
      'latestReadyRevisionName',
      'https://bot.contoso.com/readyz',
    );
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(calls.find((call) => call.includes('group create'))).toContain(
      '--parameters containerImage=api-credentials:abc',
    );
    expect(calls.filter((call) => call.includes('webapp'))).toEqual([]);
  });

  it.each(['npm run --silent bundle', 'az acr build', 'doctor'])(
    'deploys nothing if this fails: %s',
    async (failing) => {
      const { code, calls } = await run('release', { ...onContainers, FAILING: failing });
      expect(code).not.toBe(0);
      expect(places(calls, 'group create')).toEqual([-1]);
    },
  );

  it('fails if the new version does not get ready, although the one before answers', async () => {
    const { code, calls } = await run('release', { ...onContainers, READY: 'false' });
    expect(code).toBe(1);
    expect(calls.filter((call) => call === 'sleep 10')).toHaveLength(30);
    expect(places(calls, 'bot.contoso.com/readyz')).toEqual([-1]);
  });
});

describe('a rehearsal of a restore', () => {
  it('deletes the server that it has made, and no other', async () => {
    const { code, calls } = await run('rehearse');
    expect(code).toBe(0);
    const [, made = ''] = calls.map((call) => /flexible-server restore .*--name (\S+)/.exec(call)).find(Boolean) ?? [];
    expect(made).toMatch(/^rehearsal-\d+$/);
    const changing = calls.filter((call) => !/ show /.test(call));
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

  it('keep the image that the last release has chosen', async () => {
    const { calls } = await run('deploy', {
      HOSTING: 'ContainerApps',
      IMAGE: 'contoso.azurecr.io/api-credentials:abc',
    });
    expect(calls.at(-1)).toContain(' --parameters containerImage=api-credentials:abc');
    expect((await run('deploy', { HOSTING: 'ContainerApps' })).calls.at(-1)).not.toContain('containerImage');
  });

  it('sign in with the token of the run, and with nothing that is stored', async () => {
    const { code, calls } = await run('sign-in');
    expect(code).toBe(0);
    expect(calls.join('\n')).toContain('--federated-token token-of-this-run');
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

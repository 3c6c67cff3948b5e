import { describe, expect, it } from 'vitest';
import { main } from '../azure/deployment.ts';
import { places, recordPrograms, run } from './recorded.ts';

recordPrograms();

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
      'az webapp exec ',
      'contoso-staging.scm.azurewebsites.net/api/vfs/LogFiles/',
      'az webapp deployment slot swap',
      'https://bot.contoso.com/readyz',
      'sleep 60',
      'az webapp stop',
    );
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(
      calls
        .filter((call) => /webapp (start|deploy|exec|stop)/.test(call))
        .every((call) => call.includes('--slot staging')),
    ).toBe(true);
  });

  it.each([
    'npm run --silent bundle',
    'az webapp deploy ',
    'staging.azurewebsites.net/readyz',
    '--plan',
    'webapp exec',
  ])('does not swap if this fails: %s', async (failing) => {
    const { code, calls } = await run('release', { FAILING: failing });
    expect(code).not.toBe(0);
    expect(places(calls, 'slot swap')).toEqual([-1]);
  });

  it('asks for outputs that the deployment has', async () => {
    const { calls } = await run('release');
    const asked = calls.flatMap((call) =>
      [...call.matchAll(/properties\.outputs\.(\w+)/g)].map(([, name = '']) => name),
    );
    const outputs = [...main.outputs.keys()];
    expect(new Set(asked).size).toBeGreaterThan(5);
    expect(asked.filter((name) => !outputs.includes(name))).toEqual([]);
  });
});

describe('a release to a web app that nobody reaches', () => {
  /** The rules that were added, or those that were removed after the last one had been added. */
  const rulesOf = (calls: readonly string[], verb: 'add' | 'remove') =>
    calls
      .slice(verb === 'add' ? 0 : calls.findLastIndex((call) => call.includes('access-restriction add')) + 1)
      .filter((call) => call.includes(`access-restriction ${verb}`))
      .map((call) => [call.includes('--slot staging') ? 'staging' : 'production', /--scm-site (\w+)/.exec(call)?.[1]]);

  it('opens the deployment of staging for the time of the release', async () => {
    const { calls } = await run('release');
    expect(rulesOf(calls, 'add')).toEqual([['staging', 'true']]);
    expect(rulesOf(calls, 'remove')).toEqual([['staging', 'true']]);
    const order = [
      ...places(calls, 'access-restriction add', 'az webapp deploy ', 'az webapp stop'),
      calls.findLastIndex((call) => call.includes('access-restriction remove')),
    ];
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(order).not.toContain(-1);
  });

  it('takes away what a killed release has left open: Azure would keep two rules of one name, and remove one', async () => {
    // There is nothing to take away as a rule, which Azure calls a failure.
    const { calls } = await run('release', { CALLERS: 'named', FAILING: 'access-restriction remove' });
    const changes = calls.filter((call) => call.includes('access-restriction'));
    const verbs = changes.map((call) => (call.includes('access-restriction add') ? 'add' : 'remove'));
    expect(verbs).toEqual(['remove', 'add', 'remove', 'add', 'remove', 'add', 'remove', 'remove', 'remove']);
    const placeOf = (call = '') => /--resource-group .* --scm-site \w+/.exec(call)?.[0];
    for (const one of [0, 2, 4]) expect(placeOf(changes[one])).toBe(placeOf(changes[one + 1]));
  });

  it('deploys when the rule has taken effect, and says so if it never does', async () => {
    const { calls } = await run('release');
    // The site of the deployment is asked when the slot has started: the platform says 403 for a web app that is stopped, too.
    const order = places(
      calls,
      'access-restriction add',
      'webapp start ',
      'https://contoso-staging.scm.azurewebsites.net/',
      'webapp deploy ',
    );
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((one, other) => one - other));
    for (const more of [{}, { PIPELINE_ADDRESSES: 'none' }]) {
      const closed = await run('release', { DOOR: '403', ...more });
      expect([closed.code, ...places(closed.calls, 'webapp deploy ')]).toEqual([1, -1]);
      expect(closed.calls.filter((call) => call === 'sleep 5')).toHaveLength(30);
      expect(closed.calls).toContain('az webapp stop --resource-group group --name contoso --slot staging');
      expect(rulesOf(closed.calls, 'remove')).toEqual(rulesOf(closed.calls, 'add'));
    }
  });

  it('opens the app as well if only some may call it', async () => {
    const all = [
      ['staging', 'true'],
      ['staging', 'false'],
      ['production', 'false'],
    ];
    const { calls } = await run('release', { CALLERS: 'named' });
    expect(rulesOf(calls, 'add')).toEqual(all);
    expect(rulesOf(calls, 'remove')).toEqual(all);
  });

  it('asks the app itself whether it is ready, because the address may lead through a Front Door', async () => {
    const asked = async (callers: string) =>
      (await run('release', { CALLERS: callers })).calls.findLast((call) => call.startsWith('curl')) ?? '';
    expect(await asked('named')).toContain(' https://contoso.azurewebsites.net/readyz');
    expect(await asked('everybody')).toContain(' https://bot.contoso.com/readyz');
  });

  it.each(['az webapp deploy ', 'staging.azurewebsites.net/readyz', 'doctor', 'slot swap', 'access-restriction add'])(
    'closes what it has opened if this fails, and fails: %s',
    async (failing) => {
      const { code, calls } = await run('release', { CALLERS: 'named', FAILING: failing });
      expect(code).not.toBe(0);
      expect(rulesOf(calls, 'remove')).toEqual(rulesOf(calls, 'add'));
      expect(rulesOf(calls, 'add').length).toBeGreaterThan(0);
      expect(calls.at(-1)).toContain('access-restriction remove');
    },
  );

  it('closes the rest if one of them does not close, and then fails, so that somebody looks', async () => {
    const { code, calls } = await run('release', { CALLERS: 'named', FAILING: 'remove' });
    expect(code).toBe(1);
    expect(places(calls, 'slot swap', 'az webapp stop')).not.toContain(-1);
    expect(rulesOf(calls, 'remove')).toHaveLength(3);
  });

  it('opens it for the addresses of this machine, for Azure if nobody names them, or not at all', async () => {
    const opened = async (more: Readonly<Record<string, string>>) =>
      (await run('release', more)).calls.find((call) => call.includes('access-restriction add')) ?? '';
    expect(await opened({})).toMatch(
      /--rule-name pipeline --action Allow --priority 50 --service-tag AzureCloud --output none$/,
    );
    expect(await opened({ PIPELINE_ADDRESSES: '203.0.113.7/32' })).toContain(' --ip-address 203.0.113.7/32 ');
    const { code, calls } = await run('release', { CALLERS: 'named', PIPELINE_ADDRESSES: 'none' });
    expect([code, rulesOf(calls, 'add'), rulesOf(calls, 'remove')]).toEqual([0, [], []]);
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
      'az containerapp job start',
      'az containerapp job execution show',
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

  it('takes the word of the platform that it is ready if only some may call it', async () => {
    const { code, calls } = await run('release', { ...onContainers, CALLERS: 'named', FAILING: '/readyz' });
    expect(code).toBe(0);
    expect(places(calls, 'latestReadyRevisionName')).not.toContain(-1);
  });

  it('fails if the new version does not get ready, although the one before answers', async () => {
    const { code, calls } = await run('release', { ...onContainers, READY: 'false' });
    expect(code).toBe(1);
    expect(calls.filter((call) => call === 'sleep 10')).toHaveLength(30);
    expect(places(calls, 'bot.contoso.com/readyz')).toEqual([-1]);
  });
});

describe('a release after azd', () => {
  it('takes from azd what the deployment has put out, and asks for what it does not have', async () => {
    const given = { AZURE_ENV_NAME: 'production', webAppName: 'by-azd', publicUrl: 'https://azd.contoso.com' };
    const { code, calls } = await run('release', given);
    expect(code).toBe(0);
    expect(
      places(calls, 'az webapp deploy --resource-group group --name by-azd', 'https://azd.contoso.com/readyz'),
    ).not.toContain(-1);
    const asked = (name: string) => calls.filter((call) => call.includes(`outputs.${name}.`)).length;
    expect([asked('webAppName'), asked('publicUrl'), asked('botId')]).toEqual([0, 0, 1]);
    const { AZURE_ENV_NAME: _, ...outside } = given;
    expect((await run('release', outside)).calls.join('\n')).not.toContain('by-azd');
  });
});

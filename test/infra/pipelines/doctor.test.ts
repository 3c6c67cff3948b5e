import { describe, expect, it } from 'vitest';
import { CHECK_IDS } from '../../../bot/doctor/checks.ts';
import { modules } from '../azure/deployment.ts';
import { places, recordPrograms, run, runBash } from './recorded.ts';

recordPrograms();

/** The shell command that runs in the container of the staging slot. */
const asked = (calls: readonly string[]) =>
  /--shell-command (.*) --output none$/.exec(calls.find((call) => call.startsWith('az webapp exec')) ?? '')?.[1] ?? '';

/** The checks that a list leaves out, which begins after \`--without \`. */
const leftOutOf = (text: string) => (/--without ([a-z,-]+)/.exec(text)?.[1] ?? '').split(',');

describe('the doctor of this machine', () => {
  it('leaves out what the settings here do not say, and what the caller names', async () => {
    const plan = async (more: Readonly<Record<string, string>>) =>
      leftOutOf((await run('release', more)).calls.find((call) => call.includes('--plan')) ?? '');
    expect(await plan({})).toEqual(['token-example']);
    expect(await plan({ DOCTOR_WITHOUT: 'registration,clock' })).toEqual(['token-example', 'registration', 'clock']);
    // The deployment puts out no scopes, so that this check would stop every release.
    expect((await run('settings')).said).not.toContain('API_SCOPE');
    expect(CHECK_IDS).toContain('token-example');
  });
});

describe('the doctor of the staging slot', () => {
  it('runs with the bot’s own settings and identity, and leaves its report where the deployment reads it', async () => {
    const { said, calls } = await run('release', { REPORT: 'Database  pass\nexit code 0' });
    const command = asked(calls);
    expect(command).toContain('. /etc/profile');
    expect(command).toContain('npm run --silent doctor -- --without ');
    const [, file = ''] = / > (\/home\/LogFiles\/\S+)\.part /.exec(command) ?? [];
    expect(command).toContain(`mv ${file}.part ${file}`);
    const read = calls.find((call) => call.includes('/api/vfs/')) ?? '';
    expect(read).toContain(`scm.azurewebsites.net/api/vfs/${file.replace('/home/', '')} `);
    expect(read).toContain('--resource https://management.core.windows.net/');
    expect(said).toContain('Database  pass');
  });

  it('writes the report whole, with the exit code of the doctor at its end', async () => {
    const command = asked((await run('release')).calls);
    const [, file = ''] = / (\/home\/LogFiles\/doctor-\d+\.txt)$/.exec(command) ?? [];
    // The folders and the doctor of this machine stand for those of the slot.
    const here = command
      .replaceAll('/home/LogFiles/', '"$HERE"/')
      .replace('. /etc/profile', 'true')
      .replace('cd /home/site/wwwroot', 'cd "$HERE"');
    const reported = async (failing: string) =>
      (
        await runBash(
          ['-c', `HERE=$(mktemp -d); touch "$HERE/doctor-1.txt"; ${here}; ls "$HERE"; cat "$HERE"/*; rm -r "$HERE"`],
          { FAILING: failing },
        )
      ).said;
    const name = file.replace('/home/LogFiles/', '');
    expect(await reported('')).toBe(`${name}\nexit code 0\n`);
    expect(await reported('doctor')).toBe(`${name}\nexit code 1\n`);
  });

  it.each([
    ['finds a failure', { REPORT: 'Database  FAILURE\nexit code 1' }],
    ['gives no report', { FAILING: '/api/vfs/' }],
    ['cannot be asked', { FAILING: 'webapp exec' }],
  ])('stops the release before the swap if it %s', async (_, more) => {
    const { code, calls } = await run('release', more);
    expect(code).toBe(1);
    expect(places(calls, 'slot swap')).toEqual([-1]);
    expect(calls.at(-1)).toContain('access-restriction remove');
  });

  it('shows no name in its report that a pipeline would take for a command', async () => {
    const report =
      '  ::add-mask::a\nPartner ##vso[task.complete]\n###vso[task.complete]\n:::stop-commands::b\nexit code 0';
    const { code, said } = await run('release', { REPORT: report });
    expect(code).toBe(0);
    expect(said).toContain(
      '  :add-mask:a\nPartner #vso[task.complete]\n#vso[task.complete]\n:stop-commands:b\nexit code 0',
    );
  });

  it('leaves out what sees the version before, and what the caller names', async () => {
    const seen = ['public-url', 'certificate', 'health', 'sign-in-page', 'messages'];
    expect(leftOutOf(asked((await run('release')).calls))).toEqual(seen);
    const more = leftOutOf(asked((await run('release', { DOCTOR_WITHOUT: 'sweep,owners' })).calls));
    expect(more).toEqual([...seen, 'sweep', 'owners']);
    expect(more.filter((id) => !CHECK_IDS.some((known) => known === id))).toEqual([]);
  });

  it('takes no words of a shell as names of checks', async () => {
    const { code, calls } = await run('release', { DOCTOR_WITHOUT: 'sweep;id' });
    expect([code, calls]).toEqual([2, []]);
  });

  it('is left out if the caller says so', async () => {
    const { code, calls } = await run('release', { DOCTOR_IN_STAGING: 'no' });
    expect([code, places(calls, 'webapp exec', 'slot swap')[0]]).toEqual([0, -1]);
    expect(places(calls, 'slot swap')).not.toEqual([-1]);
  });
});

describe('the doctor of a new image', () => {
  const before = { HOSTING: 'ContainerApps', IMAGE_TAG: 'new', IMAGE: 'contoso.azurecr.io/api-credentials:old' };
  const deployments = (calls: readonly string[]) => calls.filter((call) => call.includes('group create'));
  const parameter = (call: string | undefined, name: string) =>
    [...(call ?? '').matchAll(/ (\w+)=(\S*)/g)].findLast(([, one]) => one === name)?.[2];

  it('runs as a job, while the image before goes on, and the new image is deployed if no check fails', async () => {
    const { code, calls } = await run('release', before);
    expect(code).toBe(0);
    const [first, second, ...more] = deployments(calls);
    expect([parameter(first, 'containerImage'), parameter(first, 'doctorImage')]).toEqual([
      'api-credentials:old',
      'api-credentials:new',
    ]);
    expect([parameter(second, 'containerImage'), parameter(second, 'doctorImage')]).toEqual([
      'api-credentials:new',
      'api-credentials:new',
    ]);
    expect(more).toEqual([]);
    const order = [first, 'az containerapp job start --resource-group group --name contoso-doctor', second].map(
      (text = '') => calls.findIndex((call) => call.includes(text)),
    );
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(calls.find((call) => call.includes('job execution show'))).toContain(
      '--job-execution-name contoso-doctor-1 ',
    );
  });

  it.each([
    ['finds a failure', { JOB: 'Failed' }],
    ['does not end', { JOB: 'Running' }],
    ['cannot be started', { FAILING: 'job start' }],
  ])('keeps the image before if it %s', async (_, more) => {
    const { code, calls } = await run('release', { ...before, ...more });
    expect(code).toBe(1);
    expect(deployments(calls).map((call) => parameter(call, 'containerImage'))).toEqual(['api-credentials:old']);
  });

  it('runs after the first image, which has nothing before it, and fails the release', async () => {
    const { code, calls } = await run('release', { HOSTING: 'ContainerApps', IMAGE_TAG: 'new', JOB: 'Failed' });
    expect(code).toBe(1);
    expect(deployments(calls)).toHaveLength(1);
    expect(places(calls, 'bot.contoso.com/readyz')).not.toContain(-1);
  });

  it('leaves out what sees the version before, what only its start brings forward, and what the caller names', async () => {
    const text = modules.get('containerApp')?.root.text ?? '';
    const [, list = ''] = /'([a-z,-]+,migrations,[a-z,-]+)'/.exec(text) ?? [];
    const slot = leftOutOf(asked((await run('release')).calls));
    expect(list.split(',')).toEqual([...slot, 'migrations', 'schedule', 'audit-triggers']);
    expect(list.split(',').filter((id) => !CHECK_IDS.some((known) => known === id))).toEqual([]);
    const { calls } = await run('release', { ...before, DOCTOR_WITHOUT: 'sweep' });
    expect(deployments(calls).map((call) => parameter(call, 'doctorWithout'))).toEqual(['sweep', 'sweep']);
  });

  it('is left out if the caller says so', async () => {
    const { code, calls } = await run('release', { ...before, DOCTOR_IN_STAGING: 'no' });
    expect([code, deployments(calls).length, ...places(calls, 'job start')]).toEqual([0, 1, -1]);
  });
});

import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { recordPrograms, runBash } from './recorded.ts';

recordPrograms();

describe('the pipelines', () => {
  const files = ['infra/pipelines/github-actions.yml', 'infra/pipelines/azure-devops.yml'];

  it.each(files)('run steps of the script, and name no secret: %s', async (path) => {
    const text = await readFile(path, 'utf8');
    expect(parse(text)).toBeTypeOf('object');
    const steps = [...text.matchAll(/azure\.sh ([a-z-]+)/g)].map(([, step = '']) => step);
    expect(new Set(steps.filter((step) => step !== 'sign-in'))).toEqual(new Set(['what-if', 'deploy', 'release']));
    expect(text).not.toMatch(/secrets\./);
  });

  it('show that a look at the changes has failed', async () => {
    const github = parse(await readFile(files[0] ?? '', 'utf8'));
    const step = github.jobs['what-if'].steps.at(-1);
    // https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
    const options = step.shell === 'bash' ? ['--noprofile', '--norc', '-eo', 'pipefail'] : ['-e'];
    const lookedAt = async (failing: string) =>
      (await runBash([...options, '-c', step.run], { FAILING: failing, GITHUB_STEP_SUMMARY: '/dev/null' })).code;
    expect(await lookedAt('what-if')).not.toBe(0);
    expect(await lookedAt('nothing')).toBe(0);
  });

  it('take actions of others by their commit', async () => {
    const uses = [...(await readFile(files[0] ?? '', 'utf8')).matchAll(/uses: (\S+)/g)].map(
      ([, action = '']) => action,
    );
    expect(uses.length).toBeGreaterThan(3);
    expect(uses.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
  });

  it('release only after the tests, and only from main', async () => {
    const github = parse(await readFile(files[0] ?? '', 'utf8'));
    expect(github.jobs.release).toMatchObject({
      needs: 'test',
      environment: 'production',
      if: "github.event_name == 'push'",
    });
    expect(github.on.push.branches).toEqual(['main']);
    const devops = parse(await readFile(files[1] ?? '', 'utf8'));
    expect(devops.stages.at(-1)).toMatchObject({ stage: 'release', dependsOn: 'test' });
    expect(devops.stages.at(-1).condition).toContain("eq(variables['Build.SourceBranch'], 'refs/heads/main')");
  });
});

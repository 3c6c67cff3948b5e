import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { FOLDER } from './deployment.ts';

/** https://learn.microsoft.com/azure/developer/azure-developer-cli/azd-schema */
const KNOWN = {
  top: [
    'name',
    'resourceGroup',
    'metadata',
    'infra',
    'services',
    'pipeline',
    'hooks',
    'requiredVersions',
    'state',
    'workflows',
  ],
  infra: ['provider', 'path', 'module'],
  hook: ['shell', 'run', 'continueOnError', 'interactive', 'windows', 'posix'],
};
const project = parse(readFileSync(`${FOLDER}/azure.yaml`, 'utf8'));
const page = readFileSync(`${FOLDER}/README.md`, 'utf8');
const script = readFileSync('infra/pipelines/azure.sh', 'utf8');
const hooks: Readonly<Record<string, { readonly run: string }>> = project.hooks;

describe('the project of azd', () => {
  it('has fields that are documented, and no others', () => {
    expect(Object.keys(project).filter((name) => !KNOWN.top.includes(name))).toEqual([]);
    expect(Object.keys(project.infra).filter((name) => !KNOWN.infra.includes(name))).toEqual([]);
    expect(Object.keys(hooks)).toEqual(['preprovision', 'postprovision']);
    const fields = Object.values(hooks).flatMap((hook) => Object.keys(hook));
    expect(fields.filter((name) => !KNOWN.hook.includes(name))).toEqual([]);
    expect(project.name).toMatch(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
  });

  it('deploys with the parameters that the page has people make', () => {
    const file = join(FOLDER, project.infra.path, `${project.infra.module}.bicepparam`);
    expect(page).toContain(`cp infra/azure/main.bicepparam ${file}`);
    expect(readFileSync(`${FOLDER}/main.bicepparam`, 'utf8')).toMatch(/^using 'main\.bicep'$/m);
  });

  it('names files that exist, from the folder in which azd runs them', () => {
    const named = Object.values(hooks).flatMap(({ run }) => run.match(/\.\.\/\S+\.sh/g) ?? []);
    expect(named).toEqual(['../pipelines/azure.sh']);
    expect(named.filter((path) => !existsSync(join(FOLDER, path)))).toEqual([]);
    expect(hooks['preprovision']?.run).toBe('cd ../.. && npm ci');
    expect(existsSync(join(FOLDER, '../..', 'package-lock.json'))).toBe(true);
    expect(project.infra.path).toBe('.');
  });

  it('brings the bot by the script of the pipelines, with what that needs', () => {
    const run = hooks['postprovision']?.run ?? '';
    const [, step = ''] = /azure\.sh ([a-z-]+)$/.exec(run) ?? [];
    expect(script).toMatch(new RegExp(`^  ${step}\\) `, 'm'));
    expect(run).toContain('RESOURCE_GROUP="$AZURE_RESOURCE_GROUP" PARAMETERS=infra/azure/my.bicepparam ');
    expect(project.workflows.up.steps).toEqual([{ azd: 'provision' }]);
  });
});

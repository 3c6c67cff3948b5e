import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

const FOLDER = 'appPackage';
const text = readFileSync(join(FOLDER, 'm365agents.yml'), 'utf8');
const STEP = z.strictObject({
  uses: z.string(),
  with: z.record(z.string(), z.string()),
  writeToEnvironmentFile: z.record(z.string(), z.string()).optional(),
});
const project = z
  .strictObject({
    version: z.string(),
    environmentFolderPath: z.string(),
    provision: z.array(STEP),
    publish: z.array(STEP),
  })
  .parse(parse(text));
const steps = [...project.provision, ...project.publish];
const envFolder = join(FOLDER, project.environmentFolderPath);
const envFiles = readdirSync(envFolder).filter((name) => /^\.env\.[a-z]+$/.test(name));

describe('the project file of Microsoft 365 Agents Toolkit', () => {
  it('creates, checks, zips and updates the Teams app, and publishes it', () => {
    const common = ['validateManifest', 'zipAppPackage', 'validateAppPackage', 'update'];
    const names = (lifecycle: typeof steps) => lifecycle.map(({ uses }) => uses.replace('teamsApp/', ''));
    expect(names(project.provision)).toEqual(['create', ...common]);
    expect(names(project.publish)).toEqual([...common, 'publishAppPackage']);
  });

  it('packs the manifest that npm run package packs, into the folder that is not kept', () => {
    const inputs = steps.flatMap(({ with: { manifestPath } }) => manifestPath ?? []);
    expect(new Set(inputs.map((path) => join(FOLDER, path)))).toEqual(new Set(['appPackage/manifest.json']));
    const outputs = steps.flatMap(
      ({ with: { outputZipPath, appPackagePath } }) => outputZipPath ?? appPackagePath ?? [],
    );
    expect(new Set(outputs.map((path) => join(FOLDER, path)))).toEqual(
      new Set(['.package/api-credentials.${{TEAMSFX_ENV}}.zip']),
    );
    expect(readFileSync('.gitignore', 'utf8').split('\n')).toContain('.package/');
  });

  it('finds every variable of its own and of the manifest in each environment, and writes no other', () => {
    expect(envFiles).toContain('.env.dev');
    const used = [text, readFileSync(join(FOLDER, 'manifest.json'), 'utf8')]
      .flatMap((source) => [...source.matchAll(/\$\{\{(\w+)\}\}/g)])
      .map(([, name]) => name);
    const written = steps.flatMap(({ writeToEnvironmentFile }) => Object.values(writeToEnvironmentFile ?? {}));
    for (const file of envFiles) {
      const names = Object.keys(parseEnv(readFileSync(join(envFolder, file), 'utf8'))).sort();
      expect(names, file).toEqual([...new Set([...used, ...written])].sort());
    }
  });

  it('keeps no secret and no deployment', () => {
    expect(text).not.toMatch(/SECRET_|PASSWORD|[0-9a-f]{8}-[0-9a-f]{4}/i);
    for (const file of envFiles) {
      const values = Object.entries(parseEnv(readFileSync(join(envFolder, file), 'utf8')));
      expect(values.filter(([, value]) => value !== '')).toEqual([['TEAMSFX_ENV', file.replace('.env.', '')]]);
    }
    expect(existsSync(join(envFolder, '.env.dev.user'))).toBe(false);
  });
});

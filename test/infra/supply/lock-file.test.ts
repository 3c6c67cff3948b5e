import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const ROOT = join(import.meta.dirname, '../../..');
const NAMES = z.record(z.string(), z.string());
const LOCK = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string().optional(),
      integrity: z.string().optional(),
      resolved: z.string().optional(),
      hasInstallScript: z.boolean().optional(),
    }),
  ),
});
const PROJECT = z.object({ scripts: NAMES, optionalDependencies: NAMES });

let text: string;
let packages: z.output<typeof LOCK>['packages'];
let project: z.output<typeof PROJECT>;
beforeAll(async () => {
  text = await readFile(join(ROOT, 'package-lock.json'), 'utf8');
  packages = LOCK.parse(JSON.parse(text)).packages;
  project = PROJECT.parse(JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')));
});

describe('the lock file', () => {
  it('has the SHA-512 of every package, of those for other machines too', () => {
    const open = Object.entries(packages).filter(
      ([place, { integrity }]) => place !== '' && !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''),
    );
    expect(open.map(([place]) => place)).toEqual([]);
    expect(Object.keys(packages).length).toBeGreaterThan(400);
  });

  it('names no host of a registry, so that each organisation can use its own', () => {
    const named = Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined);
    expect(named.map(([place]) => place)).toEqual([]);
    expect(text).not.toContain('registry.');
  });

  it('pins a Node for each kind of machine, which is fetched without a script', () => {
    const machines = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64', 'win-arm64', 'win-x64'];
    const brought = Object.entries(project.optionalDependencies).filter(([name]) => name.startsWith('node-'));
    expect(brought.map(([name]) => name.replace(/^node-(bin-)?/, ''))).toEqual(machines);
    for (const [name, version] of brought) {
      expect(packages[`node_modules/${name}`]).toMatchObject({ version });
      expect(packages[`node_modules/${name}`]?.hasInstallScript).toBeUndefined();
    }
    expect(packages['node_modules/node']).toBeUndefined();
  });
});

describe('the scripts of package.json', () => {
  it('run our programs on the Node of the packages, not on the one that npm runs on', () => {
    const lines = Object.values(project.scripts);
    const own = lines.filter((line) => /\b(node|vitest|knip)\b/.test(line));
    expect(own.filter((line) => !line.startsWith('node infra/node.js '))).toEqual([]);
    expect(own.length).toBeGreaterThan(20);
  });
});

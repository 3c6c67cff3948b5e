import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { NODE_FLAGS } from '../../infra/bundle/descriptions.ts';
import { makeBundle } from '../../infra/bundle/make.ts';
import { askRun } from './ask.ts';

const ROOT = join(import.meta.dirname, '../..');

/** What the bot and the operator's commands are started from. */
export interface Programs {
  /** The working folder of their processes. */
  readonly folder: string;
  /** Node's arguments for `bot/main` or another program. */
  line(name: string): readonly string[];
}

export const SOURCES: Programs = {
  folder: ROOT,
  line: (name) => ['--import', './infra/from-source.ts', `${name}.ts`],
};

/** The programs of a bundle that lies in this folder. */
export function bundleIn(folder: string): Programs {
  return { folder, line: (name) => [...NODE_FLAGS, `${name}.js`] };
}

/** The programs of the bundle that this run has made, or the sources outside a run. */
export async function programsOfRun(): Promise<Programs> {
  const folder = await askRun('bundle');
  return folder === undefined ? SOURCES : bundleIn(folder);
}

/** Makes the bundle that is deployed. The bot starts from it with a fifth of the CPU that its 310 sources take. */
export async function bundledFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'api-credentials-bundle-'));
  const { entries } = await makeBundle(ROOT, undefined);
  for (const { name, from } of entries) {
    const target = join(path, name);
    await mkdir(dirname(target), { recursive: true });
    await ('text' in from ? writeFile(target, from.text) : cp(from.file, target));
  }
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

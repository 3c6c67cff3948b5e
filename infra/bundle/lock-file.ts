import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const NAMES = z.record(z.string(), z.string());

/** One entry of `packages`; all else that npm wrote there is kept as it is. */
const LOCKED = z.looseObject({
  version: z.string().optional(),
  license: z.string().optional(),
  optional: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  dependencies: NAMES.optional(),
  optionalDependencies: NAMES.optional(),
  peerDependencies: NAMES.optional(),
  peerDependenciesMeta: z.record(z.string(), z.looseObject({ optional: z.boolean().optional() })).optional(),
});

/** In npm's own order, so that it is written as npm would. */
const LOCK = z.looseObject({
  name: z.string(),
  version: z.string(),
  lockfileVersion: z.literal(3),
  requires: z.boolean(),
  packages: z.record(z.string(), LOCKED),
});

const PROJECT = z.looseObject({
  name: z.string(),
  version: z.string(),
  scripts: NAMES,
  dependencies: NAMES,
});

export type Locked = z.output<typeof LOCKED>;
export type Lock = z.output<typeof LOCK>;
export type Project = z.output<typeof PROJECT>;

/** What the project says of itself and of the packages that belong to it. */
export async function readProject(root: string): Promise<{ readonly project: Project; readonly lock: Lock }> {
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(root, name), 'utf8'));
  return { project: PROJECT.parse(await read('package.json')), lock: LOCK.parse(await read('package-lock.json')) };
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const NAMES = z.record(z.string(), z.string());

/** One entry of `packages`. Everything else that npm wrote there is kept as it is. */
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

/** The order is npm's own, so that the file is written as npm writes it. */
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
  optionalDependencies: NAMES,
});

export type Locked = z.output<typeof LOCKED>;
export type Lock = z.output<typeof LOCK>;
export type Project = z.output<typeof PROJECT>;

/** Reads what the project says about itself and its packages. */
export async function readProject(root: string): Promise<{ readonly project: Project; readonly lock: Lock }> {
  const read = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(root, name), 'utf8'));
  return { project: PROJECT.parse(await read('package.json')), lock: LOCK.parse(await read('package-lock.json')) };
}

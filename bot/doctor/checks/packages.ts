import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { counted } from '../../../cards/shared/dates.ts';
import { type Check, failure, pass } from '../check.ts';

const NODE = 24;
const PROJECT = z.object({ dependencies: z.record(z.string(), z.string()).default({}) });
const LOCK = z.object({ packages: z.record(z.string(), z.object({ version: z.string().optional() })) });
const INSTALLED = z.object({ version: z.string() });

/** Where there is no lock file (a bundle has none), any version counts. */
export const packages: Check = {
  title: 'Node and packages',
  early: async ({ root }) => {
    const [major] = process.versions.node.split('.');
    if (Number(major) < NODE) {
      return failure(`This is Node ${major}.`, `Run it through npm (npm run doctor), which brings Node ${NODE} along.`);
    }
    const project = await read(new URL('package.json', root), PROJECT);
    if (project === undefined) return failure('There is no package.json.', 'Run it in the folder of the project.');
    const lock = await read(new URL('package-lock.json', root), LOCK);
    const names = Object.keys(project.dependencies);
    const wrong = await Promise.all(names.map((name) => problemOf(root, name, lock)));
    const problems = wrong.filter((problem) => problem !== undefined);
    if (problems.length > 0) return failure(problems.join('\n'), 'Run npm ci.');
    return pass(`Node ${process.versions.node}; ${counted(names.length, 'package')} installed.`);
  },
};

async function problemOf(
  root: URL,
  name: string,
  lock: z.output<typeof LOCK> | undefined,
): Promise<string | undefined> {
  const installed = await read(new URL(`node_modules/${name}/package.json`, root), INSTALLED);
  if (installed === undefined) return `${name} is not installed.`;
  const wanted = lock?.packages[`node_modules/${name}`]?.version;
  if (wanted === undefined || wanted === installed.version) return undefined;
  return `${name} is installed as ${installed.version}; the lock file says ${wanted}.`;
}

/** Undefined where the file is missing or another thing. */
async function read<T>(file: URL, shape: z.ZodType<T>): Promise<T | undefined> {
  try {
    return shape.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

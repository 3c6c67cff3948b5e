import { stat } from 'node:fs/promises';
import { descriptions, ownDependencies, programsOf, type Revision } from './descriptions.ts';
import { BundleError, type Entry } from './entry.ts';
import { includedPackages, licencePage } from './licences.ts';
import { type Lock, type Project, readProject } from './lock-file.ts';
import { checkIncluded, checkInstalled, filesBeside, packagesBeside, placeOfFile } from './packages.ts';
import { compiledPackages, isCompiled, productionTree } from './production-tree.ts';
import { type Chunk, roll } from './roll.ts';
import { sourceFiles } from './sources.ts';

export interface Made {
  readonly entries: readonly Entry[];
  readonly chunks: readonly Chunk[];
  /** Bytes in the bundle, by the package's place; '' is the bot itself. */
  readonly sizes: ReadonlyMap<string, number>;
}

/** Returns all files of the bundle. Throws BundleError. */
export async function makeBundle(root: string, revision: Revision | undefined): Promise<Made> {
  const { project, lock } = await readProject(root);
  const production = await productionPlaces(root, project, lock);
  const sources = await sourceFiles(root);
  const { entries: code, sizes: bySource, chunks } = await roll(root, programsOf(project), compiledPackages(lock));
  const beside = filesBeside(root, packagesBeside(ownDependencies(project)));
  const sizes = await sizesByPlace([...bySource], beside);
  const places = [...sizes.keys()].filter((place) => place !== '');
  await checkIncluded(root, production, places);
  const included = await includedPackages(root, lock, places);
  const licences = { name: 'LICENCES.txt', from: { text: licencePage(included) } };
  const described = descriptions(project, lock, included, revision);
  return { entries: [...described, licences, ...sources, ...code, ...beside], chunks, sizes };
}

/** Returns the places of all packages that the bot may load. Each of them is installed as the lock file says. */
async function productionPlaces(root: string, project: Project, lock: Lock): Promise<readonly string[]> {
  const { places, missing } = productionTree(lock, ownDependencies(project), isCompiled);
  if (missing.length > 0) throw new BundleError(missing);
  await checkInstalled(root, lock, places);
  return places;
}

async function sizesByPlace(
  bySource: readonly (readonly [string, number])[],
  beside: readonly Entry[],
): Promise<ReadonlyMap<string, number>> {
  const files = beside.map(
    async ({ name, from }) => [name, 'file' in from ? (await stat(from.file)).size : 0] as const,
  );
  const sizes = new Map<string, number>();
  for (const [path, size] of [...bySource, ...(await Promise.all(files))]) {
    const place = placeOfFile(path) ?? '';
    sizes.set(place, (sizes.get(place) ?? 0) + size);
  }
  return sizes;
}

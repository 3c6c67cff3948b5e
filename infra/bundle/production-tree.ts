import type { Lock, Locked } from './lock-file.ts';

export interface ProductionTree {
  /** Where each package lies, as the lock file names it (`node_modules/a/node_modules/b`), sorted. */
  readonly places: readonly string[];
  /** Those that a package asks for and that the lock file does not have. */
  readonly missing: readonly string[];
}

/**
 * Returns the packages that these dependencies need. They are found as Node finds them, from the package that asks
 * outwards. The marks of the lock file are not enough, because they do not know that one dependency is left out. The
 * packages of `passBy` are left out, with those that only they need.
 */
export function productionTree(
  lock: Lock,
  dependencies: readonly string[],
  passBy: (entry: Locked) => boolean = () => false,
): ProductionTree {
  const found = new Set<string>();
  const missing: string[] = [];
  const visit = (from: string, names: readonly string[], optional: boolean): void => {
    for (const name of names) {
      const place = placeOf(lock, from, name);
      if (place === undefined && !optional) missing.push(`${name}, which ${from === '' ? 'the bot' : from} needs`);
      const entry = place === undefined ? undefined : lock.packages[place];
      if (place === undefined || entry === undefined || found.has(place) || passBy(entry)) continue;
      found.add(place);
      visit(place, required(entry), false);
      visit(place, Object.keys(entry.optionalDependencies ?? {}), true);
    }
  };
  visit('', dependencies, false);
  return { places: [...found].sort(), missing };
}

/**
 * Whether a package is compiled when it is installed and is optional. Such a package cannot be moved to another
 * machine.
 */
export function isCompiled({ optional, hasInstallScript }: Locked): boolean {
  return optional === true && hasInstallScript === true;
}

/** Returns the names of such packages. */
export function compiledPackages({ packages }: Lock): readonly string[] {
  const places = Object.entries(packages).filter(([, entry]) => isCompiled(entry));
  return places.map(([place]) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length));
}

function required({ dependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} }: Locked): readonly string[] {
  const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
  return [...Object.keys(dependencies), ...peers];
}

function placeOf(lock: Lock, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    const place = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (lock.packages[place] !== undefined) return place;
    if (folder === '') return undefined;
  }
}

import type { Entry } from './entry.ts';
import type { Lock, Project } from './lock-file.ts';
import { isCompiled, productionTree } from './production-tree.ts';

export interface Revision {
  readonly commit: string;
  /** What is bundled is not what was committed. */
  readonly modified: boolean;
}

/** The platform has its own Node. The package `node` is for machines that have another version. */
const RUNTIME = 'node';

/** Returns the names of the packages that the bot itself depends on. */
export function ownDependencies({ dependencies }: Project): readonly string[] {
  return Object.keys(dependencies).filter((name) => name !== RUNTIME);
}

/**
 * Returns the files that describe the bundle. They have no path, no date and nothing about the machine that made it.
 */
export function descriptions(project: Project, lock: Lock, revision: Revision | undefined): readonly Entry[] {
  const reduced = reducedProject(project);
  return [
    { name: 'package.json', from: { text: json(reduced) } },
    { name: 'package-lock.json', from: { text: json(reducedLock(project, lock, reduced)) } },
    { name: 'bundle.json', from: { text: json(contents(project, lock, revision)) } },
  ];
}

function reducedProject(project: Project) {
  const { name, version, private: closed, license, type, overrides } = project;
  const dependencies = Object.fromEntries(
    Object.entries(project.dependencies).filter(([dependency]) => dependency !== RUNTIME),
  );
  // The operator's commands are in the bundle too. Platforms look for `start`.
  const commands = Object.entries(project.scripts).filter(([, line]) => line.startsWith('node bot/'));
  const scripts = { ...Object.fromEntries(commands), start: 'node bot/main.ts' };
  const engines = { node: `${nodeMajor(project)}.x` };
  return { name, version, private: closed, license, type, engines, scripts, dependencies, overrides };
}

function reducedLock(project: Project, lock: Lock, reduced: ReturnType<typeof reducedProject>) {
  const { name, version, license, engines, dependencies } = reduced;
  const { places } = productionTree(lock, ownDependencies(project));
  const packages = Object.fromEntries(places.map((place) => [place, lock.packages[place]]));
  return { ...lock, packages: { '': { name, version, license, dependencies, engines }, ...packages } };
}

function contents(project: Project, lock: Lock, revision: Revision | undefined) {
  const { places } = productionTree(lock, ownDependencies(project), isCompiled);
  const named = places.map((place) => [packageAt(place), lock.packages[place]] as const);
  const unique = new Map(named.map(([name, locked]) => [`${name}@${locked?.version}`, locked?.license ?? 'unknown']));
  const licences = new Map<string, number>();
  for (const licence of [...unique.values()].sort()) licences.set(licence, (licences.get(licence) ?? 0) + 1);
  return {
    name: project.name,
    version: project.version,
    ...revision,
    node: nodeMajor(project),
    packages: [...unique.keys()].sort(),
    licences: Object.fromEntries(licences),
  };
}

function packageAt(place: string): string {
  return place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function nodeMajor({ dependencies }: Project): number {
  return Number(/\d+/.exec(dependencies[RUNTIME] ?? '')?.[0]);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

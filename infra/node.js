// Runs a program on the Node that comes with the packages: `node infra/node.js <program or tool> <arguments>`. This file is
// JavaScript of Node 20, because the Node that starts it may be too old for TypeScript. See decision 0048.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const MAJOR = 24;

/** Reads a file of the project, or returns an empty object if there is none. */
function read(path) {
  return existsSync(join(ROOT, path)) ? JSON.parse(readFileSync(join(ROOT, path), 'utf8')) : {};
}

/** Returns the name of the package that brings Node for this machine. */
function packageName() {
  const machine = `-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  return Object.keys(read('package.json').optionalDependencies).find((name) => name.endsWith(machine));
}

/** Returns the Nodes that may run the program, the best one first. */
function candidates(name) {
  const { bin } = name === undefined ? {} : read(`node_modules/${name}/package.json`);
  const brought = bin === undefined ? [] : [join(ROOT, 'node_modules', name, bin.node)];
  return [...brought, ...(Number.parseInt(process.versions.node, 10) >= MAJOR ? [process.execPath] : [])];
}

/** A word without a slash names a tool of the packages: `vitest` is the file that its package.json names. */
function argumentsOf([first = '', ...rest]) {
  if (/[/\\]|^-|^$/.test(first)) return first === '' ? rest : [first, ...rest];
  const { bin } = read(`node_modules/${first}/package.json`);
  return bin?.[first] === undefined ? [first, ...rest] : [join(ROOT, 'node_modules', first, bin[first]), ...rest];
}

function giveUp(name, cause) {
  const why =
    name === undefined
      ? `No package brings Node for ${process.platform} ${process.arch}: install Node ${MAJOR} or newer yourself.`
      : `The package ${name} ${cause ?? 'is not installed'}: run npm ci, or install Node ${MAJOR} or newer yourself.`;
  process.stderr.write(`This needs Node ${MAJOR} or newer, and your own Node is ${process.versions.node}.\n${why}\n`);
  process.exitCode = 1;
}

/** What the program starts finds the same Node first on its path. */
function environmentFor(node) {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...process.env, [key]: [dirname(node), process.env[key] ?? ''].join(delimiter) };
}

function run(name, [node, ...others], given, cause) {
  if (node === undefined) return giveUp(name, cause);
  const child = spawn(node, given, { stdio: 'inherit', env: environmentFor(node) });
  // A Node that was built for another C library does not start, for instance.
  child.once('error', ({ code }) => run(name, others, given, `does not start here (${code})`));
  child.once('exit', (status, signal) => {
    process.exitCode = status ?? 128 + constants.signals[signal];
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.removeAllListeners(signal).on(signal, () => {
      // A terminal sends SIGINT to all of its processes: a second one would end the program at once.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
}

const NAME = packageName();
run(NAME, candidates(NAME), argumentsOf(process.argv.slice(2)));

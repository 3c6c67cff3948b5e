import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Environment } from '../../bot/config/setting.ts';
import { zip } from '../zip.ts';
import { composeAppPackage, updatedSources } from './app-package.ts';
import { commandsWithoutMenu } from './menu.ts';
import { PackageError } from './problem.ts';
import { readManifestValues } from './settings.ts';
import { lastPackage, versionFor } from './version.ts';

const USAGE =
  'Usage: npm run package -- [--app-version <x.y.z>] [--out <folder>] [--from <folder with manifest.json>] [--development]\n' +
  '       npm run package -- --update: writes the menu of the commands into manifest.json and the languages';
const NAME = 'api-credentials.zip';

interface Request {
  readonly out: string;
  readonly from: string;
  readonly development: boolean;
  /** The version of the app. Without it, it rises by itself. */
  readonly 'app-version'?: string | undefined;
  /** Writes no package, but the sources' menus: Microsoft 365 Agents Toolkit packs those as they are. */
  readonly update: boolean;
}

function readArguments(given: readonly string[]): Request | undefined {
  const options = {
    out: { type: 'string', default: '.package' },
    from: { type: 'string', default: join(import.meta.dirname, '../../appPackage') },
    development: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
    'app-version': { type: 'string' },
  } as const;
  try {
    return parseArgs({ args: [...given], options, strict: true }).values;
  } catch {
    return undefined;
  }
}

/** What the command has of its process. */
export interface PackIo {
  readonly environment: Environment;
  /** The folder that it was started in. */
  readonly folder: string;
  print(line: string): void;
  complain(line: string): void;
}

/**
 * Runs the operator's command. Returns its exit code: 0 if the package was written, 1 if something is wrong, 2 if the
 * arguments are.
 */
export function pack(given: readonly string[], io: PackIo): number {
  const request = readArguments(given);
  if (request === undefined) return refuse(io, [USAGE], 2);
  const from = resolve(io.folder, request.from);
  try {
    if (request.update) return update(io, from);
    const values = readManifestValues(io.environment);
    const out = resolve(io.folder, request.out);
    const compose = (version?: string) =>
      composeAppPackage({ folder: from, values, development: request.development, ...(version && { version }) });
    const { id, version: own } = compose().manifest;
    const last = lastPackage(join(out, NAME));
    const isSame = (version: string) =>
      last !== undefined && Buffer.compare(zip(compose(version).files), last.bytes) === 0;
    const { manifest, files } = compose(versionFor(last, { id, own, given: request['app-version'], isSame }));
    const bytes = zip(files);
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, NAME), bytes);
    io.print(`${join(request.out, NAME)}: ${manifest.name.short} ${manifest.version}, ${bytes.length} bytes`);
    io.print(`app ${manifest.id}, bot ${values.get('BOT_ID')}, sign-in page on ${values.get('PUBLIC_HOST')}`);
    io.print(`only typed, in no menu of Teams: ${commandsWithoutMenu().join(', ')}`);
    return 0;
  } catch (cause) {
    if (!(cause instanceof PackageError)) throw cause;
    return refuse(io, ['The app package was not written:', ...cause.message.split('\n').map((line) => `- ${line}`)], 1);
  }
}

function update(io: PackIo, folder: string): number {
  for (const [file, content] of updatedSources(folder)) {
    writeFileSync(join(folder, file), `${JSON.stringify(content, null, 2)}\n`);
    io.print(`${file}: has the menu of the commands; npm run fix puts it into the house's form`);
  }
  return 0;
}

function refuse(io: PackIo, lines: readonly string[], status: number): number {
  for (const line of lines) io.complain(line);
  return status;
}

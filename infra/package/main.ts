import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readEnvironment } from '../../bot/config/index.ts';
import { zip } from '../zip.ts';
import { composeAppPackage, updatedSources } from './app-package.ts';
import { commandsWithoutMenu } from './menu.ts';
import { PackageError } from './problem.ts';
import { readManifestValues } from './settings.ts';

const USAGE =
  'Usage: npm run package -- [--out <folder>] [--from <folder with manifest.json>] [--development]\n' +
  '       npm run package -- --update: writes the menu of the commands into manifest.json and the languages';
const NAME = 'api-credentials.zip';

interface Request {
  readonly out: string;
  readonly from: string;
  readonly development: boolean;
  /** Writes no package, but the sources' menus: Microsoft 365 Agents Toolkit packs those as they are. */
  readonly update: boolean;
}

function readArguments(given: readonly string[]): Request | undefined {
  const options = {
    out: { type: 'string', default: '.package' },
    from: { type: 'string', default: join(import.meta.dirname, '../../appPackage') },
    development: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
  } as const;
  try {
    return parseArgs({ args: [...given], options, strict: true }).values;
  } catch {
    return undefined;
  }
}

/**
 * Runs the operator's command. Its exit code is 0 if the package was written, 1 if something is wrong, 2 if the
 * arguments are.
 */
function main(given: readonly string[]): number {
  const request = readArguments(given);
  if (request === undefined) return refuse([USAGE], 2);
  try {
    if (request.update) return update(request.from);
    const values = readManifestValues(readEnvironment());
    const { manifest, files } = composeAppPackage({ folder: request.from, values, development: request.development });
    const bytes = zip(files);
    mkdirSync(request.out, { recursive: true });
    const path = join(request.out, NAME);
    writeFileSync(path, bytes);
    process.stdout.write(`${path}: ${manifest.name.short} ${manifest.version}, ${bytes.length} bytes\n`);
    process.stdout.write(
      `app ${manifest.id}, bot ${values.get('BOT_ID')}, sign-in page on ${values.get('PUBLIC_HOST')}\n`,
    );
    process.stdout.write(`only typed, in no menu of Teams: ${commandsWithoutMenu().join(', ')}\n`);
    return 0;
  } catch (cause) {
    if (!(cause instanceof PackageError)) throw cause;
    return refuse(['The app package was not written:', ...cause.message.split('\n').map((line) => `- ${line}`)], 1);
  }
}

function update(folder: string): number {
  for (const [file, content] of updatedSources(folder)) {
    writeFileSync(join(folder, file), `${JSON.stringify(content, null, 2)}\n`);
    process.stdout.write(`${file}: has the menu of the commands; npm run fix puts it into the house's form\n`);
  }
  return 0;
}

function refuse(lines: readonly string[], status: number): number {
  process.stderr.write(`${lines.join('\n')}\n`);
  return status;
}

process.exitCode = main(process.argv.slice(2));

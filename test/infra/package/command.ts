import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { MenuLine } from '../../../bot/usecases/shared/command-module.ts';
import { composeAppPackage } from '../../../infra/package/app-package.ts';
import { MENU } from '../../../infra/package/menu.ts';
import { pack } from '../../../infra/package/pack.ts';
import { PackageError } from '../../../infra/package/problem.ts';
import { readManifestValues } from '../../../infra/package/settings.ts';

const ROOT = join(import.meta.dirname, '../../..');

export const SETTINGS = {
  TEAMS_APP_ID: '33333333-3333-4333-8333-333333333333',
  BOT_ID: '22222222-2222-4222-8222-222222222222',
  AAD_APP_CLIENT_ID: '44444444-4444-4444-8444-444444444444',
  PUBLIC_URL: 'https://credentials.example.org',
  DEVELOPER_NAME: 'The "Umbrella" \\ Organisation',
  DEVELOPER_URL: 'https://example.org/',
  PRIVACY_URL: 'https://example.org/privacy',
  TERMS_URL: 'https://example.org/terms',
};

/** A JSON object that a test changes before it is packed. */
export const Json = z.record(z.string(), z.unknown());
export type Json = z.output<typeof Json>;

/** The parts of the manifest that tests change. */
export const Manifest = z.looseObject({
  supportsChannelFeatures: z.string().optional(),
  authorization: z.looseObject({}).optional(),
  version: z.string(),
  name: z.looseObject({ short: z.string() }),
  description: z.looseObject({ short: z.string(), full: z.string() }),
  staticTabs: z.array(z.looseObject({ entityId: z.string() })),
  validDomains: z.array(z.string()),
  icons: z.looseObject({ color: z.string() }),
  bots: z.tuple([
    z.looseObject({
      scopes: z.array(z.string()),
      supportsTargetedMessages: z.boolean(),
      commandLists: z.array(
        z.looseObject({
          scopes: z.array(z.string()),
          triggers: z.array(z.string()),
          commands: z.array(z.looseObject({ title: z.string(), description: z.string() })),
        }),
      ),
    }),
  ]),
});
export type Manifest = z.output<typeof Manifest>;

/** A copy of appPackage that a test may change, and an empty working folder. */
export interface Bench {
  readonly folder: string;
  /** The file that was written, or undefined if nothing was written. */
  written(): Uint8Array | undefined;
  write(file: string, content: string | Uint8Array): void;
  manifest(change: (manifest: Manifest) => void): void;
  language(change: (texts: Json) => void): void;
  /** The translations of the menu. */
  menuTexts(change: (texts: Json) => void): void;
  /** Returns what is wrong, checked in this process. */
  problems(settings?: Readonly<Record<string, string | undefined>>, menu?: readonly MenuLine[]): readonly string[];
  /** What `npm run package` does and prints, in this process. An undefined setting is not set. */
  pack(settings?: Readonly<Record<string, string | undefined>>, ...given: readonly string[]): Ended;
  /** Runs `npm run package` as a process. */
  run(settings?: Readonly<Record<string, string | undefined>>, ...given: readonly string[]): Promise<Ended>;
  remove(): void;
}

export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function createBench(): Bench {
  const folder = mkdtempSync(join(tmpdir(), 'app-package-'));
  const source = join(folder, 'source');
  cpSync(join(ROOT, 'appPackage'), source, { recursive: true });
  const zipFile = join(folder, '.package/api-credentials.zip');
  const write = (file: string, content: string | Uint8Array) => writeFileSync(join(source, file), content);
  const read = (file: string): unknown => JSON.parse(readFileSync(join(source, file), 'utf8'));
  const changeJson = (file: string, change: (texts: Json) => void) => {
    const texts = Json.parse(read(file));
    change(texts);
    write(file, JSON.stringify(texts));
  };
  return {
    folder,
    written: () => (existsSync(zipFile) ? readFileSync(zipFile) : undefined),
    write,
    manifest: (change) => {
      const manifest = Manifest.parse(read('manifest.json'));
      change(manifest);
      write('manifest.json', JSON.stringify(manifest));
    },
    language: (change) => changeJson('nl.json', change),
    menuTexts: (change) => changeJson('commands.nl.json', change),
    problems: (settings = {}, menu = MENU) => problemsOf(source, { ...SETTINGS, ...settings }, menu),
    pack: (settings = {}, ...given) => packed(folder, { ...SETTINGS, ...settings }, ['--from', source, ...given]),
    run: (settings = {}, ...given) => run(folder, { ...SETTINGS, ...settings }, ['--from', source, ...given]),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function problemsOf(
  folder: string,
  settings: Readonly<Record<string, string | undefined>>,
  menu: readonly MenuLine[],
): readonly string[] {
  try {
    composeAppPackage({ folder, values: readManifestValues(settings), development: false, menu });
    return [];
  } catch (cause) {
    if (cause instanceof PackageError) return cause.message.split('\n');
    throw cause;
  }
}

function packed(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
  given: readonly string[],
): Ended {
  const [out, err]: [string[], string[]] = [[], []];
  const io = { environment, folder, print: addTo(out), complain: addTo(err) };
  return { status: pack(given, io), stdout: out.join(''), stderr: err.join('') };
}

function addTo(lines: string[]): (line: string) => void {
  return (line) => void lines.push(`${line}\n`);
}

async function run(
  cwd: string,
  settings: Readonly<Record<string, string | undefined>>,
  given: readonly string[],
): Promise<Ended> {
  const env = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const child = spawn(process.execPath, [join(ROOT, 'infra/package/main.ts'), ...given], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { status: child.exitCode, stdout, stderr };
}

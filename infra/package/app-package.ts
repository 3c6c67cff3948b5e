import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MenuLine } from '../../bot/usecases/shared/command-module.ts';
import { checkDomains } from './domains.ts';
import { checkIcon } from './icons.ts';
import { checkLanguage, type Language, menuFileOf, withMenuTexts } from './languages.ts';
import { checkFilled, fill, MANIFEST, type Manifest } from './manifest.ts';
import { checkMenu, MENU, withMenu } from './menu.ts';
import { PackageError, type Problem } from './problem.ts';
import { checkLanguageTexts, checkRules } from './rules.ts';
import { checkSchema } from './schema.ts';
import type { ManifestValues } from './settings.ts';

export interface Source {
  /** With manifest.json, the icons and the language files. */
  readonly folder: string;
  readonly values: ManifestValues;
  /** Lets localhost and tunnels through, which a published app must not name. */
  readonly development: boolean;
  /** The lines of Teams' menus; those of the bot's commands if nothing else is said. */
  readonly menu?: readonly MenuLine[];
  /** The version of the app; that of the sources if nothing else is said. */
  readonly version?: string;
}

export interface AppPackage {
  readonly manifest: Manifest;
  /** By name, manifest first. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Fills, collects and checks the files of the app package. Throws PackageError with all that is wrong. */
export function composeAppPackage({ folder, values, development, menu = MENU, version }: Source): AppPackage {
  const tooLong = checkMenu(menu);
  if (tooLong.length > 0) throw new PackageError(tooLong);
  const content = withVersion(withMenu(fill(readJson(folder, 'manifest.json'), values), menu), version);
  const early = [...checkFilled('manifest.json', content), ...checkSchema('manifest', 'manifest.json', content)];
  const parsed = MANIFEST.safeParse(content);
  if (!parsed.success) throw new PackageError(early);
  const manifest = parsed.data;
  const icons = iconsOf(manifest).map(([kind, file]) => ({ kind, file, bytes: read(folder, file) }));
  const languages = languagesOf(manifest).map((file) => readLanguage(folder, file));
  const found: readonly Problem[] = [
    ...early,
    ...checkRules(manifest),
    ...checkDomains(manifest.validDomains, values.get('PUBLIC_HOST') ?? '', development),
    ...icons.flatMap(({ kind, file, bytes }) => checkIcon(kind, file, bytes)),
    ...languages.flatMap((language) => checkLanguage(manifest, menu, language)),
    ...languages.flatMap(({ file, content: texts }) => checkLanguageTexts(file, texts)),
  ];
  if (found.length > 0) throw new PackageError(found);
  const pictures = icons.map(({ file, bytes }) => [file, new Uint8Array(bytes)] as const);
  const texts = languages.map((language) => [language.file, encoded(withMenuTexts(language, menu))] as const);
  return { manifest, files: new Map([['manifest.json', encoded(content)], ...pictures, ...texts]) };
}

/** The files of the folder that hold the menu, with the menu as it is now. */
export function updatedSources(folder: string): ReadonlyMap<string, unknown> {
  const content = readJson(folder, 'manifest.json');
  const manifest = MANIFEST.parse(content);
  const languages = languagesOf(manifest).map((file) => readLanguage(folder, file));
  return new Map([
    ['manifest.json', withMenu(content, MENU)],
    ...languages.map((language) => [language.file, withMenuTexts(language, MENU)] as const),
  ]);
}

function withVersion(content: unknown, version: string | undefined): unknown {
  return typeof content !== 'object' || content === null || version === undefined ? content : { ...content, version };
}

function readLanguage(folder: string, file: string): Language {
  const menuFile = menuFileOf(file);
  return {
    file,
    content: readJson(folder, file),
    menuFile,
    menuTexts: readJson(folder, menuFile),
  };
}

function iconsOf({ icons }: Manifest) {
  return [['color', icons.color] as const, ['outline', icons.outline] as const];
}

function languagesOf({ localizationInfo }: Manifest): readonly string[] {
  return (localizationInfo?.additionalLanguages ?? []).map(({ file }) => file);
}

function encoded(json: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(json, null, 2)}\n`);
}

function readJson(folder: string, file: string): unknown {
  const text = read(folder, file).toString('utf8');
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown fault';
    throw new PackageError([{ name: 'file', sentence: `${file} is not JSON (${reason}): correct it` }]);
  }
}

/** The manifest names the files. All of them are at the root of the zip, without folders. */
function read(folder: string, file: string): Buffer {
  try {
    if (/[\\/]/.test(file)) throw new Error('it must lie beside manifest.json');
    return readFileSync(join(folder, file));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unknown fault';
    throw new PackageError([
      { name: 'file', sentence: `${file} cannot be read (${reason}): put it beside manifest.json` },
    ]);
  }
}

import { z } from 'zod';
import { MENU_SCOPES, type MenuLine } from '../../bot/usecases/shared/command-module.ts';
import type { Manifest } from './manifest.ts';
import { type Problem, problems } from './problem.ts';
import { checkSchema } from './schema.ts';

const TEXTS = z.record(z.string(), z.unknown());
const OF_THE_MENU = /^bots\[0\]\.commandLists\[\d+\]\.commands\[\d+\]\.description$/;

/** A file of translations, and the translations of the menu, by the titles of its lines. */
export interface Language {
  readonly file: string;
  readonly content: unknown;
  readonly menuFile: string;
  readonly menuTexts: unknown;
}

/** Where the translations of the menu are, which people write: `commands.nl.json` for `nl.json`. */
export function menuFileOf(file: string): string {
  return `commands.${file}`;
}

/**
 * The file as Teams reads it: texts of the menu are known by their position there. Titles are not translated: they are what
 * people send to the bot, which reads English.
 * https://learn.microsoft.com/microsoftteams/platform/resources/schema/localization-schema
 */
export function withMenuTexts({ content, menuTexts }: Language, menu: readonly MenuLine[]): Record<string, unknown> {
  const own = Object.entries(textsOf(content)).filter(([key]) => !OF_THE_MENU.test(key));
  const translations = textsOf(menuTexts);
  const ofMenu = MENU_SCOPES.flatMap((scope, list) =>
    menu
      .filter(({ scopes, title }) => scopes.includes(scope) && title in translations)
      .map(({ title }, index) => [`bots[0].commandLists[${list}].commands[${index}].description`, translations[title]]),
  );
  return Object.fromEntries([...own, ...ofMenu]);
}

/** Checks that a language fits Microsoft's schema, this manifest and this menu, and is complete. */
export function checkLanguage(manifest: Manifest, menu: readonly MenuLine[], language: Language): readonly Problem[] {
  const { file, content, menuFile, menuTexts } = language;
  const own = Object.keys(textsOf(content)).filter((key) => key !== '$schema' && !OF_THE_MENU.test(key));
  return [
    ...checkSchema('language', file, withMenuTexts(language, menu)),
    ...problems('language', [
      ...differences(file, 'manifest.json', own, textKeys(manifest)),
      ...differences(
        menuFile,
        'the menu',
        Object.keys(textsOf(menuTexts)),
        menu.map(({ title }) => title),
      ),
    ]),
  ];
}

/** The manifest's own texts that a language file can replace, by the file's keys. */
function textKeys({ name, composeExtensions }: Manifest): readonly string[] {
  const full = name.full === undefined ? [] : ['name.full'];
  return ['name.short', ...full, 'description.short', 'description.full', ...searchKeys(composeExtensions)];
}

/** The texts of the commands of the compose box, and of their fields. */
function searchKeys(extensions: Manifest['composeExtensions']): readonly string[] {
  return extensions.flatMap(({ commands }, extension) =>
    commands.flatMap((command, index) => {
      const path = `composeExtensions[${extension}].commands[${index}]`;
      const fields = command.parameters.flatMap((field, at) => titledKeys(`${path}.parameters[${at}]`, field));
      return [...titledKeys(path, command), ...fields];
    }),
  );
}

function titledKeys(path: string, { description }: { readonly description?: string | undefined }): readonly string[] {
  return [`${path}.title`, ...(description === undefined ? [] : [`${path}.description`])];
}

function differences(file: string, of: string, given: readonly string[], wanted: readonly string[]): readonly string[] {
  return [
    ...wanted.filter((key) => !given.includes(key)).map((key) => `${file} lacks ${key}: translate it`),
    ...given.filter((key) => !wanted.includes(key)).map((key) => `${file} has ${key}, which ${of} does not: remove it`),
  ];
}

function textsOf(content: unknown): Readonly<Record<string, unknown>> {
  return TEXTS.safeParse(content).data ?? {};
}

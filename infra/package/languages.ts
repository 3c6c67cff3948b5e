import { z } from 'zod';
import { checkAnswered } from './commands.ts';
import type { Manifest } from './manifest.ts';
import { type Problem, problems } from './problem.ts';
import { checkSchema } from './schema.ts';

const TEXTS = z.record(z.string(), z.unknown());
const TITLE = /\.commands\[\d+\]\.title$/;

/**
 * Returns the keys of the manifest's texts that a language file must replace. The titles of commands are not among
 * them: people send them to the bot, which reads English.
 * https://learn.microsoft.com/microsoftteams/platform/resources/schema/localization-schema
 */
function textKeys({ bots, name }: Manifest): readonly string[] {
  const descriptions = bots.flatMap(({ commandLists }, bot) =>
    commandLists.flatMap(({ commands }, list) =>
      commands.flatMap(({ description }, at) =>
        description === undefined ? [] : [`bots[${bot}].commandLists[${list}].commands[${at}].description`],
      ),
    ),
  );
  const full = name.full === undefined ? [] : ['name.full'];
  return ['name.short', ...full, 'description.short', 'description.full', ...descriptions];
}

/** Checks that a file of translations fits Microsoft's schema and this manifest, and is complete. */
export function checkLanguage(manifest: Manifest, file: string, content: unknown): readonly Problem[] {
  const texts = TEXTS.safeParse(content).data ?? {};
  const given = Object.keys(texts).filter((key) => key !== '$schema');
  const keys = textKeys(manifest);
  const possible = new Set([...keys, ...keys.map((key) => key.replace(/\.description$/, '.title'))]);
  const titles = given.filter((key) => TITLE.test(key)).map((key) => String(texts[key]));
  return [
    ...checkSchema('language', file, content),
    ...problems('language', [
      ...keys.filter((key) => !given.includes(key)).map((key) => `${file} lacks ${key}: translate it`),
      ...given
        .filter((key) => !possible.has(key))
        .map((key) => `${file} has ${key}, which manifest.json does not: remove it`),
    ]),
    ...checkAnswered(file, titles),
  ];
}

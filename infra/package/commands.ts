import { parseText } from '../../bot/adapters/teams/inbound/parse-text.ts';
import { ADMINISTRATOR_POINTS, CHAPTERS, MAIL_POINT } from '../../cards/help/sentences.ts';
import { commandsOf, type Manifest } from './manifest.ts';
import { type Problem, problems } from './problem.ts';

// https://learn.microsoft.com/microsoft-365/extensibility/schema/root-bots-command-lists
const MOST_LISTS = 3;
const MOST_COMMANDS = 12;

/** Whether the bot knows what to do with these words, by its own parser. */
function isAnswered(title: string): boolean {
  return parseText(title).kind !== 'unsupported';
}

/**
 * The commands that `help` lists, to anybody: all that its first page begins a point with, e-mail and administrators'
 * points included, and whatever of the other pages' points the bot answers.
 */
export function helpedCommands(): ReadonlySet<string> {
  const first = [...CHAPTERS.overview.points, MAIL_POINT, ...ADMINISTRATOR_POINTS];
  const others = Object.values(CHAPTERS).flatMap(({ points, after }) => [...points, ...(after ?? [])]);
  const answered = others.filter(({ lead }) => isAnswered(lead));
  return new Set([...first, ...answered].map(({ lead }) => lead));
}

/**
 * The lists against the bot. A command that help lists may stand in any list: three lists of twelve cannot hold all of
 * them everywhere, so each conversation offers what it is used for.
 */
export function checkCommands(manifest: Manifest): readonly Problem[] {
  const titles = new Set(commandsOf(manifest).map(({ title }) => title));
  const lacking = [...helpedCommands()].filter((title) => !titles.has(title));
  return [
    ...checkAnswered('manifest.json', [...titles]),
    ...problems(
      'command-lacking',
      lacking.map((title) => `help lists "${title}", but no command list has it: add it to one in manifest.json`),
    ),
    ...checkSizes(manifest),
  ];
}

/** Titles that people pick from a list are sent to the bot as they are, in whatever language. */
export function checkAnswered(file: string, titles: readonly string[]): readonly Problem[] {
  const unanswered = titles.filter((title) => !isAnswered(title));
  const sentence = (title: string) =>
    `${file} offers "${title}", which the bot does not answer: remove it, or use the words that "help" uses`;
  return problems('command-unanswered', unanswered.map(sentence));
}

function checkSizes({ bots }: Manifest): readonly Problem[] {
  const lists = bots.flatMap(({ commandLists }) => commandLists);
  const long = lists.filter(({ commands }) => commands.length > MOST_COMMANDS);
  return problems('too-many-commands', [
    ...(lists.length > MOST_LISTS ? [`there are ${lists.length} command lists: Teams takes ${MOST_LISTS}`] : []),
    ...long.map(
      ({ scopes, commands }) =>
        `the list for ${scopes.join(', ')} has ${commands.length} commands: Teams takes ${MOST_COMMANDS}, move some to another list`,
    ),
  ]);
}

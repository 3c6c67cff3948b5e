import { parseText } from '../../bot/adapters/teams/inbound/parse-text.ts';
import { ADMINISTRATOR_POINTS, CHAPTERS, MAIL_POINT } from '../../cards/help/sentences.ts';
import { commandsOf, type Manifest } from './manifest.ts';
import { type Problem, problems } from './problem.ts';

// https://learn.microsoft.com/microsoft-365/extensibility/schema/root-bots-command-lists
const MOST_LISTS = 3;
const MOST_COMMANDS = 12;

/** Whether the bot's own parser understands these words. */
function isAnswered(title: string): boolean {
  return parseText(title).kind !== 'unsupported';
}

/**
 * Returns the commands that `help` lists for anybody: those of its first page, with the points about e-mail and for
 * administrators, and those points of its other pages that the bot answers.
 */
export function helpedCommands(): ReadonlySet<string> {
  const first = [...CHAPTERS.overview.points, MAIL_POINT, ...ADMINISTRATOR_POINTS];
  const others = Object.values(CHAPTERS).flatMap(({ points, after }) => [...points, ...(after ?? [])]);
  const answered = others.filter(({ lead }) => isAnswered(lead));
  return new Set([...first, ...answered].map(({ lead }) => lead));
}

/**
 * Compares the lists with the bot. A command that help lists may be in any of the lists: three lists of twelve cannot
 * hold all commands everywhere, so each kind of conversation offers what it is used for.
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

/** The bot must answer every title, because a title that a person picks from a list is sent to it as it is. */
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

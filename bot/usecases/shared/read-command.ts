import type { PersonWish, StoredCommand } from '../../domain/shared/command.ts';
import { folded } from '../../domain/shared/text.ts';
import { unwrapped } from '../../domain/shared/typed.ts';
import type { CommandModule } from './command-module.ts';

type Modules<C extends StoredCommand> = readonly CommandModule<C>[];

/**
 * What plain text on one line asks for; undefined if no command reads it. Case does not matter, and neither does what
 * people put around words: quotation marks, the signs of bold and code, and punctuation. What follows the words of a
 * command stays as it was typed.
 */
export function readTextWith<C extends StoredCommand>(
  modules: Modules<C>,
  text: string,
  mentioned: readonly PersonWish[],
): C | undefined {
  for (const said of new Set([text, unwrapped(text)])) {
    for (const module of modules) {
      const command = module.readWhole?.(said) ?? readWords(module, said, mentioned);
      if (command !== undefined) return command;
    }
  }
  return undefined;
}

function readWords<C extends StoredCommand>(
  { words: all = [], read }: CommandModule<C>,
  text: string,
  mentioned: readonly PersonWish[],
): C | undefined {
  for (const words of all) {
    const rest = folded(text) === words ? '' : restAfter(words, text);
    const command = rest === undefined ? undefined : (read?.(rest, mentioned) ?? read?.(unwrapped(rest), mentioned));
    if (command !== undefined) return command;
  }
  return undefined;
}

/** The text after these words, as it was typed; empty if it has neither a letter nor a digit. */
function restAfter(words: string, text: string): string | undefined {
  const [wanted, said] = [words.split(' '), text.split(' ')];
  if (!wanted.every((word, index) => word === bareWord(said[index] ?? ''))) return undefined;
  const rest = said.slice(wanted.length).join(' ');
  return /[\p{L}\p{N}]/u.test(rest) ? rest : '';
}

/** A word for comparing, without what is not a letter or a digit at its beginning and its end. */
function bareWord(word: string): string {
  return folded(word).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
}

/** What a button asks for; undefined for verbs and data that are not ours. */
export function readButtonWith<C extends StoredCommand>(
  modules: Modules<C>,
  verb: unknown,
  data: unknown,
): C | undefined {
  for (const { kind, formerKinds = [], button } of modules) {
    const isMeant = verb === kind || formerKinds.some((former) => former === verb);
    const command = isMeant ? button?.safeParse(data ?? {}).data : undefined;
    if (command !== undefined) return command;
  }
  return undefined;
}

/** The module of a command of this version, or of an earlier one. */
export function moduleFor<C extends StoredCommand>(
  modules: Modules<C>,
  command: StoredCommand,
): CommandModule<C> | undefined {
  const purpose = 'purpose' in command ? command.purpose : undefined;
  return modules.find(
    (module) =>
      (module.kind === command.kind || module.formerKinds?.includes(command.kind) === true) &&
      (module.purpose === undefined || module.purpose === purpose),
  );
}

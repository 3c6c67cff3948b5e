import type { PersonWish, StoredCommand } from '../../domain/shared/command.ts';
import { folded } from '../../domain/shared/text.ts';
import type { CommandModule } from './command-module.ts';

type Modules<C extends StoredCommand> = readonly CommandModule<C>[];

/** What plain text on one line asks for; undefined if no command reads it. Case does not matter. */
export function readTextWith<C extends StoredCommand>(
  modules: Modules<C>,
  text: string,
  mentioned: readonly PersonWish[],
): C | undefined {
  const spoken = folded(text);
  // A question mark may end a question, and is a command of its own.
  const sentences = [spoken, spoken.replace(/[?!.]+$/, '').trim()];
  for (const module of modules) {
    const whole = module.readWhole?.(text);
    if (whole !== undefined) return whole;
    for (const words of module.words ?? []) {
      const rest = sentences.includes(words) ? '' : restAfter(words, spoken, text);
      const command = rest === undefined ? undefined : module.read?.(rest, mentioned);
      if (command !== undefined) return command;
    }
  }
  return undefined;
}

/** The text after these words, as it was typed. */
function restAfter(words: string, spoken: string, text: string): string | undefined {
  return spoken.startsWith(`${words} `) ? text.split(' ').slice(words.split(' ').length).join(' ') : undefined;
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

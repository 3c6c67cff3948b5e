import type { Purpose } from '../../domain/shared/command.ts';
import type { CommandModule } from './command-module.ts';
import { carries, oneOf, QUERY } from './fields.ts';

/**
 * Finds one application by what was typed, and does something with it. `hint` names one of its secrets, or is empty.
 */
export interface OpenCommand<P extends Purpose> {
  readonly kind: 'open';
  readonly purpose: P;
  readonly query: string;
  readonly hint: string;
}

type Opening<P extends Purpose> = Pick<CommandModule<OpenCommand<P>>, 'words' | 'help' | 'menu' | 'perform'>;

/**
 * A command about one application. All of them share the verb `open`, because a card that asks which application is meant
 * has the same buttons for each of them.
 */
export function opening<P extends Purpose>(purpose: P, parts: Opening<P>): CommandModule<OpenCommand<P>> {
  return {
    ...parts,
    kind: 'open',
    purpose,
    // A hint at the end is split off later, when the applications are known: a name may end in anything.
    read: (query) => ({ kind: 'open', purpose, query, hint: '' }),
    button: carries('open', { purpose: oneOf([purpose]), query: QUERY, hint: QUERY }),
    need: 'read',
  };
}

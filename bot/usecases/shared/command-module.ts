import type { HelpTopic, PersonWish, Purpose, StoredCommand } from '../../domain/shared/command.ts';
import type { HelpSection, Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import type { Need } from '../../domain/sign-in/session.ts';
import type { TurnDeps } from './deps.ts';
import type { Fields } from './fields.ts';

/** One line of help about a command: a few words in bold, then the rest. */
export interface HelpLine {
  readonly lead: string;
  readonly text: string;
  /** The page that it is on; the page with all commands if it names none. */
  readonly topic?: HelpTopic;
  /** Its heading on the page with all commands; that of secrets if it names none. Administrators alone see theirs. */
  readonly section?: HelpSection;
  /** The command works only if e-mail is set up. */
  readonly needsMail?: boolean;
}

export const MENU_SCOPES = ['personal', 'team', 'groupChat'] as const;
/** The kinds of conversation that Teams keeps a menu of commands for, as its manifest calls them. */
export type MenuScope = (typeof MENU_SCOPES)[number];

/** One line of the menu that Teams shows. People who pick it send its title to the bot. */
export interface MenuLine {
  readonly title: string;
  readonly text: string;
  /** Choose with care: the menu of each kind of conversation has room for 12 lines. */
  readonly scopes: readonly MenuScope[];
}

/** The command goes on with another one, which a sign-in had interrupted. */
export interface Resumed {
  readonly kind: 'resumed';
  readonly command: StoredCommand;
}

/**
 * All that there is to know about one command. Parser, dispatch, help, Teams' menu and the access table derive from the
 * list of these in commands.ts. See decision 0018: a command is one module.
 *
 * Its functions are methods, and no function properties, so that one list can hold modules of different commands: a module
 * only ever gets commands of its own kind.
 *
 * @example
 * export const rotationsCommand: CommandModule<RotationsCommand> = {
 *   kind: 'rotations',
 *   words: ['rotations'],
 *   read: alone({ kind: 'rotations' }),
 *   button: carries('rotations', {}),
 *   need: 'read',
 *   help: [{ lead: 'rotations', text: '– the open rotations, to continue one' }],
 *   perform: (deps, _command, asker) => rotations(deps, asker),
 * };
 */
export interface CommandModule<C extends StoredCommand> {
  /** Also the verb of its buttons. */
  readonly kind: C['kind'];
  /** Tells modules apart that share a kind. */
  readonly purpose?: Purpose;
  /** Kinds that an earlier version used: cards and interrupted sign-ins of that version still carry them. */
  readonly formerKinds?: readonly string[];
  /** Lower-case words that a message begins with. */
  readonly words?: readonly string[];
  /** What follows the words, as a command; undefined if this is no such command. */
  read?(rest: string, mentioned: readonly PersonWish[]): C | undefined;
  /** Reads a message that no words can tell, such as a code. */
  readWhole?(text: string): C | undefined;
  /** What its button may carry; a command without a button is only typed. */
  readonly button?: Fields<C>;
  /** The sign-in without which it is not performed; `nothing` also if it asks for a sign-in itself. */
  readonly need: Need | 'nothing' | { of(command: C): Need };
  readonly help?: readonly HelpLine[];
  /** Without it, the command is in no menu. */
  readonly menu?: readonly MenuLine[];
  perform(deps: TurnDeps, command: C, asker: Asker): Promise<Outcome | Resumed>;
}

/** The command that a module is about. */
export type CommandOf<M> = M extends CommandModule<infer C> ? C : never;

/** Reads words that nothing may follow. */
export function alone<C extends StoredCommand>(command: C): (rest: string) => C | undefined {
  return (rest) => (rest === '' ? command : undefined);
}

import { alone, type CommandModule } from '../shared/command-module.ts';
import { carries } from '../shared/fields.ts';

interface SignInCommand {
  readonly kind: 'sign-in';
}

/** Its need asks for the sign-in, so that nothing is left to perform. */
export const signInCommand: CommandModule<SignInCommand> = {
  kind: 'sign-in',
  words: ['sign in', 'signin', 'sign-in', 'log in', 'login', 'log-in'],
  read: alone({ kind: 'sign-in' }),
  button: carries('sign-in', {}),
  need: 'read',
  perform: async (_deps, _command, asker) => ({ kind: 'signed-in', name: asker.name }),
};

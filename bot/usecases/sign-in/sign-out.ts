import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { auditOf } from '../audit/audit-events.ts';
import { alone, type CommandModule } from '../shared/command-module.ts';
import type { Deps } from '../shared/deps.ts';
import { carries } from '../shared/fields.ts';

interface SignOutCommand {
  readonly kind: 'sign-out';
}

/** Ends the asker's session. */
export const signOutCommand: CommandModule<SignOutCommand> = {
  kind: 'sign-out',
  words: ['sign out', 'signout', 'sign-out', 'log out', 'logout', 'log-out'],
  read: alone({ kind: 'sign-out' }),
  button: carries('sign-out', {}),
  need: 'nothing',
  help: [{ section: 'account', lead: 'sign out', text: '– end your sign-in' }],
  menu: [{ title: 'sign out', text: 'End your sign-in', scopes: ['groupChat'] }],
  perform: (deps, _command, asker) => signOut(deps, asker),
};

async function signOut(deps: Pick<Deps, 'clock' | 'random' | 'ledger'>, asker: Asker): Promise<Outcome> {
  const ended = await deps.ledger.sessions.end(asker.person, auditOf(deps, asker, 'session.ended'));
  return ended ? { kind: 'signed-out' } : { kind: 'not-signed-in' };
}

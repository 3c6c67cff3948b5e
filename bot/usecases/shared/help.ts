import type { Command } from '../../domain/shared/command.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { ADMIN_ROLE, satisfies } from '../../domain/sign-in/session.ts';
import { findMine, isApplication } from './applications.ts';
import type { Deps } from './deps.ts';

/** Help needs no sign-in; only the example for a named application does, and falls back to a placeholder. */
export async function help(deps: Deps, command: Extract<Command, { kind: 'help' }>, asker: Asker): Promise<Outcome> {
  const now = deps.clock();
  const { policy, apiTokenUrl: tokenUrl, apiScope: scope } = deps.settings;
  const session = await deps.ledger.sessions.find(asker.person, now);
  const signedIn = session !== undefined && satisfies(session, 'read', policy, now);
  const named = command.topic === 'token' && command.query.trim() !== '' && signedIn;
  const found = named ? await findMine(deps, asker, 'show', command.query) : undefined;
  const clientId = found !== undefined && isApplication(found) ? found.clientId : undefined;
  return {
    kind: 'help',
    topic: command.topic,
    example: { tokenUrl, scope, clientId },
    signedIn,
    mail: deps.mailer !== undefined,
    administrator: signedIn && session.roles.includes(ADMIN_ROLE),
  };
}

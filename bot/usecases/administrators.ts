import type { AdministratorNotice } from '../domain/notice.ts';
import type { Asker } from '../domain/person.ts';
import { ADMIN_ROLE } from '../domain/session.ts';
import type { Deps } from './deps.ts';

export async function isAdministrator(deps: Deps, { person }: Asker): Promise<boolean> {
  const session = await deps.ledger.sessions.find(person, deps.clock());
  return session?.roles.includes(ADMIN_ROLE) ?? false;
}

/**
 * Tells every administrator whom the bot has met. False where it reached none: the operators' log is then the only one
 * to know, and has it at the level of an alarm.
 */
export async function tellAdministrators(deps: Deps, notice: AdministratorNotice): Promise<boolean> {
  const met = await deps.ledger.conversations.met(await deps.ledger.administrators.all());
  const told = await Promise.all(
    met.map((administrator) =>
      deps.notifier.tell(administrator, notice).then(
        () => true,
        (cause: unknown) => {
          deps.log.warn('administrator not told', { kind: notice.kind }, cause);
          return false;
        },
      ),
    ),
  );
  const reached = told.includes(true);
  if (!reached) deps.log.error('no administrator could be told', { kind: notice.kind });
  return reached;
}

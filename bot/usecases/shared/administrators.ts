import type { AdministratorNotice } from '../../domain/messages/notice.ts';
import type { Link } from '../../domain/reminders/link.ts';
import { ADMIN_SCOPE } from '../../domain/shared/organisation.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { ADMIN_ROLE } from '../../domain/sign-in/session.ts';
import { refuseAccess, systemAudit } from '../audit/audit-events.ts';
import type { Deps } from './deps.ts';

export async function isAdministrator(deps: Pick<Deps, 'clock' | 'ledger'>, { person }: Asker): Promise<boolean> {
  const session = await deps.ledger.sessions.find(person, deps.clock());
  return session?.roles.includes(ADMIN_ROLE) ?? false;
}

/** Refuses and records everybody who is no administrator. `what` is our own word for what was asked for. */
export async function administratorsOnly(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger'>,
  asker: Asker,
  what: string,
): Promise<Outcome | undefined> {
  if (await isAdministrator(deps, asker)) return undefined;
  return refuseAccess(deps, asker, 'administrators-only', { detail: what });
}

/** The administrators' own channels that the bot can reach. */
export async function adminChannels(deps: Pick<Deps, 'ledger'>): Promise<readonly Link[]> {
  return (await deps.ledger.links.of([ADMIN_SCOPE])).filter(({ deadSince }) => deadSince === undefined);
}

/**
 * Tells the administrators: in their channels, or, where none can be reached, each of them whom the bot has met. False
 * where it reached nobody: the operators' log is then the only one to know, and has it at the level of an alarm.
 */
export async function tellAdministrators(deps: Deps, notice: AdministratorNotice): Promise<boolean> {
  const reached = (await tellChannels(deps, notice)) || (await tellEach(deps, notice));
  if (!reached) deps.log.error('no administrator could be told', { kind: notice.kind });
  return reached;
}

async function tellChannels(deps: Deps, notice: AdministratorNotice): Promise<boolean> {
  const links = await adminChannels(deps);
  const told = await Promise.all(links.map((link) => tellChannel(deps, link, notice)));
  return told.includes(true);
}

async function tellChannel(deps: Deps, { channel }: Link, notice: AdministratorNotice): Promise<boolean> {
  const { conversation } = channel;
  const result = await deps.announcer.tell({ kind: 'channel', conversation }, notice);
  if (result.kind === 'sent') return true;
  deps.log.warn('admin channel not told', { kind: notice.kind, code: result.code });
  if (result.kind === 'gone') await channelGone(deps, conversation.id, result.code);
  return false;
}

/** The bot cannot reach a channel any more; everybody who looks after it hears so. */
export async function channelGone(deps: Deps, conversationId: string, code: string): Promise<void> {
  const died = await deps.ledger.links.die(
    { conversationId },
    systemAudit(deps, 'link.died', { result: 'failed', detail: `${conversationId}; ${code}` }),
  );
  if (died.length > 0) await tellAdministrators(deps, { kind: 'links-died', links: died });
}

async function tellEach(
  deps: Pick<Deps, 'log' | 'ledger' | 'notifier'>,
  notice: AdministratorNotice,
): Promise<boolean> {
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
  return told.includes(true);
}

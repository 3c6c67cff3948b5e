import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { Link } from '../../domain/reminders/link.ts';
import { ADMIN_SCOPE } from '../../domain/shared/organisation.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { ADMIN_ROLE, satisfies } from '../../domain/sign-in/session.ts';
import type { Links } from '../../ports/reminders/links.ts';
import type { AskerFacts } from '../../ports/sign-in/askers.ts';
import { refuseAccess, systemAudit } from '../audit/audit-events.ts';
import { alarmOf } from './alarm.ts';
import type { Deps, TurnDeps } from './deps.ts';

/** Whether the asker is an administrator. */
export async function isAdministrator(deps: Pick<TurnDeps, 'settings' | 'clock' | 'askerFacts'>): Promise<boolean> {
  return administers(deps, await deps.askerFacts());
}

/** Whether claims that are fresh enough say so: Entra may have taken the role away since an older sign-in. */
export function administers(
  { settings, clock }: Pick<Deps, 'settings' | 'clock'>,
  { session }: Pick<AskerFacts, 'session'>,
): boolean {
  return session?.roles.includes(ADMIN_ROLE) === true && satisfies(session, 'read', settings.policy, clock());
}

/** Refuses and records everybody who is no administrator. `what` is our own word for what was asked for. */
export async function administratorsOnly(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'random' | 'ledger' | 'askerFacts'>,
  asker: Asker,
  what: string,
): Promise<Outcome | undefined> {
  if (await isAdministrator(deps)) return undefined;
  return refuseAccess(deps, asker, 'administrators-only', { detail: what });
}

/** The administrators' own channels that the bot can reach. */
export async function adminChannels(deps: Pick<Deps, 'ledger'>): Promise<readonly Link[]> {
  return (await deps.ledger.links.of([ADMIN_SCOPE])).filter(({ deadSince }) => deadSince === undefined);
}

/** Whether a message to the administrators would reach somebody now: a channel of theirs, or one of them. */
export async function canTellAdministrators(deps: Pick<Deps, 'ledger'>): Promise<boolean> {
  if ((await adminChannels(deps)).length > 0) return true;
  return (await deps.ledger.conversations.met(await deps.ledger.administrators.all())).length > 0;
}

/** The bot cannot reach a channel any more; the administrators are told. */
export async function channelGone(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger' | 'jobs'>,
  conversationId: string,
  code: string,
): Promise<void> {
  const audit = systemAudit(deps, 'link.died', { result: 'failed', detail: `${conversationId}; ${code}` });
  await endLinks(deps, { conversationId }, audit);
}

/** Links die, and the administrators are told of those that were alive. */
export async function endLinks(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger' | 'jobs'>,
  where: Parameters<Links['die']>[0],
  audit: AuditEvent,
): Promise<void> {
  const died = await deps.ledger.links.die(where, audit, (links) => [
    alarmOf(deps, { kind: 'links-died', links: links.map(({ scope, channel }) => ({ scope, channel })) }),
  ]);
  if (died.length > 0) await deps.jobs.wake('send-outbox', deps.clock());
}

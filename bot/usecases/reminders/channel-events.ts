import type { Channel } from '../../domain/reminders/link.ts';
import { systemAudit } from '../audit/audit-events.ts';
import { endLinks } from '../shared/administrators.ts';
import type { Deps } from '../shared/deps.ts';

/** The bot has just heard from a channel: its links stay current. */
export async function heardFrom(deps: Pick<Deps, 'clock' | 'random' | 'ledger'>, channel: Channel): Promise<void> {
  const detail = channel.conversation.id;
  await deps.ledger.links.heardFrom(channel, systemAudit(deps, 'link.revived', { detail }));
}

/** The bot is no longer in a team or channel. */
export async function removedFrom(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger' | 'jobs'>,
  where: { readonly teamId: string } | { readonly conversationId: string },
): Promise<void> {
  const detail = 'teamId' in where ? where.teamId : where.conversationId;
  await endLinks(deps, where, systemAudit(deps, 'link.died', { detail: `removed from ${detail}` }));
}

/** The bot is in a team again: its channels can be reached as before. */
export async function returnedTo(deps: Pick<Deps, 'clock' | 'random' | 'ledger'>, teamId: string): Promise<void> {
  const dead = (await deps.ledger.links.all()).filter(
    ({ channel: { teamId: own, conversation }, deadSince }) =>
      deadSince !== undefined && (own === teamId || conversation.id === teamId),
  );
  for (const { channel } of dead) await heardFrom(deps, channel);
}

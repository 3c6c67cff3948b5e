import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { Channel, Link } from '../../domain/reminders/link.ts';
import { scopeId } from '../../domain/shared/organisation.ts';
import { systemAudit } from '../audit/audit-events.ts';
import { endLinks } from '../shared/administrators.ts';
import { alarmOf } from '../shared/alarm.ts';
import type { Deps } from '../shared/deps.ts';
import { channelUnlinked } from './channel-unlinked-content.ts';

/** A team with all its channels, or one channel. */
type Place = { readonly teamId: string } | { readonly conversationId: string };

type EventDeps = Pick<Deps, 'clock' | 'random' | 'ledger' | 'jobs' | 'roster'>;

/** The bot has just heard from a channel: its links stay current, and dead ones may live again. */
export async function heardFrom(deps: EventDeps, channel: Channel): Promise<void> {
  if (await deps.ledger.links.heardFrom(channel)) await revive(deps, channel);
}

/**
 * As long as its links were dead, the bot may have heard nothing of who was added to the channel. If people of other
 * organisations read there now, the links end. If Teams does not say who reads there, they stay dead. See decision 0021.
 */
async function revive(deps: EventDeps, channel: Channel): Promise<void> {
  const { id } = channel.conversation;
  const outsiders = await deps.roster.outsidersIn(channel.conversation);
  if (outsiders === undefined) return;
  if (outsiders.length > 0) return endShared(deps, id);
  await deps.ledger.links.heardFrom(channel, systemAudit(deps, 'link.revived', { detail: id }));
}

/** The bot is no longer in a team or channel. */
export async function removedFrom(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger' | 'jobs'>,
  where: Place,
): Promise<void> {
  const detail = 'teamId' in where ? where.teamId : where.conversationId;
  await endLinks(deps, where, systemAudit(deps, 'link.died', { detail: `removed from ${detail}` }));
}

/** The bot is in a team or a channel again: what was linked there may be reached as before. */
export async function returnedTo(deps: EventDeps, where: Place): Promise<void> {
  const dead = (await linksIn(deps, where)).filter(({ deadSince }) => deadSince !== undefined);
  const channels = new Map(dead.map(({ channel }) => [channel.conversation.id, channel]));
  for (const channel of channels.values()) await revive(deps, channel);
}

/** A team or a channel has another name now. Links that are dead stay dead. */
export async function renamed(deps: Pick<Deps, 'ledger'>, where: Place, name: string): Promise<void> {
  const live = (await linksIn(deps, where)).filter(({ deadSince }) => deadSince === undefined);
  for (const { channel } of live)
    await deps.ledger.links.heardFrom('teamId' in where ? { ...channel, teamName: name } : { ...channel, name });
}

/** A team's id is also that of its General channel. */
async function linksIn({ ledger }: Pick<Deps, 'ledger'>, where: Place): Promise<readonly Link[]> {
  const isThere = ({ teamId, conversation }: Channel) =>
    'teamId' in where
      ? teamId === where.teamId || conversation.id === where.teamId
      : conversation.id === where.conversationId;
  return (await ledger.links.all()).filter(({ channel }) => isThere(channel));
}

/**
 * A channel was shared, or has got members. If people of other organisations can read there now, and could not before, its
 * links end: names and dates of secrets would go to them. The administrators are told, and the managers of what was linked
 * there. See decision 0021.
 */
export async function sharedOutside(
  deps: EventDeps,
  { conversationId, added }: { readonly conversationId: string; readonly added: readonly string[] },
): Promise<void> {
  const links = (await deps.ledger.links.all()).filter(({ channel }) => channel.conversation.id === conversationId);
  const [first] = links;
  if (first === undefined) return;
  const outsiders = await deps.roster.outsidersIn(first.channel.conversation);
  // Without an answer the bot must suppose the worst; to dead links nothing is sent, so that they can wait for one.
  const isNew =
    outsiders === undefined
      ? links.some(({ deadSince }) => deadSince === undefined)
      : outsiders.length > 0 && areTheFirst(outsiders, added);
  if (isNew) await endShared(deps, conversationId);
}

/** Dead links too: the administrators may have heard of their death, but the managers wait for the channel to come back. */
async function endShared(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger' | 'jobs'>,
  conversationId: string,
): Promise<void> {
  const audit = (link: Link) => auditOfShared(deps, link);
  await deps.ledger.links.removeAllOf(conversationId, audit, (removed) => toldOfShared(deps, removed));
  await deps.jobs.wake('send-outbox', deps.clock());
}

function auditOfShared(deps: Pick<Deps, 'clock' | 'random'>, { scope, channel }: Link): AuditEvent {
  const about = scope.kind === 'application' ? { application: { clientId: scope.key } } : {};
  const detail = `${scopeId(scope)} in ${channel.conversation.id}; shared with another organisation`;
  return systemAudit(deps, 'link.removed', { ...about, detail });
}

function toldOfShared(deps: Pick<Deps, 'clock' | 'random'>, removed: readonly Link[]): readonly OutboxMessage[] {
  const links = removed.map(({ scope, channel }) => ({ scope, channel }));
  return [alarmOf(deps, { kind: 'channel-shared', links }), ...channelUnlinked(deps, links)];
}

/** Whether nobody of another organisation was there before. Without added members, the whole channel was shared. */
function areTheFirst(outsiders: readonly string[], added: readonly string[]): boolean {
  return added.length === 0 || outsiders.every((account) => added.includes(account));
}

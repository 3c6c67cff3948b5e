import { type ActivityBase, envelope } from './activities.ts';
import type { Activity, OutsideTeam } from './types.ts';

/** A change of one private or shared channel. */
export type ChannelChange =
  | { readonly event: 'channelMemberAdded' | 'channelMemberRemoved'; readonly member: ChannelMember }
  | { readonly event: 'channelShared' | 'channelUnshared'; readonly team: OutsideTeam };

/** A person, or the bot, which has no object id. */
interface ChannelMember {
  readonly accountId: string;
  readonly oid?: string;
  readonly tenantId: string;
}

/**
 * Tells the bot what has changed in a private or a shared channel. The conversation is the channel, unlike that of a
 * team's events. Only these events have the type of the channel.
 * https://github.com/microsoft/Agents/issues/179 (example payloads)
 */
export function channelActivity(base: ActivityBase, change: ChannelChange): Activity {
  const { conversation, world } = base;
  const { id, name, team, channelType: type } = conversation;
  return {
    ...envelope(base, id),
    type: 'conversationUpdate',
    ...membersOf(change),
    channelData: {
      tenant: { id: world.tenantId },
      team: { id: team?.id, name: team?.name },
      channel: { id, name, type },
      eventType: change.event,
      ...sourceOf(change, id),
    },
  };
}

function membersOf(change: ChannelChange): Record<string, unknown> {
  if (!('member' in change)) return {};
  const { accountId: id, oid } = change.member;
  const list = [oid === undefined ? { id } : { id, aadObjectId: oid }];
  return change.event === 'channelMemberAdded' ? { membersAdded: list } : { membersRemoved: list };
}

/** Returns the source of the membership, or the teams that the channel was shared with. */
function sourceOf(change: ChannelChange, channelId: string): Record<string, unknown> {
  if ('team' in change) {
    const key = change.event === 'channelShared' ? 'sharedWithTeams' : 'unsharedFromTeams';
    return { [key]: [change.team] };
  }
  const { tenantId } = change.member;
  return { membershipSource: { sourceType: 'channel', id: channelId, membershipType: 'direct', tenantId } };
}

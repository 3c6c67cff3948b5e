import type { LocalPerson } from '../people.ts';
import { CHANNEL_MEMBERS } from '../tenant/tenant.ts';
import type { LocalWorld } from '../world.ts';
import type { ActivityBase } from './activities.ts';
import type { BotLine } from './bot-line.ts';
import { type ChannelChange, channelActivity } from './channel-activities.ts';
import { hasOwnRoster, type Roster } from './conversations.ts';
import type { Conversation } from './types.ts';

/**
 * Changes private and shared channels, and tells the bot. The bot hears of a channel only if it is a member, and only
 * with the permission that the manifest asks for. The functions throw if Teams would not do it.
 */
export interface ChannelLifecycle {
  /** Adds the app to a channel. Its team must have the app. */
  addBot(channelId: string): Promise<void>;
  removeBot(channelId: string): Promise<void>;
  addMember(channelId: string, oid: string): Promise<void>;
  removeMember(channelId: string, oid: string): Promise<void>;
  /** Shares a shared channel with a team of another organisation: all its people are members from then on. */
  share(channelId: string, outsideTeamId: string): Promise<void>;
  unshare(channelId: string, outsideTeamId: string): Promise<void>;
}

export interface LifecycleParts {
  readonly world: LocalWorld;
  readonly roster: Roster;
  readonly line: Pick<BotLine, 'post'>;
  readonly base: (person: LocalPerson, conversation: Conversation) => ActivityBase;
}

export function createChannelLifecycle({ world, roster, line, base }: LifecycleParts): ChannelLifecycle {
  const bot = { accountId: `28:${world.botId}`, tenantId: world.tenantId };
  const channelWith = (id: string): Conversation => {
    const channel = roster.find(id);
    if (channel === undefined || !hasOwnRoster(channel)) throw new Error(`${id} has the members of its team`);
    return channel;
  };
  const tell = async (channel: Conversation, change: ChannelChange): Promise<void> => {
    const [somebody] = channel.members;
    if (somebody === undefined) throw new Error(`nobody is in ${channel.id}`);
    if (!world.resourceSpecific.includes(CHANNEL_MEMBERS)) return;
    await line.post(channelActivity(base(somebody, channel), change));
  };
  const tellIfHeard = async (channel: Conversation, change: ChannelChange): Promise<void> => {
    if (roster.hasBot(channel)) await tell(channel, change);
  };
  const setMember = async (channelId: string, oid: string, isMember: boolean): Promise<void> => {
    const channel = channelWith(channelId);
    const person = roster.person(oid);
    if (person === undefined) throw new Error(`nobody has the object id ${oid}`);
    roster.setMember(channel.id, person, isMember);
    const { accountId, homeTenantId: tenantId = world.tenantId } = person;
    const event = isMember ? 'channelMemberAdded' : 'channelMemberRemoved';
    await tellIfHeard(channel, { event, member: { accountId, oid: person.oid, tenantId } });
  };
  const setShared = async (channelId: string, teamId: string, shared: boolean): Promise<void> => {
    const team = roster.outsideTeams.find(({ id }) => id === teamId);
    if (team === undefined) throw new Error(`no team ${teamId} of another organisation`);
    const channel = channelWith(channelId);
    roster.setShared(channel.id, team, shared);
    await tellIfHeard(channel, { event: shared ? 'channelShared' : 'channelUnshared', team });
  };
  return {
    addBot: async (channelId) => {
      const channel = channelWith(channelId);
      if (channel.team !== null && !roster.hasApp(channel.team.id)) throw new Error('the team does not have the app');
      roster.setBot(channel.id, true);
      await tell(channel, { event: 'channelMemberAdded', member: bot });
    },
    removeBot: async (channelId) => {
      const channel = channelWith(channelId);
      roster.setBot(channel.id, false);
      await tell(channel, { event: 'channelMemberRemoved', member: bot });
    },
    addMember: (channelId, oid) => setMember(channelId, oid, true),
    removeMember: (channelId, oid) => setMember(channelId, oid, false),
    share: (channelId, teamId) => setShared(channelId, teamId, true),
    unshare: (channelId, teamId) => setShared(channelId, teamId, false),
  };
}

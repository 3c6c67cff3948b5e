import {
  type ActivityBase,
  type ChannelEvent,
  channelChangedActivity,
  installationActivity,
  type TeamEvent,
  teamChangedActivity,
} from './activities.ts';
import type { LifecycleParts } from './channel-lifecycle.ts';
import type { Activity, Conversation, TeamState } from './types.ts';

/**
 * Renames, archives, deletes and brings back teams and their channels, and tells the bot if it is a member. The functions
 * throw if Teams would not do it.
 */
export interface TeamLifecycle {
  renameChannel(channelId: string, name: string): Promise<void>;
  deleteChannel(channelId: string): Promise<void>;
  restoreChannel(channelId: string): Promise<void>;
  renameTeam(teamId: string, name: string): Promise<void>;
  /** From then on the team can only be read. */
  archiveTeam(teamId: string): Promise<void>;
  unarchiveTeam(teamId: string): Promise<void>;
  /** Deletes a team with its channels. After `teamHardDeleted` it cannot be restored. */
  deleteTeam(teamId: string, event?: 'teamDeleted' | 'teamHardDeleted'): Promise<void>;
  restoreTeam(teamId: string): Promise<void>;
  /** Upgrades the app in a team to a version that has another bot, which takes this bot away, or back to this bot. */
  upgrade(teamId: string, action: 'remove-upgrade' | 'add-upgrade'): Promise<void>;
}

export function createTeamLifecycle({ roster, line, base }: LifecycleParts): TeamLifecycle {
  const about = (place: Conversation): ActivityBase => {
    const [somebody] = place.members;
    if (somebody === undefined) throw new Error(`nobody is in ${place.id}`);
    return base(somebody, place);
  };
  const tell = async (place: Conversation, activity: Activity): Promise<void> => {
    if (roster.hasBot(place)) await line.post(activity);
  };
  const tellOfChannel = (channel: Conversation, event: ChannelEvent) =>
    tell(channel, channelChangedActivity(about(channel), event));
  const tellOfTeam = (place: Conversation, event: TeamEvent) => tell(place, teamChangedActivity(about(place), event));
  const channelWith = (id: string): Conversation => {
    const channel = roster.find(id);
    if (channel?.kind !== 'channel') throw new Error(`no channel ${id}`);
    return channel;
  };
  const firstOf = (teamId: string): Conversation => {
    const [first] = roster.channelsOf(teamId);
    if (first === undefined) throw new Error(`no team ${teamId} with a channel`);
    return first;
  };
  /** Takes a team from one state to another. */
  const move = (teamId: string, from: TeamState | undefined, to: TeamState | undefined): void => {
    const state = roster.stateOf(teamId);
    if (state !== from) throw new Error(`${teamId} is ${state ?? 'in use'}`);
    roster.setState(teamId, to);
  };
  return {
    renameChannel: async (channelId, name) => {
      roster.rename(channelWith(channelId).id, name);
      await tellOfChannel(channelWith(channelId), 'channelRenamed');
    },
    deleteChannel: async (channelId) => {
      const channel = channelWith(channelId);
      roster.delete(channel.id);
      await tellOfChannel(channel, 'channelDeleted');
    },
    restoreChannel: async (channelId) => {
      roster.restore(channelId);
      await tellOfChannel(channelWith(channelId), 'channelRestored');
    },
    renameTeam: async (teamId, name) => {
      firstOf(teamId);
      roster.rename(teamId, name);
      await tellOfTeam(firstOf(teamId), 'teamRenamed');
    },
    archiveTeam: async (teamId) => {
      move(teamId, undefined, 'archived');
      await tellOfTeam(firstOf(teamId), 'teamArchived');
    },
    unarchiveTeam: async (teamId) => {
      move(teamId, 'archived', undefined);
      await tellOfTeam(firstOf(teamId), 'teamUnarchived');
    },
    deleteTeam: async (teamId, event = 'teamDeleted') => {
      const place = firstOf(teamId);
      move(teamId, undefined, event === 'teamDeleted' ? 'deleted' : 'hardDeleted');
      await tellOfTeam(place, event);
    },
    restoreTeam: async (teamId) => {
      move(teamId, 'deleted', undefined);
      await tellOfTeam(firstOf(teamId), 'teamRestored');
    },
    upgrade: async (teamId, action) => {
      const place = firstOf(teamId);
      const takes = action === 'remove-upgrade';
      if (takes && !roster.hasBot(place)) throw new Error('the team does not have the app');
      move(teamId, takes ? undefined : 'otherBot', takes ? 'otherBot' : undefined);
      await line.post(installationActivity(about(place), action));
    },
  };
}

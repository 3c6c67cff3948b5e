import type { LocalPerson } from '../people.ts';
import { type ActivityBase, channelDeletedActivity, installationActivity, rosterActivity } from './activities.ts';
import type { BotLine } from './bot-line.ts';
import type { Roster } from './conversations.ts';
import type { Activity, Conversation } from './types.ts';

/** How the bot comes and goes, and what it hears of that. */
export interface Lifecycle {
  /** Installs the bot in one team (again), or everywhere: in each chat, and in each team once. */
  install(teamId?: string): Promise<void>;
  /** Removes the bot from a team: from then on it neither reaches the team's channels nor hears from them. */
  uninstall(teamId: string): Promise<void>;
  /** Deletes a channel; the bot hears of it where it is a member. */
  deleteChannel(channelId: string): Promise<void>;
}

interface LifecycleParts {
  readonly roster: Roster;
  readonly line: Pick<BotLine, 'post'>;
  readonly base: (person: LocalPerson, conversation: Conversation) => ActivityBase;
}

/** Unknown teams and channels throw. */
export function createLifecycle({ roster, line, base }: LifecycleParts): Lifecycle {
  const tell = async (activities: readonly Activity[]): Promise<void> => {
    for (const activity of activities) await line.post(activity);
  };
  const baseOf = (conversation: Conversation): ActivityBase => {
    const [person] = conversation.members;
    if (person === undefined) throw new Error(`nobody is in ${conversation.id}`);
    return base(person, conversation);
  };
  // People install an app from a team's first channel.
  const chosen = (teamId: string): Conversation => {
    const [first] = roster.channelsOf(teamId);
    if (first === undefined) throw new Error(`no team ${teamId} with a channel`);
    return first;
  };
  return {
    install: async (teamId) => {
      if (teamId !== undefined) roster.setBot(teamId, true);
      const teams = roster.teams.filter(({ id }) => roster.channelsOf(id).length > 0).map(({ id }) => chosen(id));
      const everywhere = [...roster.all.filter(({ team }) => team === null), ...teams.filter(roster.hasBot)];
      for (const place of teamId === undefined ? everywhere : [chosen(teamId)]) {
        await tell([rosterActivity(baseOf(place), 'added'), installationActivity(baseOf(place), 'add')]);
      }
    },
    uninstall: async (teamId) => {
      const place = chosen(teamId);
      roster.setBot(teamId, false);
      await tell([rosterActivity(baseOf(place), 'removed'), installationActivity(baseOf(place), 'remove')]);
    },
    deleteChannel: async (channelId) => {
      const channel = roster.find(channelId);
      if (channel?.kind !== 'channel') throw new Error(`no channel ${channelId}`);
      roster.delete(channel.id);
      if (roster.hasBot(channel)) await tell([channelDeletedActivity(baseOf(channel))]);
    },
  };
}

import { type ActivityBase, installationActivity, rosterActivity } from './activities.ts';
import { type ChannelLifecycle, createChannelLifecycle, type LifecycleParts } from './channel-lifecycle.ts';
import { hasOwnRoster } from './conversations.ts';
import { createTeamLifecycle, type TeamLifecycle } from './team-lifecycle.ts';
import type { Activity, Conversation } from './types.ts';

/** Adds and removes the bot, and tells it about that. */
export interface Lifecycle extends ChannelLifecycle, TeamLifecycle {
  /**
   * Installs the bot in one team, or everywhere: in each chat, in each team once, and in each private and shared channel
   * to which the app was added.
   */
  install(teamId?: string): Promise<void>;
  /** Removes the bot from a team and from all its channels. From then on it reaches none of the team's channels and hears nothing from them. */
  uninstall(teamId: string): Promise<void>;
}

/** Its functions throw if a team or a channel is unknown. */
export function createLifecycle(parts: LifecycleParts): Lifecycle {
  const { roster, line, base } = parts;
  const channels = createChannelLifecycle(parts);
  const tell = async (activities: readonly Activity[]): Promise<void> => {
    for (const activity of activities) await line.post(activity);
  };
  const baseOf = (conversation: Conversation): ActivityBase => {
    const [person] = conversation.members;
    if (person === undefined) throw new Error(`nobody is in ${conversation.id}`);
    return base(person, conversation);
  };
  // People install an app from the first channel of a team.
  const chosen = (teamId: string): Conversation => {
    const [first] = roster.channelsOf(teamId);
    if (first === undefined) throw new Error(`no team ${teamId} with a channel`);
    return first;
  };
  return {
    ...channels,
    ...createTeamLifecycle(parts),
    install: async (teamId) => {
      if (teamId !== undefined) roster.setBot(teamId, true);
      const teams = roster.teams.filter(({ id }) => roster.channelsOf(id).length > 0).map(({ id }) => chosen(id));
      const everywhere = [...roster.all.filter(({ team }) => team === null), ...teams.filter(roster.hasBot)];
      const added = teamId === undefined ? roster.all.filter((one) => hasOwnRoster(one) && roster.hasBot(one)) : [];
      for (const place of teamId === undefined ? everywhere : [chosen(teamId)]) {
        await tell([rosterActivity(baseOf(place), 'added'), installationActivity(baseOf(place), 'add')]);
      }
      for (const { id } of added) await channels.addBot(id);
    },
    uninstall: async (teamId) => {
      const place = chosen(teamId);
      roster.setBot(teamId, false);
      await tell([rosterActivity(baseOf(place), 'removed'), installationActivity(baseOf(place), 'remove')]);
    },
  };
}

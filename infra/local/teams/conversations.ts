import { peopleHere } from '../leavers.ts';
import { isGuest, isOutsider, type LocalPerson } from '../people.ts';
import type { LocalWorld } from '../world.ts';
import { OUTSIDE_TEAMS, seededConversations, TEAMS } from './seeded-conversations.ts';
import type { Conversation, ConversationKind, OutsideTeam, Team, TeamState } from './types.ts';

export interface Roster {
  /** Every team that exists. */
  readonly teams: readonly Team[];
  /** The teams of other organisations that a shared channel can be shared with. */
  readonly outsideTeams: readonly OutsideTeam[];
  /** Every conversation that exists: a deleted channel is gone, and so are the channels of a deleted team. */
  readonly all: readonly Conversation[];
  /** A channel's thread (`…;messageid=…`) is found as the channel it hangs under. */
  find(id: string): Conversation | undefined;
  of(person: LocalPerson, kind: ConversationKind): Conversation | undefined;
  /**
   * The members that Teams still lists. Somebody whose account was deleted stays in `members`, because a Teams client
   * goes on for as long as its token lives.
   */
  present(conversation: Conversation): readonly LocalPerson[];
  /** By the account for the bot or by the object id, whether they have left or not. Outsiders are found, too. */
  person(id: string): LocalPerson | undefined;
  /** The channels of a team, the first one made first. */
  channelsOf(teamId: string): readonly Conversation[];
  /** Whether the app is installed in the team. */
  hasApp(teamId: string): boolean;
  /** Whether the bot is a member there. In a private or a shared channel it is one if the app was added to it. */
  hasBot(conversation: Pick<Conversation, 'id' | 'team' | 'channelType'>): boolean;
  /** Installs the app in a team or adds it to a channel, or ends that. With a team, its channels lose the app. */
  setBot(teamOrChannelId: string, member: boolean): void;
  /** Throws if the channel has no members of its own, or if Teams would not take the person. */
  setMember(channelId: string, person: LocalPerson, member: boolean): void;
  /** Throws if the channel is not a shared one. */
  setShared(channelId: string, team: OutsideTeam, shared: boolean): void;
  delete(channelId: string): void;
  /** Throws if the channel was not deleted. */
  restore(channelId: string): void;
  /** Gives a team or a channel another name. */
  rename(teamOrChannelId: string, name: string): void;
  stateOf(teamId: string): TeamState | undefined;
  setState(teamId: string, state: TeamState | undefined): void;
  /** Called back when a membership or the channels have changed; gives the function that ends it. */
  onChange(changed: () => void): () => void;
}

/** Whether the channel has a roster of its own, to which the app is added by itself. */
export function hasOwnRoster({ channelType }: Pick<Conversation, 'channelType'>): boolean {
  return channelType === 'private' || channelType === 'shared';
}

export function createRoster(world: LocalWorld): Roster {
  // The people of the teams that a channel is shared with are added to these members.
  let added = seededConversations(world);
  const everybody = [...world.people, ...world.outsiders];
  let teams = TEAMS;
  const deleted = new Set<string>();
  const states = new Map<string, TeamState>();
  const bot = createBotMembership(added, states);
  const listeners = new Set<() => void>();
  const exists = (teamId: string) => !['deleted', 'hardDeleted'].includes(states.get(teamId) ?? '');
  const all = (): readonly Conversation[] =>
    added
      .filter(({ id, team }) => !deleted.has(id) && (team === null || exists(team.id)))
      .map((one) => withOutsiders(one, world.outsiders));
  const told = (): void => {
    for (const changed of listeners) changed();
  };
  const change = (id: string, to: (channel: Conversation) => Partial<Conversation>): void => {
    added = added.map((one) => (one.id === id ? { ...one, ...to(one) } : one));
    told();
  };
  const find = (id: string) => all().find((one) => one.id === threadless(id));
  const channelsOf = (teamId: string) => all().filter(({ team }) => team?.id === teamId);
  return {
    get teams() {
      return teams.filter(({ id }) => exists(id));
    },
    outsideTeams: OUTSIDE_TEAMS,
    get all() {
      return all();
    },
    find,
    of: (person, kind) => all().find((one) => one.kind === kind && one.members.includes(person)),
    present: ({ members }) => peopleHere({ people: members, left: world.left }),
    person: (id) => everybody.find((one) => one.accountId === id || one.oid === id.toLowerCase()),
    channelsOf,
    hasApp: bot.hasApp,
    hasBot: bot.isIn,
    setBot: (id, member) => {
      bot.set(id, member);
      if (!member) for (const channel of channelsOf(id)) bot.leave(channel.id);
      told();
    },
    setMember: (channelId, person, member) => {
      if (member) requireFit(find(channelId), person);
      change(channelId, ({ members }) => {
        const others = members.filter((one) => one !== person);
        return { members: member ? [...others, person] : others };
      });
    },
    setShared: (channelId, team, shared) => {
      if (find(channelId)?.channelType !== 'shared') throw new Error(`${channelId} is not a shared channel`);
      change(channelId, ({ sharedWith }) => {
        const others = sharedWith.filter(({ id }) => id !== team.id);
        return { sharedWith: shared ? [...others, team] : others };
      });
    },
    delete: (channelId) => {
      deleted.add(channelId);
      told();
    },
    restore: (channelId) => {
      if (!deleted.delete(channelId)) throw new Error(`${channelId} was not deleted`);
      told();
    },
    rename: (id, name) => {
      const named = <T extends Team>(one: T): T => (one.id === id ? { ...one, name } : one);
      teams = teams.map(named);
      added = added.map((one) => ({ ...named(one), team: one.team && named(one.team) }));
      told();
    },
    stateOf: (teamId) => states.get(teamId),
    setState: (teamId, state) => {
      if (state === undefined) states.delete(teamId);
      else states.set(teamId, state);
      told();
    },
    onChange: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}

/** A new world has the app everywhere. */
function createBotMembership(conversations: readonly Conversation[], states: ReadonlyMap<string, TeamState>) {
  const without = new Set<string>();
  const channels = new Set(conversations.filter(hasOwnRoster).map(({ id }) => id));
  const own = new Set(channels);
  const hasApp = (teamId: string): boolean => !without.has(teamId) && states.get(teamId) !== 'otherBot';
  return {
    hasApp,
    isIn: ({ id, team, channelType }: Pick<Conversation, 'id' | 'team' | 'channelType'>): boolean =>
      team === null || (hasApp(team.id) && (!hasOwnRoster({ channelType }) || channels.has(id))),
    leave: (channelId: string) => channels.delete(channelId),
    set: (id: string, member: boolean): void => {
      const [set, isIn] = own.has(id) ? [channels, member] : [without, !member];
      if (isIn) set.add(id);
      else set.delete(id);
    },
  };
}

function withOutsiders(channel: Conversation, outsiders: readonly LocalPerson[]): Conversation {
  const isOf = ({ homeTenantId }: LocalPerson) => channel.sharedWith.some(({ tenantId }) => tenantId === homeTenantId);
  const shared = outsiders.filter((one) => isOf(one) && !channel.members.includes(one));
  return shared.length === 0 ? channel : { ...channel, members: [...channel.members, ...shared] };
}

/**
 * A shared channel takes no guests, and only a shared channel takes outsiders.
 * https://learn.microsoft.com/microsoftteams/shared-channels
 */
function requireFit(channel: Conversation | undefined, person: LocalPerson): void {
  if (channel === undefined || !hasOwnRoster(channel)) throw new Error('the channel has the members of its team');
  if (channel.channelType === 'shared' && isGuest(person)) throw new Error('a guest cannot be in a shared channel');
  if (channel.channelType === 'private' && isOutsider(person))
    throw new Error('an outsider can be in a shared channel only');
}

export function threadless(id: string): string {
  return id.split(';messageid=')[0] ?? id;
}

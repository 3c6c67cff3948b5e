import { peopleHere } from '../leavers.ts';
import type { LocalPerson } from '../people.ts';
import type { LocalWorld } from '../world.ts';
import type { Conversation, ConversationKind, Team } from './types.ts';

const PARTNERS: Team = { id: '19:stem-cell-partners@thread.tacv2', name: 'Stem Cell Partners' };
const NORD: Team = { id: '19:stammzell-register-nord@thread.tacv2', name: 'Stammzell-Register-Nord' };
const GROUP = { id: '19:matchwell-connection@thread.v2', name: 'Matchwell connection' };
const NORD_MEMBERS = ['Clara Vogel', 'Eva Lind', 'Finn Weber'];

export interface Roster {
  readonly teams: readonly Team[];
  /** Every conversation that exists: a deleted channel is gone. */
  readonly all: readonly Conversation[];
  /** A channel's thread (`…;messageid=…`) is found as the channel it hangs under. */
  find(id: string): Conversation | undefined;
  of(person: LocalPerson, kind: ConversationKind): Conversation | undefined;
  /**
   * The members that Teams still lists. Somebody whose account was deleted stays in `members`, because a Teams client
   * goes on for as long as its token lives.
   */
  present(conversation: Conversation): readonly LocalPerson[];
  /** By the account for the bot or by the object id, whether they have left or not. */
  person(id: string): LocalPerson | undefined;
  /** The channels of a team, the first one made first. */
  channelsOf(teamId: string): readonly Conversation[];
  /** Whether the bot is a member there. */
  hasBot(conversation: Pick<Conversation, 'team'>): boolean;
  setBot(teamId: string, member: boolean): void;
  delete(channelId: string): void;
  /** Called back when the bot's membership or the channels have changed; gives the function that ends it. */
  onChange(changed: () => void): () => void;
}

/** Creates one chat with the bot for each person, two teams, and a group chat without the third person. */
export function createRoster(world: LocalWorld): Roster {
  let all = conversationsOf(world);
  const without = new Set<string>();
  const listeners = new Set<() => void>();
  const told = (): void => {
    for (const changed of listeners) changed();
  };
  return {
    teams: [PARTNERS, NORD],
    get all() {
      return all;
    },
    find: (id) => all.find((one) => one.id === threadless(id)),
    of: (person, kind) => all.find((one) => one.kind === kind && one.members.includes(person)),
    present: ({ members }) => peopleHere({ people: members, left: world.left }),
    person: (id) => world.people.find((one) => one.accountId === id || one.oid === id.toLowerCase()),
    channelsOf: (teamId) => all.filter(({ team }) => team?.id === teamId),
    hasBot: ({ team }) => team === null || !without.has(team.id),
    setBot: (teamId, member) => {
      if (member) without.delete(teamId);
      else without.add(teamId);
      told();
    },
    delete: (channelId) => {
      all = all.filter(({ id }) => id !== channelId);
      told();
    },
    onChange: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
  };
}

function conversationsOf({ people }: LocalWorld): readonly Conversation[] {
  const nord = people.filter(({ name }) => NORD_MEMBERS.includes(name));
  return [
    ...people.map((one): Conversation => {
      return { id: `a:1${one.oid}`, kind: 'personal', name: 'API Credentials', members: [one], team: null };
    }),
    channel('19:managers-channel@thread.tacv2', 'Credential managers', PARTNERS, people),
    channel('19:it-operations@thread.tacv2', 'IT operations', PARTNERS, people),
    channel('19:nord-registry-systems@thread.tacv2', 'Registry systems', NORD, nord),
    { ...GROUP, kind: 'groupChat', members: people.filter((_, i) => i !== 2), team: null },
  ];
}

function channel(id: string, name: string, team: Team, members: readonly LocalPerson[]): Conversation {
  return { id, kind: 'channel', name, members, team };
}

export function threadless(id: string): string {
  return id.split(';messageid=')[0] ?? id;
}

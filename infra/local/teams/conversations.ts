import type { LocalPerson, World } from '../world.ts';
import type { Conversation, ConversationKind } from './types.ts';

export const TEAM = { id: '19:stem-cell-partners@thread.tacv2', name: 'Stem Cell Partners' };
const CHANNEL = { id: '19:managers-channel@thread.tacv2', name: 'Credential managers' };
const GROUP = { id: '19:matchwell-connection@thread.v2', name: 'Matchwell connection' };

export interface Roster {
  readonly all: readonly Conversation[];
  /** A channel's thread (`…;messageid=…`) is found as the channel it hangs under. */
  find(id: string): Conversation | undefined;
  of(person: LocalPerson, kind: ConversationKind): Conversation | undefined;
  /** By the account for the bot or by the object id. */
  person(id: string): LocalPerson | undefined;
}

/** One chat with the bot per person, the team's channel with everybody, and a chat that leaves the third person out. */
export function createRoster(world: World): Roster {
  const personal = world.people.map((one): Conversation => {
    return { id: `a:1${one.oid}`, kind: 'personal', name: 'API Credentials', members: [one] };
  });
  const all: readonly Conversation[] = [
    ...personal,
    { ...CHANNEL, kind: 'channel', members: world.people },
    { ...GROUP, kind: 'groupChat', members: world.people.filter((_, i) => i !== 2) },
  ];
  return {
    all,
    find: (id) => all.find((one) => one.id === threadless(id)),
    of: (person, kind) => all.find((one) => one.kind === kind && one.members.includes(person)),
    person: (id) => world.people.find((one) => one.accountId === id || one.oid === id.toLowerCase()),
  };
}

export function threadless(id: string): string {
  return id.split(';messageid=')[0] ?? id;
}

import type { LocalPerson } from '../people.ts';
import { PARTNER_TENANT } from '../seed.ts';
import type { LocalWorld } from '../world.ts';
import type { ChannelType, Conversation, OutsideTeam, Team } from './types.ts';

const PARTNERS: Team = { id: '19:stem-cell-partners@thread.tacv2', name: 'Stem Cell Partners' };
const NORD: Team = { id: '19:stammzell-register-nord@thread.tacv2', name: 'Stammzell-Register-Nord' };
const CELLBANKEN: OutsideTeam = {
  id: '19:cellbanken@thread.tacv2',
  name: 'Cellbanken',
  tenantId: PARTNER_TENANT,
};
const GROUP = { id: '19:matchwell-connection@thread.v2', name: 'Matchwell connection' };
const NORD_MEMBERS = ['Clara Vogel', 'Eva Lind', 'Finn Weber'];
const MATCHWELL_MEMBERS = ['Anna Jansen', 'Bram Visser', 'Daan Smit'];
/** Guests cannot be in a shared channel. */
const EXCHANGE_MEMBERS = ['Daan Smit', 'Eva Lind', 'Iris Berg'];

export const TEAMS: readonly Team[] = [PARTNERS, NORD];
export const OUTSIDE_TEAMS: readonly OutsideTeam[] = [CELLBANKEN];

/** Makes one chat with the bot for each person, two teams with their channels, and a group chat without the third person. */
export function seededConversations({ people }: LocalWorld): readonly Conversation[] {
  const chosen = (names: readonly string[]) => people.filter(({ name }) => names.includes(name));
  return [
    ...people.map((one) => chat({ id: `a:1${one.oid}`, kind: 'personal', name: 'API Credentials', members: [one] })),
    channel('19:managers-channel@thread.tacv2', 'Credential managers', PARTNERS, people),
    channel('19:it-operations@thread.tacv2', 'IT operations', PARTNERS, people),
    channel('19:matchwell-managers@thread.tacv2', 'Matchwell managers', PARTNERS, chosen(MATCHWELL_MEMBERS), 'private'),
    {
      ...channel('19:exchange@thread.tacv2', 'Partner exchange', PARTNERS, chosen(EXCHANGE_MEMBERS), 'shared'),
      sharedWith: [CELLBANKEN],
    },
    channel('19:nord-registry-systems@thread.tacv2', 'Registry systems', NORD, chosen(NORD_MEMBERS)),
    chat({ ...GROUP, kind: 'groupChat', members: people.filter((_, i) => i !== 2) }),
  ];
}

function chat(one: Pick<Conversation, 'id' | 'kind' | 'name' | 'members'>): Conversation {
  return { ...one, team: null, channelType: null, sharedWith: [] };
}

function channel(
  id: string,
  name: string,
  team: Team,
  members: readonly LocalPerson[],
  channelType: ChannelType = 'standard',
): Conversation {
  return { id, kind: 'channel', name, members, team, channelType, sharedWith: [] };
}

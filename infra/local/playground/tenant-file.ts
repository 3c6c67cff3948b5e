import type { LocalPerson } from '../people.ts';
import type { LocalWorld } from '../world.ts';

/** The Playground wants so many people beside the one who sits before it. */
const OTHERS = 5;

type PlaygroundPerson = Pick<LocalPerson, 'accountId' | 'name' | 'upn' | 'oid'>;

/**
 * The Playground's own configuration: the people, the chats and the team of the local world. A person keeps the account and
 * the object ID, so that the bot knows them. JSON is YAML, too.
 */
export function tenantFile(
  { tenantId, botId, people }: Pick<LocalWorld, 'tenantId' | 'botId' | 'people'>,
  me: string,
): string {
  const current = people.find(({ name }) => name.toLowerCase().startsWith(me.toLowerCase()));
  if (current === undefined) throw new Error(`Nobody in the local world is called ${me}.`);
  const others = [...people.filter((one) => one !== current), ...extras()].slice(0, OTHERS);
  return JSON.stringify(
    {
      version: '0.1.1',
      tenantId,
      bot: { id: `28:${botId}`, name: 'API Credentials' },
      currentUser: user(current),
      users: others.map(user),
      personalChat: { id: `a:playground-${current.oid}` },
      groupChat: { id: '19:playground-group@thread.v2', name: 'Group chat' },
      team: {
        id: '19:playground-general@thread.tacv2',
        name: 'Playground team',
        aadGroupId: '00000000-0000-4000-8000-000000000031',
        channels: [{ id: '19:playground-managers@thread.tacv2', name: 'Managers' }],
      },
    },
    undefined,
    2,
  );
}

/** The local world has too few people for the Playground. These have no account there, and do nothing. */
function extras(): readonly PlaygroundPerson[] {
  return Array.from({ length: OTHERS }, (_, index) => ({
    oid: `00000000-0000-4000-8000-00000000010${index}`,
    name: `Extra ${index + 1}`,
    upn: `extra${index + 1}@registers.example`,
    accountId: `29:playground-extra-${index + 1}`,
  }));
}

function user({ accountId, name, upn, oid }: PlaygroundPerson) {
  const [givenName = name, ...rest] = name.split(' ');
  return {
    ...{ id: accountId, name, userPrincipleName: upn, aadObjectId: oid },
    ...{ givenName, surname: rest.join(' '), email: upn },
  };
}

import type { Reply } from '../../http.ts';
import { addressOf, isGuest, type LocalPerson } from '../../people.ts';
import type { LocalWorld } from '../../world.ts';
import { refusal } from './refusals.ts';

/** Answers `members`, `members/{id}` and `pagedmembers` of a conversation. */
interface MemberCall {
  readonly what: string;
  readonly id: string | undefined;
  readonly query: URLSearchParams;
}

const [SMALLEST_PAGE, LARGEST_PAGE] = [50, 500];

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context */
export function members(world: LocalWorld, people: readonly LocalPerson[], { what, id, query }: MemberCall): Reply {
  if (what === 'pagedmembers' && id === undefined) return page(world, people, query);
  if (what !== 'members') return refusal(405, 'MethodNotAllowed', 'No such operation.');
  if (id === undefined) return { status: 200, body: people.map((one) => account(world, one)) };
  const one = people.find((person) => isNamed(person, id));
  if (one === undefined) return refusal(404, 'MemberNotFoundInConversation', 'The member is not in the conversation.');
  return { status: 200, body: account(world, one) };
}

/** Whether the id is the person's account for the bot, object id or user principal name. */
function isNamed({ accountId, oid, upn }: LocalPerson, id: string): boolean {
  return accountId === id || [oid, upn.toLowerCase()].includes(id.toLowerCase());
}

function page(world: LocalWorld, people: readonly LocalPerson[], query: URLSearchParams): Reply {
  const size = Math.min(LARGEST_PAGE, Math.max(SMALLEST_PAGE, Number(query.get('pageSize') ?? SMALLEST_PAGE)));
  const from = Number(query.get('continuationToken') ?? '0');
  if (!Number.isInteger(size) || !Number.isInteger(from)) return refusal(400, 'BadArgument', 'Bad argument');
  const next = from + size < people.length ? { continuationToken: String(from + size) } : {};
  return { status: 200, body: { ...next, members: people.slice(from, from + size).map((one) => account(world, one)) } };
}

function account({ tenantId }: LocalWorld, person: LocalPerson): Record<string, string> {
  const { accountId: id, name, oid, upn } = person;
  const [givenName = '', ...surname] = name.split(' ');
  return {
    ...{ id, name, givenName, surname: surname.join(' ') },
    ...{ objectId: oid, aadObjectId: oid, userPrincipalName: upn, email: addressOf(person), tenantId },
    userRole: isGuest(person) ? 'guest' : 'user',
  };
}

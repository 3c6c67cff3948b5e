import type { Reply } from '../../http.ts';
import { addressOf, isGuest, type LocalPerson } from '../../people.ts';
import { CHANNEL_MEMBERS } from '../../tenant/tenant.ts';
import type { LocalWorld } from '../../world.ts';
import { hasOwnRoster } from '../conversations.ts';
import type { Conversation } from '../types.ts';
import { refusal } from './refusals.ts';

/** Answers `members`, `members/{id}` and `pagedmembers` of a conversation. */
interface MemberCall {
  readonly what: string;
  readonly id: string | undefined;
  readonly query: URLSearchParams;
  readonly conversation: Conversation;
}

const [SMALLEST_PAGE, LARGEST_PAGE] = [50, 500];

/**
 * A private or a shared channel has members of its own, which Teams tells only with a permission of the manifest.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context
 */
export function members(world: LocalWorld, people: readonly LocalPerson[], call: MemberCall): Reply {
  const { what, id, query, conversation } = call;
  if (hasOwnRoster(conversation) && !world.resourceSpecific.includes(CHANNEL_MEMBERS))
    return refusal(403, 'Forbidden', `The app has no ${CHANNEL_MEMBERS}.`);
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

function account(world: LocalWorld, person: LocalPerson): Record<string, string> {
  const { accountId: id, name, oid, upn, homeTenantId: tenantId = world.tenantId } = person;
  const [givenName = '', ...surname] = name.split(' ');
  return {
    ...{ id, name, givenName, surname: surname.join(' ') },
    ...{ objectId: oid, aadObjectId: oid, userPrincipalName: upn, email: addressOf(person), tenantId },
    userRole: isGuest(person) ? 'guest' : 'user',
  };
}

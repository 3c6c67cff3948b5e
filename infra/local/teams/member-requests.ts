import type { Reply } from '../http.ts';
import type { LocalPerson } from '../world.ts';
import { refusal } from './refusals.ts';
import type { Conversation } from './types.ts';

/** `members`, `members/{id}` and `pagedmembers` of a conversation. */
export function members(conversation: Conversation, what: string, id: string | undefined): Reply {
  const all = conversation.members.map(account);
  if (what === 'pagedmembers') return { status: 200, body: { members: all } };
  if (what !== 'members') return refusal(405, 'MethodNotAllowed', 'No such operation.');
  if (id === undefined) return { status: 200, body: all };
  const one = conversation.members.find((person) => person.accountId === id || person.oid === id.toLowerCase());
  if (one === undefined) return refusal(404, 'MemberNotFoundInConversation', 'The member is not in the conversation.');
  return { status: 200, body: account(one) };
}

function account(person: LocalPerson): Record<string, string> {
  const { accountId: id, name, oid, upn } = person;
  return { id, name, objectId: oid, aadObjectId: oid, userPrincipalName: upn, email: upn, userRole: 'user' };
}

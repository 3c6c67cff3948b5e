import type { Reply } from '../../http.ts';
import type { Activity, Conversation, StoredMessage } from '../types.ts';
import { mentionProblem } from './mentions.ts';
import type { ConnectorParts } from './parts.ts';
import { refusal } from './refusals.ts';

/** The bot's request about a message of a conversation. */
export interface ActivityCall {
  readonly conversation: Conversation;
  readonly id: string | undefined;
  readonly targeted: boolean;
  readonly body: Activity;
  readonly method: string;
}

const DAY_MS = 24 * 60 * 60_000;

export function create(parts: ConnectorParts, { conversation, targeted, body }: ActivityCall): Reply {
  if (body['type'] !== 'message') return refusal(400, 'BadSyntax', 'Only messages can be sent.');
  const problem = mentionProblem(body, parts.roster);
  if (problem !== undefined) return refusal(400, 'BadArgument', problem);
  const recipientId = (body['recipient'] as { id?: unknown } | undefined)?.id;
  const recipient = typeof recipientId === 'string' ? parts.roster.person(recipientId) : undefined;
  if (targeted) {
    const member = recipient !== undefined && parts.roster.present(conversation).includes(recipient);
    if (conversation.kind === 'personal' || !member) return refusal(400, 'BadArgument', 'Bad argument');
  }
  const onlyFor = targeted ? (recipient?.oid ?? null) : null;
  const message = parts.store.add({ conversation, author: null, activity: body, onlyFor });
  parts.posted(message, conversation, recipient);
  return { status: 201, body: { id: message.id } };
}

export function update(parts: ConnectorParts, call: ActivityCall): Reply {
  const found = editable(parts, call);
  if ('status' in found) return found;
  if (call.targeted && call.body['recipient'] !== undefined) {
    return refusal(400, 'BadArgument', 'Cannot edit Recipient of Targeted Message');
  }
  const problem = mentionProblem(call.body, parts.roster);
  if (problem !== undefined) return refusal(400, 'BadArgument', problem);
  parts.store.replace(found, call.body);
  return { status: 200, body: { id: found.id } };
}

export function remove(parts: ConnectorParts, call: ActivityCall): Reply {
  const found = editable(parts, call);
  if ('status' in found) return found;
  parts.store.remove(found);
  return { status: 200, body: {} };
}

/** Returns the bot's own message with that id, or a refusal. The flag must say whether it is a targeted message. */
function editable(parts: ConnectorParts, { conversation, id, targeted }: ActivityCall): StoredMessage | Reply {
  const message = id === undefined ? undefined : parts.store.find(conversation.id, id);
  const expired = message?.onlyFor != null && Date.now() - Date.parse(message.at) > DAY_MS;
  if (message === undefined || expired) {
    return refusal(404, 'ActivityNotFoundInConversation', 'The activity does not exist in the conversation.');
  }
  if (message.author !== null) return refusal(403, 'ForbiddenOperationException', "Not the bot's message.");
  if ((message.onlyFor !== null) !== targeted) return refusal(400, 'BadArgument', 'Bad argument');
  return message;
}

import type { Incoming, Reply } from '../http.ts';
import type { LocalPerson, World } from '../world.ts';
import { type Roster, threadless } from './conversations.ts';
import type { Fault, SendKind, TeamsFaults } from './faults.ts';
import type { Store } from './store.ts';
import type { Activity, Conversation, StoredMessage } from './types.ts';

export interface ConnectorParts {
  readonly world: World;
  readonly roster: Roster;
  readonly store: Store;
  readonly faults: TeamsFaults;
  readonly verify: (token: string) => Promise<boolean>;
  /** Told of every message the bot has posted. */
  readonly posted: (message: StoredMessage, conversation: Conversation, recipient: LocalPerson | undefined) => void;
}

const DAY_MS = 24 * 60 * 60_000;
const SIZE_LIMIT = 80 * 1024;

/** The Bot Connector's answer to one request; `path` is what follows the service URL. */
export async function connector(parts: ConnectorParts, incoming: Incoming, path: string): Promise<Reply> {
  const token = /^Bearer (\S+)$/.exec(incoming.headers.authorization ?? '')?.[1];
  if (token === undefined || !(await parts.verify(token))) {
    return refusal(401, 'Unauthorized', 'Authorization has been denied for this request.');
  }
  if (incoming.body.length > SIZE_LIMIT) return refusal(413, 'MessageSizeTooBig', 'Message size too large.');
  const body = bodyOf(incoming.body);
  if (body === undefined) return refusal(400, 'BadSyntax', 'The body is not JSON.');
  const [, conversationId, what = '', id] =
    /^v3\/conversations(?:\/([^/]+)(?:\/(activities|members|pagedmembers)(?:\/([^/]+))?)?)?$/
      .exec(path)
      ?.map((one: string | undefined) => (one === undefined ? one : decodeURIComponent(one))) ?? [];
  if (path === 'v3/conversations' && incoming.method === 'POST') return createConversation(parts, body);
  if (conversationId === undefined) return refusal(404, 'NotFound', 'No such operation.');
  const conversation = parts.roster.find(conversationId);
  if (conversation === undefined) return refusal(404, 'ConversationNotFound', 'Conversation not found.');
  if (what === 'activities') {
    const targeted = incoming.url.searchParams.get('isTargetedActivity') === 'true';
    return activities(parts, { conversation, id, targeted, body, method: incoming.method });
  }
  if (incoming.method === 'GET') return members(conversation, what, id);
  return refusal(405, 'MethodNotAllowed', 'No such operation.');
}

interface ActivityCall {
  readonly conversation: Conversation;
  readonly id: string | undefined;
  readonly targeted: boolean;
  readonly body: Activity;
  readonly method: string;
}

async function activities(parts: ConnectorParts, call: ActivityCall): Promise<Reply> {
  if (call.method === 'POST') {
    if (call.body['type'] === 'typing') {
      parts.store.typing(call.conversation);
      return { status: 202, body: { id: parts.store.newId() } };
    }
    const kind: SendKind = call.targeted ? 'targeted' : call.conversation.kind === 'personal' ? 'personal' : 'group';
    return withFault(parts.faults.take(kind), () => create(parts, call));
  }
  if (call.method === 'PUT') return withFault(parts.faults.take('update'), () => update(parts, call));
  if (call.method === 'DELETE') return withFault(parts.faults.take('delete'), () => remove(parts, call));
  return refusal(405, 'MethodNotAllowed', 'No such operation.');
}

async function withFault(fault: Fault | undefined, act: () => Reply): Promise<Reply> {
  if (fault === undefined) return act();
  if (fault.how === 'accept-then-fail' || fault.how === 'accept-then-hang') act();
  if (fault.how === 'hang' || fault.how === 'accept-then-hang') return new Promise<Reply>(() => undefined);
  const status = fault.status ?? 503;
  const answer = refusal(status, fault.code ?? (status === 429 ? 'TooManyRequests' : 'ServiceError'), 'As planned.');
  const wait = fault.retryAfterSeconds ?? (status === 429 ? 1 : undefined);
  return wait === undefined ? answer : { ...answer, headers: { 'retry-after': String(wait) } };
}

function create(parts: ConnectorParts, { conversation, targeted, body }: ActivityCall): Reply {
  if (body['type'] !== 'message') return refusal(400, 'BadSyntax', 'Only messages can be sent.');
  const recipientId = (body['recipient'] as { id?: unknown } | undefined)?.id;
  const recipient = typeof recipientId === 'string' ? parts.roster.person(recipientId) : undefined;
  if (targeted) {
    const member = recipient !== undefined && conversation.members.includes(recipient);
    if (conversation.kind === 'personal' || !member) return refusal(400, 'BadArgument', 'Bad argument');
  }
  const onlyFor = targeted ? (recipient?.oid ?? null) : null;
  const message = parts.store.add({ conversation, author: null, activity: body, onlyFor });
  parts.posted(message, conversation, recipient);
  return { status: 201, body: { id: message.id } };
}

function update(parts: ConnectorParts, call: ActivityCall): Reply {
  const found = editable(parts, call);
  if ('status' in found) return found;
  if (call.targeted && call.body['recipient'] !== undefined) {
    return refusal(400, 'BadArgument', 'Cannot edit Recipient of Targeted Message');
  }
  parts.store.replace(found, call.body);
  return { status: 200, body: { id: found.id } };
}

function remove(parts: ConnectorParts, call: ActivityCall): Reply {
  const found = editable(parts, call);
  if ('status' in found) return found;
  parts.store.remove(found);
  return { status: 200, body: {} };
}

/** The bot's own message by that id, addressed with the right flag. */
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

function createConversation(parts: ConnectorParts, body: Activity): Reply {
  const tenant = body['tenantId'] ?? (body['channelData'] as { tenant?: { id?: unknown } } | undefined)?.tenant?.id;
  if (tenant !== parts.world.tenantId) return refusal(400, 'BadArgument', 'Unknown tenant.');
  if (body['isGroup'] === true) return createThread(parts, body);
  const list = body['members'];
  const first: { id?: unknown } | undefined = Array.isArray(list) && list.length === 1 ? list[0] : undefined;
  const person = typeof first?.id === 'string' ? parts.roster.person(first.id) : undefined;
  if (person === undefined) return refusal(400, 'BadArgument', 'Invalid user identity in provided tenant');
  return { status: 201, body: { id: parts.roster.of(person, 'personal')?.id } };
}

function createThread(parts: ConnectorParts, body: Activity): Reply {
  const channel = (body['channelData'] as { channel?: { id?: unknown } } | undefined)?.channel?.id;
  const conversation = typeof channel === 'string' ? parts.roster.find(threadless(channel)) : undefined;
  const activity = body['activity'] as Activity | undefined;
  if (conversation === undefined) return refusal(404, 'ConversationNotFound', 'Conversation not found.');
  if (activity === undefined) return refusal(400, 'BadArgument', 'Bad argument');
  const answer = create(parts, { conversation, id: undefined, targeted: false, body: activity, method: 'POST' });
  const { id } = answer.body as { id?: string };
  if (id === undefined) return answer;
  return { status: 201, body: { id: `${conversation.id};messageid=${id}`, activityId: id } };
}

function members(conversation: Conversation, what: string, id: string | undefined): Reply {
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

function bodyOf(text: string): Activity | undefined {
  if (text === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Activity) : undefined;
  } catch {
    return undefined;
  }
}

export function refusal(status: number, code: string, message: string): Reply {
  return { status, body: { error: { code, message } } };
}

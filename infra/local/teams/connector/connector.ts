import type { Incoming, Reply } from '../../http.ts';
import { threadless } from '../conversations.ts';
import type { SendKind, TeamsFault } from '../faults.ts';
import type { Activity } from '../types.ts';
import { members } from './member-requests.ts';
import { type ActivityCall, create, remove, update } from './message-requests.ts';
import type { ConnectorParts } from './parts.ts';
import { isReadOnly, notInRoster, refusal, tooMany } from './refusals.ts';
import { team } from './team-requests.ts';

const SIZE_LIMIT = 80 * 1024;
const TEAM_PATH = /^v3\/teams\/([^/]+)(\/conversations)?$/;
const PATH = /^v3\/conversations(?:\/([^/]+)(?:\/(activities|members|pagedmembers)(?:\/([^/]+))?)?)?$/;

/** Answers one request to the Bot Connector. `path` is what follows the service URL. */
export async function connector(parts: ConnectorParts, incoming: Incoming, path: string): Promise<Reply> {
  const token = /^Bearer (\S+)$/.exec(incoming.headers.authorization ?? '')?.[1];
  if (token === undefined || !(await parts.verify(token))) {
    return refusal(401, 'Unauthorized', 'Authorization has been denied for this request.');
  }
  const wait = parts.limits.request(Date.now());
  if (wait !== undefined) return tooMany(wait);
  if (incoming.body.length > SIZE_LIMIT) return refusal(413, 'MessageSizeTooBig', 'Message size too large.');
  const body = bodyOf(incoming.body);
  if (body === undefined) return refusal(400, 'BadSyntax', 'The body is not JSON.');
  const [ofTeam, teamId, channels] = TEAM_PATH.exec(path)?.map(decoded) ?? [];
  if (ofTeam !== undefined && incoming.method === 'GET') return team(parts.roster, teamId, channels);
  const [, conversationId, what = '', id] = PATH.exec(path)?.map(decoded) ?? [];
  if (path === 'v3/conversations' && incoming.method === 'POST') return createConversation(parts, body);
  if (conversationId === undefined) return refusal(404, 'NotFound', 'No such operation.');
  const conversation = parts.roster.find(conversationId);
  if (conversation === undefined) return refusal(404, 'ConversationNotFound', 'Conversation not found.');
  if (!parts.roster.hasBot(conversation)) return notInRoster();
  if (what === 'activities') {
    const targeted = incoming.url.searchParams.get('isTargetedActivity') === 'true';
    return activities(parts, { conversation, id, targeted, body, method: incoming.method });
  }
  if (incoming.method === 'GET') {
    const query = incoming.url.searchParams;
    return members(parts.world, parts.roster.present(conversation), { what, id, query, conversation });
  }
  return refusal(405, 'MethodNotAllowed', 'No such operation.');
}

async function activities(parts: ConnectorParts, call: ActivityCall): Promise<Reply> {
  if (!['POST', 'PUT', 'DELETE'].includes(call.method)) return refusal(405, 'MethodNotAllowed', 'No such operation.');
  const { id, team: place } = call.conversation;
  if (place !== null && parts.roster.stateOf(place.id) === 'archived') return isReadOnly();
  const wait = parts.limits.send(id, Date.now());
  if (wait !== undefined) return tooMany(wait);
  if (call.method === 'PUT') return withFault(parts.faults.take('update', id), () => update(parts, call));
  if (call.method === 'DELETE') return withFault(parts.faults.take('delete', id), () => remove(parts, call));
  if (call.body['type'] === 'typing') return withFault(parts.faults.throttled(), () => typing(parts, call));
  const kind: SendKind = call.targeted ? 'targeted' : call.conversation.kind === 'personal' ? 'personal' : 'group';
  return withFault(parts.faults.take(kind, id), () => create(parts, call));
}

function typing({ store }: ConnectorParts, { conversation }: ActivityCall): Reply {
  store.typing(conversation);
  return { status: 202, body: { id: store.newId() } };
}

async function withFault(fault: TeamsFault | undefined, act: () => Reply): Promise<Reply> {
  if (fault === undefined) return act();
  if (fault.how === 'accept-then-fail' || fault.how === 'accept-then-hang') act();
  if (fault.how === 'hang' || fault.how === 'accept-then-hang') return new Promise<Reply>(() => undefined);
  const status = fault.status ?? 503;
  const answer = refusal(status, fault.code ?? (status === 429 ? 'TooManyRequests' : 'ServiceError'), 'As planned.');
  const wait = fault.retryAfterSeconds === undefined && status === 429 ? 1 : (fault.retryAfterSeconds ?? null);
  return wait === null ? answer : { ...answer, headers: { 'retry-after': String(wait) } };
}

/** Creates a chat with one person, or a thread in a channel. */
async function createConversation(parts: ConnectorParts, body: Activity): Promise<Reply> {
  const tenant = body['tenantId'] ?? (body['channelData'] as { tenant?: { id?: unknown } } | undefined)?.tenant?.id;
  if (tenant !== parts.world.tenantId) return refusal(400, 'BadArgument', 'Unknown tenant.');
  if (body['isGroup'] === true) return createThread(parts, body);
  return withFault(parts.faults.throttled(), () => openChat(parts, body));
}

function openChat(parts: ConnectorParts, body: Activity): Reply {
  const list = body['members'];
  const first: { id?: unknown } | undefined = Array.isArray(list) && list.length === 1 ? list[0] : undefined;
  const person = typeof first?.id === 'string' ? parts.roster.person(first.id) : undefined;
  const chat = person && !parts.world.left.has(person.oid) ? parts.roster.of(person, 'personal') : undefined;
  // An outsider has no chat with the bot either.
  if (chat === undefined) return refusal(400, 'BadArgument', 'Invalid user identity in provided tenant');
  return { status: 201, body: { id: chat.id } };
}

async function createThread(parts: ConnectorParts, body: Activity): Promise<Reply> {
  const channel = (body['channelData'] as { channel?: { id?: unknown } } | undefined)?.channel?.id;
  const conversation = typeof channel === 'string' ? parts.roster.find(threadless(channel)) : undefined;
  const activity = body['activity'] as Activity | undefined;
  if (conversation === undefined) return refusal(404, 'ConversationNotFound', 'Conversation not found.');
  if (!parts.roster.hasBot(conversation)) return notInRoster();
  if (activity === undefined) return refusal(400, 'BadArgument', 'Bad argument');
  const call = { conversation, id: undefined, targeted: false, body: activity, method: 'POST' };
  const answer = await activities(parts, call);
  const { id } = answer.body as { id?: string };
  if (id === undefined) return answer;
  return { status: 201, body: { id: `${conversation.id};messageid=${id}`, activityId: id } };
}

/** Returns undefined if the encoding is not valid. The request then ends in "not found". */
function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? text : decodeURIComponent(text);
  } catch {
    return undefined;
  }
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

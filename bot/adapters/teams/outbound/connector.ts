import { z } from 'zod';
import { baseConversationId, type Conversation } from '../../../domain/shared/person.ts';
import { type Answer, ask, isSuccess, jsonIn, NOT_CONNECTED } from '../../../ports/shared/ask-outside.ts';
import type { OutboundRate } from './outbound-rate.ts';
import type { IsServiceUrl } from './service-urls.ts';

const TIMEOUT_MS = 10_000;
const TOO_MANY = 429;
const CREATED = z.object({ id: z.string().min(1).max(2000) });
const TEAM = z.object({ name: z.string() });
const CHANNELS = z.object({ conversations: z.array(z.object({ id: z.string(), name: z.string().nullish() })) });
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** An anonymous member has no object id. */
const MEMBER = z.object({
  id: z.string().max(2000).nullish(),
  objectId: z.string().nullish(),
  aadObjectId: z.string().nullish(),
  tenantId: z.string().nullish(),
});
const MEMBERS = z.object({ members: z.array(MEMBER), continuationToken: z.string().max(4000).nullish() });
/** A team has at most 25,000 members, and a page 500. */
const MEMBER_PAGES = 60;
const FAILURE = z.object({ error: z.object({ code: z.string().max(100) }) });

/** Where a message goes: the 1:1 chat, one member of a conversation with other readers, or all its readers. */
export type MessageTarget =
  | { readonly kind: 'one-to-one'; readonly conversation: Conversation }
  | { readonly kind: 'targeted'; readonly conversation: Conversation; readonly accountId: string }
  | { readonly kind: 'everybody'; readonly conversation: Conversation };

/** `refused`: certainly nothing happened. `unknown`: it may have. */
export interface ConnectorFailure {
  readonly kind: 'refused' | 'unknown';
  readonly status: number | undefined;
  /** The platform's own word, for the log. */
  readonly code: string | undefined;
  /** The wait that Retry-After asked for, in milliseconds. */
  readonly afterMs?: number | undefined;
}

export type ConnectorResult = { readonly kind: 'done'; readonly id: string | undefined } | ConnectorFailure;

/** Names as Teams has them: untrusted text. Undefined if Teams gives none, or if a request has failed. */
export interface ChannelDescription {
  readonly name: string | undefined;
  readonly teamName: string | undefined;
}

/** The Bot Connector's REST API. One attempt per call, no redirects, and no token to an address off the allow-list. */
export interface Connector {
  send(destination: MessageTarget, activity: Readonly<Record<string, unknown>>): Promise<ConnectorResult>;
  /** Replaces a message. A targeted one keeps its recipient: Teams refuses an update that names one. */
  update(
    conversation: Conversation,
    activityId: string,
    activity: Readonly<Record<string, unknown>>,
    targeted?: boolean,
  ): Promise<ConnectorResult>;
  remove(conversation: Conversation, activityId: string, targeted: boolean): Promise<ConnectorResult>;
  /** Opens (or finds) the 1:1 chat with a member; `id` is the conversation's. */
  openPersonal(from: Conversation, accountId: string, tenantId: string): Promise<ConnectorResult>;
  /**
   * The names of a channel (without thread) and its team, as far as Teams tells them; never throws. The General channel,
   * whose id is its team's, has no name.
   * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context
   */
  describeChannel(conversation: Conversation, teamId: string): Promise<ChannelDescription>;
  /**
   * A member of a conversation; never throws. Undefined if there is no such member, or without an answer. A private or a
   * shared channel has members of its own.
   * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context
   */
  memberOf(conversation: Conversation, accountId: string): Promise<Member | undefined>;
  /**
   * All members of a conversation; never throws. Undefined without an answer.
   * https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/shared-channels
   */
  membersOf(conversation: Conversation): Promise<readonly Member[] | undefined>;
}

/** A member as Teams knows them. Ids are lower-case GUIDs; those that Teams does not give are left out. */
export interface Member {
  readonly id: string;
  readonly oid: string | undefined;
  readonly tenantId: string | undefined;
}

export interface ConnectorDeps {
  readonly isServiceUrl: IsServiceUrl;
  readonly token: () => Promise<string>;
  readonly timeoutMs?: number;
  /** Hears of every request, and of those that Teams has refused because there were too many. */
  readonly rate?: Pick<OutboundRate, 'sent' | 'throttled'>;
}

export function createConnector(deps: ConnectorDeps): Connector {
  return {
    send({ kind, ...destination }, activity) {
      const { conversation } = destination;
      const targeted = kind === 'targeted';
      const message = {
        ...activity,
        from: { id: conversation.botAccountId },
        conversation: { id: conversation.id },
        ...('accountId' in destination ? { recipient: { id: destination.accountId } } : {}),
      };
      return call(deps, conversation, 'POST', `${activitiesOf(conversation)}${flag(targeted)}`, message);
    },
    update(conversation, activityId, activity, targeted = false) {
      const path = `${activitiesOf(conversation)}/${encodeURIComponent(activityId)}${flag(targeted)}`;
      const place = { from: { id: conversation.botAccountId }, conversation: { id: conversation.id } };
      return call(deps, conversation, 'PUT', path, { ...activity, ...place, id: activityId });
    },
    remove(conversation, activityId, targeted) {
      const path = `${activitiesOf(conversation)}/${encodeURIComponent(activityId)}${flag(targeted)}`;
      return call(deps, conversation, 'DELETE', path);
    },
    openPersonal(from, accountId, tenantId) {
      const bot = { id: from.botAccountId };
      const tenant = { tenantId, channelData: { tenant: { id: tenantId } } };
      const body = { isGroup: false, bot, members: [{ id: accountId }], ...tenant };
      return call(deps, from, 'POST', 'v3/conversations', body);
    },
    async describeChannel(conversation, teamId) {
      const path = `v3/teams/${encodeURIComponent(teamId)}`;
      const [team, channels] = await Promise.all([
        read(deps, conversation, path, TEAM),
        read(deps, conversation, `${path}/conversations`, CHANNELS),
      ]);
      const channel = channels?.conversations.find(({ id }) => id === conversation.id);
      return { name: channel?.name ?? undefined, teamName: team?.name };
    },
    async memberOf(conversation, accountId) {
      const path = `${membersPath(conversation, 'members')}/${encodeURIComponent(accountId)}`;
      const member = await read(deps, conversation, path, MEMBER);
      return member && toMember(member, accountId);
    },
    async membersOf(conversation) {
      const found: Member[] = [];
      let token = '';
      for (let pages = 0; pages < MEMBER_PAGES; pages += 1) {
        const path = `${membersPath(conversation, 'pagedmembers')}?pageSize=500${token}`;
        const page = await read(deps, conversation, path, MEMBERS);
        if (page === undefined) return undefined;
        found.push(...page.members.map((member) => toMember(member, member.id ?? '')));
        if (page.continuationToken == null || page.continuationToken === '') return found;
        token = `&continuationToken=${encodeURIComponent(page.continuationToken)}`;
      }
      return undefined;
    },
  };
}

/** A thread has no members of its own. */
function membersPath({ id }: Conversation, what: 'members' | 'pagedmembers'): string {
  return `v3/conversations/${encodeURIComponent(baseConversationId(id))}/${what}`;
}

function toMember({ aadObjectId, objectId, tenantId }: z.output<typeof MEMBER>, id: string): Member {
  const oid = (aadObjectId ?? objectId ?? '').toLowerCase();
  return { id, oid: GUID.test(oid) ? oid : undefined, tenantId: tenantId?.toLowerCase() };
}

function activitiesOf(conversation: Conversation): string {
  return `v3/conversations/${encodeURIComponent(conversation.id)}/activities`;
}

function flag(targeted: boolean): string {
  return targeted ? '?isTargetedActivity=true' : '';
}

async function call(
  deps: ConnectorDeps,
  at: Conversation,
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<ConnectorResult> {
  const response = await request(deps, at, method, path, body);
  return 'body' in response ? readAnswer(response) : response;
}

/** Undefined for anything but a success of the expected shape. */
async function read<T>(
  deps: ConnectorDeps,
  at: Conversation,
  path: string,
  shape: z.ZodType<T>,
): Promise<T | undefined> {
  const response = await request(deps, at, 'GET', path);
  return 'body' in response && isSuccess(response) ? shape.safeParse(jsonIn(response)).data : undefined;
}

/** The answer, with any status; a failure if there is none. */
async function request(
  deps: ConnectorDeps,
  { serviceUrl }: Conversation,
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<Answer | ConnectorFailure> {
  if (!deps.isServiceUrl(serviceUrl)) return { kind: 'refused', status: undefined, code: 'ServiceUrlNotAllowed' };
  const token = await deps.token().catch(() => undefined);
  if (token === undefined) return { kind: 'refused', status: undefined, code: 'NoToken' };
  deps.rate?.sent();
  try {
    const answer = await ask(`${serviceUrl.replace(/\/+$/, '')}/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      timeoutMs: deps.timeoutMs ?? TIMEOUT_MS,
    });
    if (answer.status === TOO_MANY) deps.rate?.throttled();
    return answer;
  } catch (cause) {
    const code = networkCode(cause);
    return { kind: neverSent(code) ? 'refused' : 'unknown', status: undefined, code };
  }
}

function readAnswer(response: Answer): ConnectorResult {
  const { status } = response;
  const body = jsonIn(response);
  if (isSuccess(response)) return { kind: 'done', id: CREATED.safeParse(body).data?.id };
  const code = FAILURE.safeParse(body).data?.error.code;
  const kind = status >= 400 && status < 500 ? 'refused' : 'unknown';
  return { kind, status, code, afterMs: retryAfterMs(response.headers['retry-after']) };
}

/** Seconds, or an HTTP date. */
function retryAfterMs(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function neverSent(code: string): boolean {
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', NOT_CONNECTED].includes(code);
}

/** Node's code of the error, or its name. */
function networkCode(cause: unknown): string {
  if (!(cause instanceof Error)) return 'Unknown';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}

import { z } from 'zod';
import type { Conversation } from '../../domain/person.ts';
import type { IsServiceUrl } from './service-urls.ts';

const TIMEOUT_MS = 10_000;
const CREATED = z.object({ id: z.string().min(1).max(2000) });
const FAILURE = z.object({ error: z.object({ code: z.string().max(100) }) });

/** Where a message goes: the 1:1 chat, one member of a conversation with other readers, or all of those. */
export type Destination =
  | { readonly kind: 'one-to-one'; readonly conversation: Conversation }
  | { readonly kind: 'targeted'; readonly conversation: Conversation; readonly accountId: string }
  | { readonly kind: 'everybody'; readonly conversation: Conversation };

/** `refused`: certainly nothing happened. `unknown`: it may have. */
export interface ConnectorFailure {
  readonly kind: 'refused' | 'unknown';
  readonly status: number | undefined;
  /** The platform's own word, for the log. */
  readonly code: string | undefined;
  /** What it asked for in Retry-After, in milliseconds. */
  readonly afterMs?: number | undefined;
}

export type ConnectorResult = { readonly kind: 'done'; readonly id: string | undefined } | ConnectorFailure;

/** The Bot Connector's REST API. One attempt per call, no redirects, and no token to an address off the allow-list. */
export interface Connector {
  send(destination: Destination, activity: Readonly<Record<string, unknown>>): Promise<ConnectorResult>;
  /** Replaces a message that all readers of the conversation see. */
  update(
    conversation: Conversation,
    activityId: string,
    activity: Readonly<Record<string, unknown>>,
  ): Promise<ConnectorResult>;
  remove(conversation: Conversation, activityId: string, targeted: boolean): Promise<ConnectorResult>;
  /** Opens (or finds) the 1:1 chat with a member; `id` is the conversation's. */
  openPersonal(from: Conversation, accountId: string, tenantId: string): Promise<ConnectorResult>;
}

export interface ConnectorDeps {
  readonly isServiceUrl: IsServiceUrl;
  readonly token: () => Promise<string>;
  readonly timeoutMs?: number;
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
    update(conversation, activityId, activity) {
      const path = `${activitiesOf(conversation)}/${encodeURIComponent(activityId)}`;
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
  };
}

function activitiesOf(conversation: Conversation): string {
  return `v3/conversations/${encodeURIComponent(conversation.id)}/activities`;
}

function flag(targeted: boolean): string {
  return targeted ? '?isTargetedActivity=true' : '';
}

async function call(
  deps: ConnectorDeps,
  { serviceUrl }: Conversation,
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<ConnectorResult> {
  if (!deps.isServiceUrl(serviceUrl)) return { kind: 'refused', status: undefined, code: 'ServiceUrlNotAllowed' };
  const token = await deps.token().catch(() => undefined);
  if (token === undefined) return { kind: 'refused', status: undefined, code: 'NoToken' };
  try {
    const response = await fetch(`${serviceUrl.replace(/\/+$/, '')}/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(deps.timeoutMs ?? TIMEOUT_MS),
    });
    return await readAnswer(response);
  } catch (cause) {
    const code = networkCode(cause);
    return { kind: neverSent(code) ? 'refused' : 'unknown', status: undefined, code };
  }
}

async function readAnswer(response: Response): Promise<ConnectorResult> {
  const { status } = response;
  // A body that breaks off does not undo what its status says.
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return { kind: 'done', id: CREATED.safeParse(body).data?.id };
  const code = FAILURE.safeParse(body).data?.error.code;
  const kind = status >= 400 && status < 500 ? 'refused' : 'unknown';
  return { kind, status, code, afterMs: retryAfterMs(response.headers.get('retry-after')) };
}

/** Seconds, or an HTTP date. */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

function neverSent(code: string): boolean {
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'].includes(code);
}

/** The code of the system error that fetch wraps. */
function networkCode(cause: unknown): string {
  if (!(cause instanceof Error)) return 'Unknown';
  const inner = cause.cause;
  if (inner instanceof Error && 'code' in inner && typeof inner.code === 'string') return inner.code;
  return cause.name;
}

import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { OutboxContent, OutboxMessage } from '../../domain/messages/outbox.ts';
import type { Letter, PostContent, Posted } from '../../ports/messages/announcer.ts';
import type { DueMessage } from '../../ports/messages/outbox.ts';
import { systemAudit } from '../audit/audit-events.ts';
import type { Deps } from '../shared/deps.ts';

/** What a message comes to when it is its turn. */
export type Drawn =
  | { readonly kind: 'post'; readonly content: PostContent | Letter }
  /** These messages say it in its place. */
  | { readonly kind: 'told'; readonly messages: readonly OutboxMessage[] }
  /** Nobody wants it any more. */
  | { readonly kind: 'drop'; readonly audit: readonly AuditEvent[] }
  /** Somebody must hear it, but the recipient has nothing to do with it any more. */
  | { readonly kind: 'elsewhere' }
  /** The content has settled it: the message is gone already. */
  | { readonly kind: 'settled' };

/** What becomes of a message whose recipient cannot be reached. */
export type Unreached =
  | { readonly kind: 'wait' | 'administrators' }
  | { readonly kind: 'drop'; readonly audit: readonly AuditEvent[] };

/** What becomes of a message that cannot be delivered. `alarm`: whether the administrators are told. */
export type GivenUp =
  | { readonly kind: 'administrators' }
  /** It is forgotten. */
  | { readonly kind: 'drop'; readonly audit: readonly AuditEvent[] }
  | { readonly kind: 'dead'; readonly audit: AuditEvent; readonly alarm: boolean };

/** What the outbox has to know of one content. Everything else is the same for all messages. */
export interface ContentRules {
  /** As it is true now; for a posted message, what its card shows from now on. */
  draw(deps: Deps, due: DueMessage): Promise<Drawn>;
  /** The audit rows of a message that was sent. */
  sentRows(deps: Deps, posted: Posted | undefined): Promise<readonly AuditEvent[]>;
  /** `code`: why the recipient cannot be reached. */
  unreached(deps: Deps, due: DueMessage, code: string): Promise<Unreached>;
  giveUp(deps: Deps, due: DueMessage, code: string): Promise<GivenUp>;
}

type ContentKind = OutboxContent['kind'];
type ContentOf = { readonly [K in ContentKind]: Extract<OutboxContent, { kind: K }> };

/** For each kind of content, the rules of one message that has it. */
export type Contents = { readonly [K in ContentKind]: (content: ContentOf[K]) => ContentRules };

export function rulesOf<K extends ContentKind>(contents: Contents, kind: K, content: ContentOf[K]): ContentRules {
  return contents[kind](content);
}

/** Nothing is recorded of messages that are sent, unless a content says otherwise. */
export async function noRows(): Promise<readonly AuditEvent[]> {
  return [];
}

/** A message that waits for its reader, for as long as it takes. */
export async function waitForReader(): Promise<Unreached> {
  return { kind: 'wait' };
}

/** Into the dead letters, and the administrators are told. */
export async function deadLetter(deps: Deps, due: DueMessage, code: string): Promise<GivenUp> {
  return { kind: 'dead', audit: undeliveredRow(deps, due, code), alarm: true };
}

export function undeliveredRow(deps: Deps, { content, to }: DueMessage, code: string): AuditEvent {
  const detail = `${content.kind} to ${to.kind}; ${code}`;
  return systemAudit(deps, 'message.undelivered', { result: 'failed', detail });
}

/** The rules of a card that was sent as an answer, and is only drawn again. If it cannot be, nobody misses it. */
export function onlyDrawnAgain(draw: ContentRules['draw']): ContentRules {
  const drop = async () => ({ kind: 'drop', audit: [] }) as const;
  return { draw, sentRows: noRows, unreached: drop, giveUp: drop };
}

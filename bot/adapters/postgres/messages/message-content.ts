import type { AdministratorNotice } from '../../../domain/messages/notice.ts';
import type { AnswerRights, OutboxContent } from '../../../domain/messages/outbox.ts';
import { outcomeFromText, outcomeToText } from './stored-outcome.ts';

type Undone = Extract<OutboxContent, { kind: 'creation-undone' }>;
type Created = Extract<OutboxContent, { kind: 'created' }>['created'];
type News = Extract<OutboxContent, { kind: 'secret-changed' }>;
type Failing = Extract<AdministratorNotice, { kind: 'sweep-failing' }>;
type Unopened = Extract<AdministratorNotice, { kind: 'unopened-chats' }>;
type StoredNotice =
  | Exclude<AdministratorNotice, Failing | Unopened>
  | (Omit<Unopened, 'since'> & { readonly since: string })
  | (Omit<Failing, 'since'> & { readonly since?: string | undefined });

/** JSON has no Date. */
export type StoredContent =
  | Exclude<OutboxContent, { kind: 'creation-undone' | 'secret-changed' | 'created' | 'alarm' | 'answer' }>
  | (Omit<Undone, 'startedAt'> & { readonly startedAt: string })
  | (Omit<News, 'secret'> & { readonly secret: Omit<News['secret'], 'end'> & { readonly end: string } })
  /** Rows of an earlier version have no rights. */
  | { readonly kind: 'answer'; readonly outcome: string; readonly rights?: AnswerRights | undefined }
  | { readonly kind: 'created'; readonly created: string }
  | { readonly kind: 'alarm'; readonly notice: StoredNotice };

export function toStored(content: OutboxContent): StoredContent {
  switch (content.kind) {
    case 'creation-undone':
      return { ...content, startedAt: content.startedAt.toISOString() };
    case 'secret-changed':
      return { ...content, secret: { ...content.secret, end: content.secret.end.toISOString() } };
    case 'answer':
      return { ...content, outcome: outcomeToText(content.outcome) };
    case 'created':
      return { kind: 'created', created: outcomeToText(content.created) };
    case 'alarm':
      return { kind: 'alarm', notice: toStoredNotice(content.notice) };
    default:
      return content;
  }
}

function toStoredNotice(notice: AdministratorNotice): StoredNotice {
  switch (notice.kind) {
    case 'sweep-failing':
      return { ...notice, since: notice.since?.toISOString() };
    case 'unopened-chats':
      return { ...notice, since: notice.since.toISOString() };
    default:
      return notice;
  }
}

export function fromStored(content: StoredContent): OutboxContent {
  switch (content.kind) {
    case 'creation-undone':
      return { ...content, startedAt: new Date(content.startedAt) };
    case 'secret-changed':
      return { ...content, secret: { ...content.secret, end: new Date(content.secret.end) } };
    case 'answer':
      return { ...content, outcome: outcomeFromText(content.outcome), rights: content.rights };
    case 'created':
      return { kind: 'created', created: createdFromText(content.created) };
    case 'alarm':
      return { kind: 'alarm', notice: fromStoredNotice(content.notice) };
    default:
      return content;
  }
}

function createdFromText(text: string): Created {
  const outcome = outcomeFromText(text);
  if (outcome.kind !== 'created') throw new Error('a stored creation is something else');
  return outcome;
}

function fromStoredNotice(notice: StoredNotice): AdministratorNotice {
  switch (notice.kind) {
    case 'sweep-failing':
      return { ...notice, since: notice.since === undefined ? undefined : new Date(notice.since) };
    case 'unopened-chats':
      return { ...notice, since: new Date(notice.since) };
    default:
      return notice;
  }
}

import type { AdministratorNotice } from '../../../domain/messages/notice.ts';
import type { OutboxContent } from '../../../domain/messages/outbox.ts';

type Undone = Extract<OutboxContent, { kind: 'creation-undone' }>;
type Failing = Extract<AdministratorNotice, { kind: 'sweep-failing' }>;
type StoredNotice =
  | Exclude<AdministratorNotice, Failing>
  | (Omit<Failing, 'since'> & { readonly since?: string | undefined });

/** JSON has no Date. */
export type StoredContent =
  | Exclude<OutboxContent, { kind: 'creation-undone' | 'alarm' }>
  | (Omit<Undone, 'startedAt'> & { readonly startedAt: string })
  | { readonly kind: 'alarm'; readonly notice: StoredNotice };

export function toStored(content: OutboxContent): StoredContent {
  switch (content.kind) {
    case 'creation-undone':
      return { ...content, startedAt: content.startedAt.toISOString() };
    case 'alarm': {
      const { notice } = content;
      if (notice.kind !== 'sweep-failing') return { kind: 'alarm', notice };
      return { kind: 'alarm', notice: { ...notice, since: notice.since?.toISOString() } };
    }
    default:
      return content;
  }
}

export function fromStored(content: StoredContent): OutboxContent {
  switch (content.kind) {
    case 'creation-undone':
      return { ...content, startedAt: new Date(content.startedAt) };
    case 'alarm': {
      const { notice } = content;
      if (notice.kind !== 'sweep-failing') return { kind: 'alarm', notice };
      return {
        kind: 'alarm',
        notice: { ...notice, since: notice.since === undefined ? undefined : new Date(notice.since) },
      };
    }
    default:
      return content;
  }
}

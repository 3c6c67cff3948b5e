import type { Link } from '../../../domain/reminders/link.ts';
import { ADMIN_SCOPE, type Scope } from '../../../domain/shared/organisation.ts';
import { lowerNamed, storable } from '../base/transaction.ts';
import type { links } from './schema-reminders.ts';

type Row = typeof links.$inferSelect;

export function storedKey({ kind, key }: Pick<Scope, 'kind' | 'key'>): string {
  return storable(kind === 'application' ? key.toLowerCase() : key);
}

export function toRow({ id, scope, channel, linkedBy, linkedAt, deadSince }: Link): Row {
  return {
    id,
    scopeKind: scope.kind,
    scopeKey: storedKey(scope),
    scopeName: storable(scope.name),
    conversationId: storable(channel.conversation.id),
    serviceUrl: channel.conversation.serviceUrl,
    botAccountId: channel.conversation.botAccountId,
    teamId: channel.teamId === undefined ? null : storable(channel.teamId),
    channelName: storable(channel.name),
    teamName: storable(channel.teamName),
    linkedBy: lowerNamed(linkedBy),
    linkedAt,
    deadSince: deadSince ?? null,
  };
}

export function toLink(row: Row): Link {
  const { conversationId: id, serviceUrl, botAccountId } = row;
  return {
    id: row.id,
    scope: toScope(row),
    channel: {
      conversation: { kind: 'channel', id, serviceUrl, botAccountId },
      teamId: row.teamId ?? undefined,
      name: row.channelName,
      teamName: row.teamName,
    },
    linkedBy: row.linkedBy,
    linkedAt: row.linkedAt,
    deadSince: row.deadSince ?? undefined,
  };
}

function toScope({ scopeKind: kind, scopeKey: key, scopeName: name }: Row): Scope {
  return kind === 'administrators' ? ADMIN_SCOPE : { kind, key, name };
}

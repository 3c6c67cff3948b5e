import type { Link } from '../../bot/domain/reminders/link.ts';
import type { Scope } from '../../bot/domain/shared/organisation.ts';
import { baseConversationId } from '../../bot/domain/shared/person.ts';
import type { Links } from '../../bot/ports/reminders/links.ts';
import { type Append, lowerNamed } from './ledger.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

export function createFakeLinks(append: Append): Links {
  const held = new Map<string, Writable<Link>>();
  const where = (matches: (link: Link) => boolean) =>
    [...held.values()].filter(matches).sort((a, b) => a.linkedAt.getTime() - b.linkedAt.getTime());
  return {
    add: async (given, audit) => {
      const link = lowered(given);
      const standing = held.get(keyOf(link));
      if (standing !== undefined && standing.deadSince === undefined) return structuredClone(standing);
      append(audit);
      held.set(keyOf(link), { ...link, id: standing?.id ?? link.id });
      return undefined;
    },
    remove: async (id, audit) => {
      const [link] = where((each) => each.id === id);
      if (link === undefined) return undefined;
      append(audit);
      held.delete(keyOf(link));
      return structuredClone(link);
    },
    all: async () => structuredClone(where(() => true)),
    of: async (scopes) => {
      const wanted = new Set(scopes.map(scopeKey));
      return structuredClone(where(({ scope }) => wanted.has(scopeKey(scope))));
    },
    channel: async (id) =>
      structuredClone(where((link) => isAt(link, id) && link.deadSince === undefined).at(-1)?.channel),
    heardFrom: async ({ conversation, teamId, teamName, name }, revived) => {
      const here: readonly Writable<Link>[] = where((each) => isAt(each, conversation.id));
      if (here.some(({ deadSince }) => deadSince !== undefined)) append(revived);
      for (const link of here) {
        const known = link.channel;
        link.channel = structuredClone({
          conversation,
          teamId: teamId || known.teamId,
          teamName: teamName || known.teamName,
          name: name || known.name,
        });
        link.deadSince = undefined;
      }
    },
    die: async (place, audit) => {
      const isThere = (link: Link) =>
        'teamId' in place
          ? link.channel.teamId === place.teamId || isAt(link, place.teamId)
          : isAt(link, place.conversationId);
      const dying = where((link) => isThere(link) && link.deadSince === undefined) as Writable<Link>[];
      if (dying.length > 0) append(audit);
      for (const link of dying) link.deadSince = audit.at;
      return structuredClone(dying);
    },
  };
}

function isAt({ channel }: Link, conversationId: string): boolean {
  return channel.conversation.id === baseConversationId(conversationId);
}

function scopeKey({ kind, key }: Pick<Scope, 'kind' | 'key'>): string {
  return `${kind} ${kind === 'application' ? key.toLowerCase() : key}`;
}

function keyOf({ scope, channel }: Link): string {
  return `${scopeKey(scope)} ${channel.conversation.id}`;
}

function lowered(link: Link): Link {
  const { scope, linkedBy } = link;
  const lower = scope.kind === 'application' ? { ...scope, key: scope.key.toLowerCase() } : scope;
  return structuredClone({ ...link, scope: lower, linkedBy: lowerNamed(linkedBy) });
}

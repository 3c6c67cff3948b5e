import type { Channel, Link } from '../../domain/reminders/link.ts';
import { findScopes, type Scope, scopeId } from '../../domain/shared/organisation.ts';
import { type Asker, baseConversationId, type ChannelFacts } from '../../domain/shared/person.ts';
import { auditOf, recordRefusal } from '../audit/audit-events.ts';
import type { Deps } from '../shared/deps.ts';

/**
 * What `link` and `unlink` ask for. `scope` comes from a button, as scopeId() writes it; it is empty if words were
 * typed.
 */
export interface ScopeCommand {
  readonly kind: 'link' | 'unlink';
  readonly query: string;
  readonly scope: string;
}

/** The channel that the asker speaks in, without its thread; undefined in a chat. */
export function channelOf({ conversation, channel }: Asker): Channel | undefined {
  if (conversation.kind !== 'channel') return undefined;
  const facts: ChannelFacts = channel ?? { teamId: undefined, teamName: '', name: '' };
  return { ...facts, conversation: { ...conversation, id: baseConversationId(conversation.id) } };
}

/** The scopes that are meant, among those that the asker may choose. */
export function chosen({ query, scope }: ScopeCommand, among: readonly Scope[]): readonly Scope[] {
  if (scope !== '') return among.filter((each) => scopeId(each) === scope);
  return findScopes(query, among);
}

/** A button's scope came from a card of somebody else, so that it is recorded if it means nothing to the asker. */
export async function recordButton(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger'>,
  { kind, scope }: ScopeCommand,
  asker: Asker,
): Promise<void> {
  if (scope !== '') await recordRefusal(deps, asker, { detail: `button: ${kind}` });
}

export function auditOfLink(
  deps: Pick<Deps, 'clock' | 'random'>,
  action: 'link.added' | 'link.removed',
  { scope, channel }: Link,
  asker: Asker,
) {
  const about = scope.kind === 'application' ? { application: { clientId: scope.key } } : {};
  return auditOf(deps, asker, action, { ...about, detail: `${scopeId(scope)} in ${channel.conversation.id}` });
}

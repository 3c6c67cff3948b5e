import type { Reached } from '../../domain/messages/outbox.ts';
import type { ApplicationRef } from '../../domain/shared/application.ts';
import { scopeId, scopesOf } from '../../domain/shared/organisation.ts';
import type { Deps } from './deps.ts';
import { readReach } from './read-reach.ts';

/**
 * Reads where the managers of these applications are told in Teams: in their channels; each of them in person if there is no
 * channel. An application without managers and channels has no place.
 */
export async function managersPlaces(
  { settings, ledger }: Pick<Deps, 'settings' | 'ledger'>,
  applications: readonly ApplicationRef[],
): Promise<(application: ApplicationRef) => readonly Reached[]> {
  const { managers, links } = await readReach({ settings, ledger, mailer: undefined }, applications);
  const byApplication = Map.groupBy(managers, ({ clientId }) => clientId);
  const byScope = Map.groupBy(links, ({ scope }) => scopeId(scope));
  return (application) => {
    const linked = scopesOf(settings.apis, application).flatMap((scope) => byScope.get(scopeId(scope)) ?? []);
    const channels = new Set(linked.map(({ channel }) => channel.conversation.id));
    if (channels.size > 0) return [...channels].map((conversationId) => ({ kind: 'channel', conversationId }));
    const people = byApplication.get(application.clientId) ?? [];
    return people.map(({ person: { tid, oid } }) => ({ kind: 'person', person: { tid, oid } }));
  };
}

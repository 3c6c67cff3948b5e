import type { AccessRequest } from '../../domain/access/access-request.ts';
import type { OutboxMessage, Recipient } from '../../domain/messages/outbox.ts';
import type { ApplicationRef } from '../../domain/shared/application.ts';
import { scopesOf } from '../../domain/shared/organisation.ts';
import type { Deps } from '../shared/deps.ts';
import { factsOfRequest } from './request-view.ts';

/** The cards that ask those who have to confirm a request, as messages. `all`: the applications around its scope, at least. */
export async function requestCards(
  deps: Pick<Deps, 'settings' | 'clock' | 'random' | 'people' | 'ledger'>,
  request: AccessRequest,
  all: readonly ApplicationRef[],
): Promise<readonly OutboxMessage[]> {
  const to = await recipientsOf(deps, request, all);
  return to.map((recipient) => ({
    ...{ id: deps.random.token(), to: recipient, at: deps.clock() },
    content: { kind: 'request', request: request.id },
  }));
}

/**
 * The managers' channels; without any, the confirmers that the bot has met. The administrators if nobody could confirm, or
 * if no confirmer can be reached.
 */
async function recipientsOf(
  deps: Pick<Deps, 'settings' | 'people' | 'ledger'>,
  request: AccessRequest,
  all: readonly ApplicationRef[],
): Promise<readonly Recipient[]> {
  const { applications, confirmers } = await factsOfRequest(deps, request, all);
  if (confirmers.length === 0) return [{ kind: 'administrators' }];
  const links = await deps.ledger.links.of([
    ...new Set(applications.flatMap((each) => scopesOf(deps.settings.apis, each))),
  ]);
  const live = links.filter(({ deadSince }) => deadSince === undefined);
  const channels = [...new Set(live.map(({ channel }) => channel.conversation.id))];
  if (channels.length > 0) return channels.map((conversationId) => ({ kind: 'channel', conversationId }));
  const met = await deps.ledger.conversations.met(confirmers.map(({ person }) => person));
  if (met.length === 0) return [{ kind: 'administrators' }];
  return met.map(({ person }) => ({ kind: 'person', person }));
}

import type { AccessRequest } from '../../domain/access/access-request.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { Deps } from '../shared/deps.ts';

/** The application that a row of the record is about, if the request asks for a single one. */
export function aboutOf(request: Pick<AccessRequest, 'scope'> | undefined) {
  if (request?.scope?.kind !== 'application') return {};
  return { application: { clientId: request.scope.key } };
}

/** The parts that every new message of the outbox has. */
export function newMessage(deps: Pick<Deps, 'clock' | 'random'>): Pick<OutboxMessage, 'id' | 'at'> {
  return { id: deps.random.token(), at: deps.clock() };
}

/** The message that tells the asker of a step. */
export function newsFor(
  deps: Pick<Deps, 'clock' | 'random'>,
  { id: request, asker }: AccessRequest,
  news: 'confirmed' | 'declined' | 'expired',
): OutboxMessage {
  return {
    ...newMessage(deps),
    to: { kind: 'person', person: asker.person },
    content: { kind: 'request-news', request, news },
  };
}

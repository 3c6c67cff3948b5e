import { isOpenRequest } from '../../domain/access/access-request.ts';
import type { Notice } from '../../domain/messages/notice.ts';
import type { OutboxMessage, Reached } from '../../domain/messages/outbox.ts';
import { ADMIN_SCOPE, scopeId, scopesOf } from '../../domain/shared/organisation.ts';
import { samePerson } from '../../domain/shared/person.ts';
import type { DueMessage } from '../../ports/messages/outbox.ts';
import { isConfirmer, type RequestFacts, type Reviewer, requestFacts, requestView } from '../access/request-view.ts';
import type { Deps } from '../shared/deps.ts';

/**
 * As it is true now. `nobody`: nobody has to hear it any more. `elsewhere`: it must be heard, but is not (any more) for
 * whoever is there.
 */
export async function outboxNotice(
  deps: Deps,
  { content, posted }: DueMessage,
  to: Reached,
): Promise<Notice | 'nobody' | 'elsewhere'> {
  switch (content.kind) {
    case 'assigned':
    case 'unassigned':
      return (await roleNotice(deps, content, to)) ?? 'nobody';
    case 'request-news': {
      const request = await deps.ledger.requests.find(content.request);
      return request === undefined ? 'nobody' : { kind: 'request-news', query: request.query, news: content.news };
    }
    case 'request': {
      const facts = await requestFacts(deps, content.request);
      if (facts === undefined || (posted === undefined && !isOpenRequest(facts.request))) return 'nobody';
      const reviewer = await reviewerAt(deps, to, facts);
      if (posted === undefined && !reviewer.administrator && !reviewer.confirmer) return 'elsewhere';
      return { kind: 'request', view: requestView(facts, reviewer) };
    }
  }
}

/** A role may have been taken away, or given back, while its message waited for the person. */
async function roleNotice(
  deps: Deps,
  content: Extract<OutboxMessage['content'], { kind: 'assigned' | 'unassigned' }>,
  to: Reached,
): Promise<Notice | undefined> {
  if (to.kind !== 'person') return undefined;
  const held = await deps.ledger.assignments.of(to.person);
  const applications = content.applications.filter(
    ({ clientId }) => held.includes(clientId) === (content.kind === 'assigned'),
  );
  return applications.length === 0 ? undefined : { ...content, applications };
}

/** Whose buttons a card has: those of the channel it is in, or of the person. */
async function reviewerAt(deps: Deps, to: Reached, facts: RequestFacts): Promise<Reviewer> {
  if (to.kind === 'person') {
    const administrators = await deps.ledger.administrators.all();
    const administrator = administrators.some((one) => samePerson(one, to.person));
    return { administrator, confirmer: isConfirmer(facts, to.person) };
  }
  const links = (await deps.ledger.links.all()).filter(({ channel }) => channel.conversation.id === to.conversationId);
  const linked = new Set(links.map(({ scope }) => scopeId(scope)));
  const asked = facts.applications.flatMap(scopesOf);
  return {
    administrator: linked.has(scopeId(ADMIN_SCOPE)),
    confirmer: asked.some((scope) => linked.has(scopeId(scope))),
  };
}

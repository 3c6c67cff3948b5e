import { isOpenRequest } from '../domain/access-request.ts';
import type { Notice } from '../domain/notice.ts';
import { ADMIN_SCOPE, scopeId } from '../domain/organisation.ts';
import type { OutboxMessage, Reached } from '../domain/outbox.ts';
import { type PersonId, samePerson } from '../domain/person.ts';
import type { DueMessage } from '../ports/ledger-access.ts';
import type { Deps } from './deps.ts';
import { isConfirmer, type Judge, requestFacts, requestView } from './request-view.ts';

/** As it is true now; undefined where nobody has to hear it any more. */
export async function outboxNotice(
  deps: Deps,
  { content, posted }: DueMessage,
  to: Reached,
): Promise<Notice | undefined> {
  switch (content.kind) {
    case 'assigned':
    case 'unassigned':
      return roleNotice(deps, content, to);
    case 'request-news': {
      const request = await deps.ledger.requests.find(content.request);
      return request === undefined ? undefined : { kind: 'request-news', query: request.query, news: content.news };
    }
    case 'request': {
      const facts = await requestFacts(deps, content.request);
      if (facts === undefined || (posted === undefined && !isOpenRequest(facts.request))) return undefined;
      const judge = await judgeAt(deps, to, (person) => isConfirmer(facts, person));
      return { kind: 'request', view: requestView(facts, judge) };
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
async function judgeAt(deps: Deps, to: Reached, confirms: (person: PersonId) => boolean): Promise<Judge> {
  if (to.kind === 'person') {
    const administrators = await deps.ledger.administrators.all();
    const administrator = administrators.some((one) => samePerson(one, to.person));
    return { administrator, confirmer: confirms(to.person) };
  }
  const links = (await deps.ledger.links.all()).filter(({ channel }) => channel.conversation.id === to.conversationId);
  const administrator = links.some(({ scope }) => scopeId(scope) === scopeId(ADMIN_SCOPE));
  return { administrator, confirmer: links.some(({ scope }) => scope.kind !== 'administrators') };
}

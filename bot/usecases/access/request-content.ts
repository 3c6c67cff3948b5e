import { becameOf, isOpenRequest } from '../../domain/access/access-request.ts';
import type { RequestView } from '../../domain/access/outcomes.ts';
import { type OutboxContent, type Recipient, readerOf } from '../../domain/messages/outbox.ts';
import { ADMIN_SCOPE, scopeId, scopesOf } from '../../domain/shared/organisation.ts';
import { samePerson } from '../../domain/shared/person.ts';
import type { DueMessage } from '../../ports/messages/outbox.ts';
import {
  type ContentRules,
  type Drawn,
  deadLetter,
  noRows,
  onlyDrawnAgain,
  waitForReader,
} from '../messages/content-rules.ts';
import { adminChannels } from '../shared/administrators.ts';
import type { Deps } from '../shared/deps.ts';
import { isConfirmer, type RequestFacts, type Reviewer, requestFacts, requestView } from './request-view.ts';

/** The card on which a request is reviewed. It must reach somebody: the administrators, if its reviewers cannot be told. */
export function requestContent({ request }: Extract<OutboxContent, { kind: 'request' }>): ContentRules {
  return {
    draw: (deps, due) => drawRequest(deps, due, request),
    sentRows: noRows,
    unreached: async (deps, { to }) =>
      (await othersAreTold(deps, to)) ? { kind: 'drop', audit: [] } : { kind: 'administrators' },
    giveUp: async (deps, due, code) =>
      (await isForAdministrators(deps, due.to)) ? deadLetter(deps, due, code) : { kind: 'administrators' },
  };
}

/** What the asker hears of their request. */
export function newsContent({ request, news }: Extract<OutboxContent, { kind: 'request-news' }>): ContentRules {
  return {
    async draw({ ledger }) {
      const found = await ledger.requests.find(request);
      if (found === undefined) return { kind: 'drop', audit: [] };
      const { query, decision } = found;
      const notice = { kind: 'request-news', query, news, reason: decision?.reason } as const;
      return { kind: 'post', content: { kind: 'notice', notice } };
    },
    sentRows: noRows,
    unreached: waitForReader,
    giveUp: deadLetter,
  };
}

/** The asker's own card says what they hear of the request. Before that it stays as it is: see decision 0012. */
export function requestedContent({ request }: Extract<OutboxContent, { kind: 'requested' }>): ContentRules {
  return onlyDrawnAgain(async ({ ledger }) => {
    const found = await ledger.requests.find(request);
    const became = found && becameOf(found);
    if (found === undefined || became === undefined) return { kind: 'drop', audit: [] };
    const { query, expiresAt } = found;
    const outcome = { kind: 'requested', query, expiresAt, request, became } as const;
    return { kind: 'post', content: { kind: 'answer', outcome } };
  });
}

async function drawRequest(deps: Deps, { to, posted }: DueMessage, request: string): Promise<Drawn> {
  const facts = await requestFacts(deps, request);
  const isOver = facts !== undefined && posted === undefined && !isOpenRequest(facts.request);
  if (facts === undefined || isOver) return { kind: 'drop', audit: [] };
  const reviewer = await reviewerAt(deps, to, facts);
  if (posted === undefined && !reviewer.administrator && !reviewer.confirmer) return { kind: 'elsewhere' };
  const view = requestView(facts, reviewer);
  const shown =
    to.kind === 'channel' ? { ...view, inChannel: true, mentions: await mentionsOf(deps, facts, view) } : view;
  return { kind: 'post', content: { kind: 'notice', notice: { kind: 'request', view: shown } } };
}

/** The people who can confirm it now, as far as the bot has met them. */
async function mentionsOf(
  deps: Pick<Deps, 'ledger'>,
  { confirmers }: RequestFacts,
  { may }: RequestView,
): Promise<NonNullable<RequestView['mentions']>> {
  if (may !== 'confirm') return [];
  const met = await deps.ledger.conversations.met(confirmers.map(({ person }) => person));
  return met.map(({ accountId, name }) => ({ accountId, name }));
}

/** Whose buttons a card has: those of the people who read the channel that it is in, or of the person. */
async function reviewerAt(deps: Deps, to: Recipient, facts: RequestFacts): Promise<Reviewer> {
  const administrator = await isForAdministrators(deps, to);
  const person = readerOf(to);
  if (person !== undefined) return { administrator, confirmer: isConfirmer(facts, person) };
  const linked = to.kind === 'channel' ? await scopesLinkedAt(deps, to.conversationId) : new Set();
  return {
    administrator,
    confirmer: facts.applications
      .flatMap((each) => scopesOf(deps.settings.apis, each))
      .some((one) => linked.has(scopeId(one))),
  };
}

/** The card went to a channel of the administrators alone, and each of their other channels has one of its own. */
async function othersAreTold(deps: Deps, to: Recipient): Promise<boolean> {
  if (to.kind !== 'channel') return false;
  const linked = await scopesLinkedAt(deps, to.conversationId);
  const isTheirs = linked.size === 1 && linked.has(scopeId(ADMIN_SCOPE));
  return isTheirs && (await adminChannels(deps)).length > 0;
}

/** Links that are dead count too: the card in hand went to such a channel. */
async function isForAdministrators(deps: Deps, to: Recipient): Promise<boolean> {
  if (to.kind === 'channel') return (await scopesLinkedAt(deps, to.conversationId)).has(scopeId(ADMIN_SCOPE));
  const person = readerOf(to);
  if (person === undefined) return to.kind === 'administrators';
  return (await deps.ledger.administrators.all()).some((one) => samePerson(one, person));
}

async function scopesLinkedAt({ ledger }: Deps, conversationId: string): Promise<ReadonlySet<string>> {
  const links = (await ledger.links.all()).filter(({ channel }) => channel.conversation.id === conversationId);
  return new Set(links.map(({ scope }) => scopeId(scope)));
}

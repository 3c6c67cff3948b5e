import type { AccessRequest } from '../../domain/access/access-request.ts';
import type { Pair } from '../../domain/access/assignment.ts';
import type { RequestView } from '../../domain/access/outcomes.ts';
import type { AuditAction } from '../../domain/audit/audit-events.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import type { Command } from '../../domain/shared/command.ts';
import { scopesManagedBy } from '../../domain/shared/organisation.ts';
import type { Note, Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, named, samePerson } from '../../domain/shared/person.ts';
import type { RequestRefusal } from '../../domain/shared/refusal.ts';
import { plainText } from '../../domain/shared/text.ts';
import type { RequestStep } from '../../ports/access/access-requests.ts';
import { auditOf, referenceOf, refuseAccess } from '../audit/audit-events.ts';
import { isAdministrator } from '../shared/administrators.ts';
import { allApplications, assignedApplications } from '../shared/applications.ts';
import type { Deps } from '../shared/deps.ts';
import { refused } from '../shared/refuse.ts';
import { problemOf } from './assign.ts';
import { assignmentMessages } from './assignment-messages.ts';
import { byAsker } from './choose-assignment.ts';
import {
  factsOfRequest,
  isConfirmer,
  type RequestFacts,
  type Reviewer,
  requestFacts,
  requestView,
  speaksFor,
} from './request-view.ts';

type ReviewCommand = Extract<Command, { kind: 'review' }>;
type Reviewed = Extract<Note, { kind: 'reviewed' }>['how'];

/** One press on a request's card, by somebody who may see it. */
interface ReviewPress {
  readonly deps: Deps;
  readonly asker: Asker;
  readonly command: ReviewCommand;
  readonly facts: RequestFacts;
  readonly reviewer: Reviewer;
  readonly view: RequestView;
}

/**
 * A button of a request: by a manager who may confirm it, or by an administrator. Asked anew on every press. Whom it does
 * not concern is refused before anything more is read, so that not even time tells whether it exists.
 */
export async function reviewRequest(deps: Deps, command: ReviewCommand, asker: Asker): Promise<Outcome> {
  const administrator = await isAdministrator(deps, asker);
  const mine = scopesManagedBy(await assignedApplications(deps, asker.person));
  const request = await deps.ledger.requests.find(command.request);
  const own = request !== undefined && samePerson(request.asker.person, asker.person) && command.act !== 'show';
  const concerned = request !== undefined && (administrator || own || speaksFor(mine, request));
  if (!concerned) return refuse(deps, command, 'request-gone', asker, request);
  if (own) return refuse(deps, command, 'own-request', asker, request);
  const facts = await factsOfRequest(deps, request, await allApplications(deps));
  const reviewer = { administrator, confirmer: isConfirmer(facts, asker.person) };
  if (!reviewer.administrator && !reviewer.confirmer) return refuse(deps, command, 'request-gone', asker, request);
  // Its time may be up before the task that ends it has come to it.
  if (command.act !== 'show' && request.expiresAt <= deps.clock())
    return refuse(deps, command, 'request-over', asker, request);
  return act({ deps, asker, command, facts, reviewer, view: requestView(facts, reviewer) });
}

async function act(press: ReviewPress): Promise<Outcome> {
  const { command, view } = press;
  switch (command.act) {
    case 'show':
      return { kind: 'request', view };
    case 'confirm':
      return view.may === 'confirm' ? confirm(press) : cannot(press);
    case 'decline':
      return view.may === 'nothing' ? cannot(press) : decline(press);
    case 'approve':
      return view.may === 'approve' ? approve(press) : cannot(press);
  }
}

async function confirm(press: ReviewPress): Promise<Outcome> {
  const { deps, facts, asker } = press;
  const { id } = facts.request;
  const card = { ...fresh(deps), to: { kind: 'administrators' }, content: { kind: 'request', request: id } } as const;
  const messages = [card, newsFor(deps, facts.request, 'confirmed')];
  const tick = { by: byAsker(asker), at: deps.clock() };
  return after(
    press,
    'confirmed',
    await deps.ledger.requests.confirm(id, tick, step(press, 'request.confirmed', messages)),
  );
}

async function decline(press: ReviewPress): Promise<Outcome> {
  const { deps, facts, asker } = press;
  const messages = [newsFor(deps, facts.request, 'declined')];
  const tick = { by: byAsker(asker), at: deps.clock() };
  const done = await deps.ledger.requests.decline(facts.request.id, tick, step(press, 'request.declined', messages));
  return after(press, 'declined', done);
}

/** The pairs are the administrator's choice among what the request means; who confirmed is on record before. */
async function approve(press: ReviewPress): Promise<Outcome> {
  const { deps, facts, asker, command, view } = press;
  const { request } = facts;
  const wanted = new Set(command.clientIds.map((id) => id.toLowerCase()));
  const chosen = view.applications.filter(({ clientId }) => wanted.has(clientId));
  const problem = chosen.length === 0 ? 'nothing-chosen' : view.mustRecord ? problemOf(command.confirmedBy) : undefined;
  if (problem !== undefined) return { kind: 'request', view: { ...view, problem } };
  const [standing] = await deps.people.statusesOf([request.asker.person]);
  if (standing?.status === 'left') return refuse(deps, command, 'asker-left', asker, request);
  const person = { ...named(request.asker), name: plainText(request.asker.name) };
  const add: readonly Pair[] = chosen.map(({ clientId }) => ({ clientId, person }));
  const reference = referenceOf(deps, request.id);
  const audit = ({ clientId }: Pair) =>
    auditOf(deps, asker, 'assignment.added', { application: { clientId }, subject: person, reference });
  const recorded = view.mustRecord ? command.confirmedBy.trim() : undefined;
  const confirmedBy = recorded ?? request.confirmation?.by.name ?? '';
  const approval = { by: { by: byAsker(asker), at: deps.clock() }, recorded, confirmedBy, add, audit };
  const messages = assignmentMessages(deps, { added: add, removed: [] }, chosen, byAsker(asker));
  const added = await deps.ledger.requests.approve(request.id, approval, step(press, 'request.approved', messages));
  return after(press, 'approved', added !== undefined);
}

/** Beside everybody's card a word is enough, which is drawn anew; a card of one's own is replaced. */
async function after(press: ReviewPress, how: Reviewed, done: boolean): Promise<Outcome> {
  const { deps, command, reviewer } = press;
  if (done) await deps.jobs.wake('tell', deps.clock());
  if (command.shared) return { kind: 'note', note: done ? { kind: 'reviewed', how } : noteOf('request-over') };
  const facts = await requestFacts(deps, command.request);
  return facts === undefined ? refused('request-over') : { kind: 'request', view: requestView(facts, reviewer) };
}

/** May see it, but this is not (any more) theirs to do. */
async function cannot({ deps, command, facts, asker, view }: ReviewPress): Promise<Outcome> {
  const { state } = facts.request;
  const unconfirmed = command.act !== 'confirm' && state === 'waiting' && !view.mustRecord;
  const over = state !== 'waiting' && !(state === 'confirmed' && command.act === 'approve');
  const refusal = unconfirmed ? 'not-confirmed' : over ? 'request-over' : 'request-gone';
  return refuse(deps, command, refusal, asker, facts.request);
}

async function refuse(
  deps: Deps,
  { act, shared }: ReviewCommand,
  refusal: RequestRefusal,
  asker: Asker,
  request: AccessRequest | undefined,
): Promise<Outcome> {
  const outcome = await refuseAccess(deps, asker, refusal, { ...aboutOf(request), detail: `request: ${act}` });
  return shared ? { kind: 'note', note: noteOf(refusal) } : outcome;
}

function noteOf(refusal: RequestRefusal): Note {
  return { kind: 'request', refusal };
}

/** The application that a row is about, where one was asked for. */
export function aboutOf(request: Pick<AccessRequest, 'scope'> | undefined) {
  if (request?.scope?.kind !== 'application') return {};
  return { application: { clientId: request.scope.key } };
}

function step(
  { deps, asker, facts }: ReviewPress,
  action: AuditAction,
  messages: readonly OutboxMessage[],
): RequestStep {
  const { request } = facts;
  const about = { ...aboutOf(request), subject: named(request.asker), reference: referenceOf(deps, request.id) };
  return { audit: auditOf(deps, asker, action, about), messages };
}

function fresh(deps: Deps): Pick<OutboxMessage, 'id' | 'at'> {
  return { id: deps.random.token(), at: deps.clock() };
}

/** What the asker hears of a step. */
export function newsFor(
  deps: Deps,
  { id: request, asker }: AccessRequest,
  news: 'confirmed' | 'declined' | 'expired',
): OutboxMessage {
  return {
    ...fresh(deps),
    to: { kind: 'person', person: asker.person },
    content: { kind: 'request-news', request, news },
  };
}

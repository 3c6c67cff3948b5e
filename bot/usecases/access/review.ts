import { type AccessRequest, reasonProblem } from '../../domain/access/access-request.ts';
import type { Pair } from '../../domain/access/assignment.ts';
import { awayIn } from '../../domain/access/away.ts';
import type { RequestView } from '../../domain/access/outcomes.ts';
import type { AuditAction } from '../../domain/audit/audit-events.ts';
import type { OutboxMessage } from '../../domain/messages/outbox.ts';
import { REQUEST_ACTS, type RequestAct } from '../../domain/shared/command.ts';
import { scopeId, scopesManagedBy, scopesOfAll } from '../../domain/shared/organisation.ts';
import type { Note, Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, named, samePerson } from '../../domain/shared/person.ts';
import type { RequestRefusal } from '../../domain/shared/refusal.ts';
import { plainText } from '../../domain/shared/text.ts';
import type { RequestStep } from '../../ports/access/access-requests.ts';
import { auditOf, referenceOf, refuseAccess } from '../audit/audit-events.ts';
import { isAdministrator } from '../shared/administrators.ts';
import { allApplications, assignedApplications } from '../shared/applications.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { Deps, TurnDeps } from '../shared/deps.ts';
import { carries, FLAG, IDS, NONCE, oneOf, TYPED, TYPED_IF_ASKED } from '../shared/fields.ts';
import { refused } from '../shared/refuse.ts';
import { problemOf } from './assignment-form.ts';
import { assignmentMessages } from './assignment-messages.ts';
import { byAsker } from './choose-assignment.ts';
import { aboutOf, newMessage, newsFor } from './request-messages.ts';
import { requestCards } from './request-recipients.ts';
import {
  applicationsOfRequests,
  factsOfRequest,
  isConfirmer,
  type RequestFacts,
  type Reviewer,
  requestView,
  speaksFor,
} from './request-view.ts';

interface ReviewCommand {
  readonly kind: 'review';
  readonly request: string;
  readonly act: RequestAct;
  readonly clientIds: readonly string[];
  readonly confirmedBy: string;
  /** Why it is declined; undefined: the reason is still to be asked for. */
  readonly reason?: string | undefined;
  /** The scope that the words of the request mean, as scopeId() writes it; undefined: it is still to be asked for. */
  readonly meant?: string | undefined;
  /** The card is one that others see too: a short answer appears beside it, and the outbox redraws the card. */
  readonly shared: boolean;
}

/** A button of a request's card. To approve gives a role, and to decline ends the request: these are changes. */
export const reviewCommand: CommandModule<ReviewCommand> = {
  kind: 'review',
  formerKinds: ['judge'],
  button: carries('review', {
    request: NONCE,
    act: oneOf(REQUEST_ACTS),
    shared: FLAG,
    applications: IDS,
    confirmedBy: TYPED,
    reason: TYPED_IF_ASKED,
    meant: TYPED_IF_ASKED,
  }).transform(({ applications, ...data }) => ({ ...data, clientIds: applications })),
  need: { of: ({ act }) => (act === 'approve' || act === 'decline' ? 'step-up' : 'read') },
  perform: reviewRequest,
};

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
 * The manager who may confirm it presses, or an administrator; both are looked up at every press. Everybody else is refused
 * before anything more is read, so that the time of the answer does not tell whether the request exists.
 */
async function reviewRequest(deps: TurnDeps, command: ReviewCommand, asker: Asker): Promise<Outcome> {
  const administrator = await isAdministrator(deps);
  const mine = scopesManagedBy(deps.settings.apis, (await assignedApplications(deps)).mine);
  const request = await deps.ledger.requests.find(command.request);
  const own = request !== undefined && samePerson(request.asker.person, asker.person) && command.act !== 'show';
  const concerned = request !== undefined && (administrator || own || speaksFor(deps.settings.apis, mine, request));
  if (!concerned) return refuse(deps, command, 'request-gone', asker, request);
  if (own) return refuse(deps, command, 'own-request', asker, request);
  const facts = await factsOfRequest(deps, request, await applicationsOfRequests(deps, [request]));
  const reviewer = { administrator, confirmer: isConfirmer(facts, asker.person) };
  if (!reviewer.administrator && !reviewer.confirmer) return refuse(deps, command, 'request-gone', asker, request);
  // Its time may be up although the task that ends it has not run yet.
  if (command.act !== 'show' && request.expiresAt <= deps.clock())
    return refuse(deps, command, 'request-over', asker, request);
  return act({ deps, asker, command, facts, reviewer, view: requestView(facts, reviewer) });
}

async function act(press: ReviewPress): Promise<Outcome> {
  const { command, view } = press;
  switch (command.act) {
    case 'show':
      return { kind: 'request', view };
    case 'choose':
      return mayChoose(press) ? chooseMeaning(press) : cannot(press);
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
  const card = {
    ...newMessage(deps),
    to: { kind: 'administrators' },
    content: { kind: 'request', request: id },
  } as const;
  const messages = [card, newsFor(deps, facts.request, 'confirmed')];
  const tick = { by: byAsker(asker), at: deps.clock() };
  return after(
    press,
    'confirmed',
    await deps.ledger.requests.confirm(id, tick, step(press, 'request.confirmed', messages)),
  );
}

/** A reason is asked for, if none came with the press: the asker reads it. It goes into the record of nobody else. */
async function decline(press: ReviewPress): Promise<Outcome> {
  const { deps, facts, asker, command, view } = press;
  const { reason } = command;
  const problem = reason === undefined ? undefined : reasonProblem(reason);
  if (reason === undefined || problem !== undefined)
    return { kind: 'request', view: { ...view, problem, asks: 'reason' } };
  const messages = [newsFor(deps, facts.request, 'declined')];
  const tick = { by: byAsker(asker), at: deps.clock(), reason: reason.trim() };
  const done = await deps.ledger.requests.decline(facts.request.id, tick, step(press, 'request.declined', messages));
  return after(press, 'declined', done);
}

/** Only the administrators see a request for which nothing was found. */
function mayChoose({ reviewer, facts: { request } }: ReviewPress): boolean {
  return reviewer.administrator && request.state === 'waiting' && request.scope === undefined;
}

/** The administrator says what the words of the request mean; those who can confirm it are asked then. */
async function chooseMeaning(press: ReviewPress): Promise<Outcome> {
  const { deps, command, facts, asker, view } = press;
  const all = await allApplications(deps);
  const meanings = scopesOfAll(deps.settings.apis, all);
  const scope = meanings.find((one) => plainText(scopeId(one)) === command.meant);
  if (scope === undefined) return { kind: 'request', view: { ...view, asks: 'meaning', meanings } };
  const meant = { ...facts.request, scope };
  const known: ReviewPress = { ...press, facts: await factsOfRequest(deps, meant, all) };
  const messages = await requestCards(deps, meant, all);
  const routed = await deps.ledger.requests.choose(meant.id, scope, step(known, 'request.routed', messages));
  if (routed === false) return refuse(deps, command, 'request-over', asker, facts.request);
  return after(known, 'meant', true);
}

/** The administrator chooses applications among those that the request means. Who confirmed it is on record already. */
async function approve(press: ReviewPress): Promise<Outcome> {
  const { deps, facts, asker, command, view } = press;
  const { request } = facts;
  const wanted = new Set(command.clientIds.map((id) => id.toLowerCase()));
  const chosen = view.applications.filter(({ clientId }) => wanted.has(clientId));
  const problem = chosen.length === 0 ? 'nothing-chosen' : view.mustRecord ? problemOf(command.confirmedBy) : undefined;
  if (problem !== undefined) return { kind: 'request', view: { ...view, problem } };
  const [found] = await deps.people.statusesOf([request.asker.person]);
  if (found !== undefined && awayIn(found) !== undefined) return refuse(deps, command, 'asker-left', asker, request);
  const person = { ...named(request.asker), name: plainText(request.asker.name) };
  const add: readonly Pair[] = chosen.map(({ clientId }) => ({ clientId, person }));
  const reference = referenceOf(deps, request.id);
  const audit = ({ clientId }: Pair) =>
    auditOf(deps, asker, 'assignment.added', { application: { clientId }, subject: person, reference });
  const recorded = view.mustRecord ? command.confirmedBy.trim() : undefined;
  const confirmedBy = recorded ?? request.confirmation?.by.name ?? '';
  const approval = { by: { by: byAsker(asker), at: deps.clock() }, recorded, confirmedBy, add, audit };
  const messagesOf = await assignmentMessages(deps, chosen, byAsker(asker));
  const messages = messagesOf({ added: add, removed: [] });
  const added = await deps.ledger.requests.approve(request.id, approval, step(press, 'request.approved', messages));
  return after(press, 'approved', added !== undefined);
}

/**
 * If the button was on a shared card, answers with a short note: the outbox redraws the card. Else redraws the asker's.
 */
async function after(press: ReviewPress, how: Reviewed, done: boolean): Promise<Outcome> {
  const { deps, command, reviewer, facts } = press;
  if (done) await deps.jobs.wake('send-outbox', deps.clock());
  if (command.shared) return { kind: 'note', note: done ? { kind: 'reviewed', how } : noteOf('request-over') };
  const request = await deps.ledger.requests.find(command.request);
  if (request === undefined) return refused('request-over');
  // Entra is not asked again: the press has read these applications.
  return { kind: 'request', view: requestView(await factsOfRequest(deps, request, facts.around), reviewer) };
}

/** Refuses somebody who may see the request, but may not, or not any more, do this. */
async function cannot({ deps, command, facts, asker, view }: ReviewPress): Promise<Outcome> {
  const { state } = facts.request;
  if (command.act === 'confirm' && state === 'waiting')
    return refuse(deps, command, 'managers-confirm', asker, facts.request);
  if (command.act === 'choose') return refuse(deps, command, 'request-over', asker, facts.request);
  const unconfirmed = command.act !== 'confirm' && state === 'waiting' && !view.mustRecord;
  const over = state !== 'waiting' && !(state === 'confirmed' && command.act === 'approve');
  const refusal = unconfirmed ? 'not-confirmed' : over ? 'request-over' : 'request-gone';
  return refuse(deps, command, refusal, asker, facts.request);
}

async function refuse(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger'>,
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

function step(
  { deps, asker, facts }: ReviewPress,
  action: AuditAction,
  messages: readonly OutboxMessage[],
): RequestStep {
  const { request } = facts;
  const about = { ...aboutOf(request), subject: named(request.asker), reference: referenceOf(deps, request.id) };
  return { audit: auditOf(deps, asker, action, about), messages };
}

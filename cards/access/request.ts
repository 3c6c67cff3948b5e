import { type AccessRequest, isOpenRequest, REASON_LIMIT } from '../../bot/domain/access/access-request.ts';
import type { RequestView } from '../../bot/domain/access/outcomes.ts';
import { NAME_LIMIT } from '../../bot/domain/secrets/secret-form.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { scopeText } from '../reminders/links.ts';
import { shownDay, shownMoment } from '../shared/dates.ts';
import { bareName, listedNames, personOrId, shownName, shownPerson } from '../shared/describe.ts';
import { applicationChoices, NO_CHOICES, scopeChoices } from './choices.ts';
import template from './request.json' with { type: 'json' };
import {
  askedText,
  channelText,
  confirmedText,
  confirmersText,
  decidedText,
  pleaseReview,
  REQUEST,
  REQUEST_STATES,
  reasonText,
  recordedText,
} from './sentences-requests.ts';
import { ASSIGNMENT_FORM, CHOICES, CONFIRMED_BY_PROBLEMS } from './sentences-roles.ts';

/** Characters of what people have typed. */
const TYPED_SHOWN = 500;
const MENTIONS = 5;

/** A request as one of its reviewers sees it. `shared` says that the outbox draws it again. */
export function requestCard(view: RequestView, shared: boolean): Rendered {
  const { request, may, asks, inChannel = false } = view;
  const { title, text, style } = REQUEST_STATES[request.state];
  const approves = mayApprove(view) && asks === undefined;
  const isOpen = isOpenRequest(request);
  const mentions = inChannel ? mentionsData(view) : [];
  return fill(template, REQUEST.title, {
    title: REQUEST.title,
    id: plainText(request.id),
    shared,
    mentions,
    hasMention: mentions.length > 0,
    mention: pleaseReview(mentions.map(({ name }) => `<at>${name}</at>`).join(', ')),
    facts: inChannel ? [] : factsOf(request),
    summary: inChannel ? lines([channelSummary(request)]) : [],
    stateTitle: title,
    stateStyle: style,
    state: lines([text, ...stepsOf(view)]),
    advice: asks === undefined ? lines(adviceFor(view)) : [],
    mayConfirm: may === 'confirm' && isOpen && asks === undefined,
    mayApprove: approves,
    mayDecline: may !== 'nothing' && isOpen && asks === undefined,
    maySee: inChannel && may !== 'nothing' && isOpen,
    mayChoose: may === 'approve' && request.state === 'waiting' && request.scope === undefined && asks === undefined,
    ...inputsOf(view, approves),
    ...questionOf(view),
    mayGoBack: !shared && asks === undefined,
  });
}

/** The applications to assign, and who confirmed it. */
function inputsOf(view: RequestView, approves: boolean): CardData {
  const { problem } = view;
  const confirmed =
    problem === 'confirmed-by-empty' || problem === 'confirmed-by-too-long' ? [CONFIRMED_BY_PROBLEMS[problem]] : [];
  return {
    ...applicationChoices(approves ? view.applications : [], []),
    applicationsLabel: REQUEST.applications,
    applicationsError: REQUEST.applicationsError,
    applicationsHint: CHOICES.applicationsHint,
    nothingChosen: approves && problem === 'nothing-chosen',
    mustRecord: approves && view.mustRecord,
    confirmedLimit: NAME_LIMIT,
    confirmedLabel: ASSIGNMENT_FORM.confirmedLabel,
    confirmedError: ASSIGNMENT_FORM.confirmedError,
    confirmedAdvice: ASSIGNMENT_FORM.confirmedAdvice,
    confirmedProblems: lines(confirmed),
  };
}

/** What the card asks for before anything is done: why it is declined, or what its words mean. */
function questionOf({ asks, problem, meanings = [] }: RequestView): CardData {
  const choices = asks === 'meaning' ? scopeChoices(meanings) : NO_CHOICES;
  const reason =
    problem === 'reason-empty' ? REQUEST.reasonError : problem === 'reason-too-long' ? REQUEST.reasonTooLong : '';
  return {
    asksReason: asks === 'reason',
    reasonLabel: REQUEST.reasonLabel,
    reasonError: REQUEST.reasonError,
    reasonLimit: REASON_LIMIT,
    reasonProblems: lines([reason]),
    reasonAdvice: REQUEST.reasonAdvice,
    asksMeaning: asks === 'meaning',
    meaningLabel: REQUEST.meaningLabel,
    meaningHint: REQUEST.meaningHint,
    meaningError: REQUEST.meaningError,
    meaningAdvice: REQUEST.meaningAdvice,
    meanings: choices.rows,
    hasMoreMeanings: choices.hasMore,
    moreMeanings: choices.more,
  };
}

/** Who asks for what. Nothing of it was typed by a person, if the words were found to mean something. */
function channelSummary({ asker, scope }: AccessRequest): string {
  return channelText(shownPerson(asker), scope === undefined ? undefined : scopeText(scope));
}

/** The people to mention. Their line is read as markdown, so only letters and the like of a name remain. */
function mentionsData({ mentions = [] }: RequestView): readonly { readonly id: string; readonly name: string }[] {
  return mentions
    .slice(0, MENTIONS)
    .map(({ accountId, name }) => ({ id: plainText(accountId), name: bareName(name) }))
    .filter(({ name }) => name !== '');
}

/** What was asked for, within a sentence: the scope that it was found to mean, or else the words as typed. */
export function requestedThing({ scope, query }: AccessRequest): string {
  return scope === undefined ? `“${plainText(query)}”` : scopeText(scope);
}

/** Whether the card has a button to approve: only applications that exist can be assigned. */
function mayApprove({ may, request, applications }: RequestView): boolean {
  const assignable = request.scope !== undefined && applications.length > 0;
  return may === 'approve' && isOpenRequest(request) && assignable;
}

function factsOf(request: AccessRequest): readonly CardData[] {
  const { asker, query, scope, state, why, who, requestedAt, repeats, expiresAt } = request;
  const fact = (label: string, value: string): CardData => ({ label, value });
  const looked = scope !== undefined || state !== 'new';
  return [
    fact(REQUEST.who, personOrId({ ...asker.person, name: asker.name })),
    fact(REQUEST.query, `“${plainText(query)}”`),
    ...(looked ? [fact(REQUEST.scope, scope === undefined ? REQUEST.noScope : scopeText(scope))] : []),
    fact(REQUEST.why, plainText(why, TYPED_SHOWN)),
    fact(REQUEST.knows, plainText(who, TYPED_SHOWN)),
    fact(REQUEST.asked, askedText(shownMoment(requestedAt), repeats)),
    ...(isOpenRequest(request) ? [fact(REQUEST.lapses, shownDay(expiresAt))] : []),
  ];
}

/** Who has done which step so far, and who can do the next. */
function stepsOf({ request, confirmers, mustRecord, inChannel = false }: RequestView): readonly string[] {
  const { confirmation, decision, state } = request;
  const reason = decision?.reason === undefined || inChannel ? '' : reasonText(plainText(decision.reason, TYPED_SHOWN));
  const asks = state === 'waiting' && !mustRecord && confirmers.length > 0;
  return [
    asks ? confirmersText(listedNames(confirmers.map((name) => shownName(name, 60)))) : '',
    confirmation === undefined ? '' : confirmationText(confirmation, inChannel),
    decision === undefined ? '' : decidedText(state === 'approved', personOrId(decision.by), shownMoment(decision.at)),
    reason,
  ];
}

/** A channel does not read what an administrator wrote down. */
function confirmationText(
  { by, at, recorded }: NonNullable<AccessRequest['confirmation']>,
  inChannel: boolean,
): string {
  const who = personOrId(by);
  return recorded === undefined || inChannel
    ? confirmedText(who, shownMoment(at))
    : recordedText(who, plainText(recorded), shownMoment(at));
}

function adviceFor({ may, request, applications, mustRecord }: RequestView): readonly string[] {
  if (may === 'nothing' || !isOpenRequest(request)) return [];
  if (may === 'confirm') return [REQUEST.confirm];
  if (request.scope === undefined) return [REQUEST.nothingFound];
  if (applications.length === 0) return [REQUEST.nothingLeft];
  return mustRecord ? [REQUEST.mustRecord, REQUEST.approve] : [REQUEST.approve];
}

function lines(texts: readonly string[]): readonly CardData[] {
  return texts.filter((text) => text !== '').map((text) => ({ text }));
}

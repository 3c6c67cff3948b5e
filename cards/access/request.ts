import { type AccessRequest, isOpenRequest } from '../../bot/domain/access/access-request.ts';
import type { RequestView } from '../../bot/domain/access/outcomes.ts';
import { NAME_LIMIT } from '../../bot/domain/secrets/secret-form.ts';
import { plainText } from '../../bot/domain/shared/text.ts';
import { type CardData, fill, type Rendered } from '../fill.ts';
import { scopeText } from '../reminders/links.ts';
import { shownDay, shownMoment } from '../shared/dates.ts';
import { listedNames, personOrId, shownName } from '../shared/describe.ts';
import { applicationChoices } from './choices.ts';
import template from './request.json' with { type: 'json' };
import {
  askedText,
  confirmedText,
  confirmersText,
  decidedText,
  REQUEST,
  REQUEST_STATES,
  recordedText,
} from './sentences-requests.ts';
import { ASSIGNMENT_FORM, CHOICES, CONFIRMED_BY_PROBLEMS } from './sentences-roles.ts';

/** Characters of what people have typed. */
const TYPED_SHOWN = 500;

/** A request as one of its reviewers sees it. `shared` says that others see this card, too. */
export function requestCard(view: RequestView, shared: boolean): Rendered {
  const { request, may, problem } = view;
  const { title, text, style } = REQUEST_STATES[request.state];
  const approves = mayApprove(view);
  return fill(template, REQUEST.title, {
    title: REQUEST.title,
    id: plainText(request.id),
    shared,
    facts: factsOf(request),
    stateTitle: title,
    stateStyle: style,
    state: lines([text, ...stepsOf(view)]),
    advice: lines(adviceFor(view)),
    mayConfirm: may === 'confirm' && isOpenRequest(request),
    mayApprove: approves,
    mayDecline: may !== 'nothing' && isOpenRequest(request),
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
    confirmedProblems:
      problem === undefined || problem === 'nothing-chosen' ? [] : lines([CONFIRMED_BY_PROBLEMS[problem]]),
    mayGoBack: !shared,
  });
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
function stepsOf({ request, confirmers, mustRecord }: RequestView): readonly string[] {
  const { confirmation, decision, state } = request;
  const asks = state === 'waiting' && !mustRecord && confirmers.length > 0;
  return [
    asks ? confirmersText(listedNames(confirmers.map((name) => shownName(name, 60)))) : '',
    confirmation === undefined ? '' : confirmationText(confirmation),
    decision === undefined ? '' : decidedText(state === 'approved', personOrId(decision.by), shownMoment(decision.at)),
  ];
}

function confirmationText({ by, at, recorded }: NonNullable<AccessRequest['confirmation']>): string {
  const who = personOrId(by);
  return recorded === undefined
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

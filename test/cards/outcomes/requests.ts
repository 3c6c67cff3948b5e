import { type AccessRequest, type RequestState, requestProblems } from '../../../bot/domain/access/access-request.ts';
import type { AccessOutcome, RequestView } from '../../../bot/domain/access/outcomes.ts';
import { ALTERNATIVE, application, DM, NOW, SMC } from './applications.ts';
import { APPLICATION, link, ORGANISATION } from './reminders.ts';
import { ANNA, PIETER } from './rotation.ts';
import { each, type OutcomeSamples } from './variants.ts';

export const SOFIE = { tid: 'tid', oid: 'oid-sofie', name: 'Sofie Maes' } as const;
const LATER = new Date('2026-12-08T10:15:00Z');
export const MANY = Array.from({ length: 14 }, (_, i) => application(20 + i, `Partner-BE-Example${i}-DM`, []));

export const REQUEST: AccessRequest = {
  id: 'request-1',
  asker: { person: ANNA, accountId: '29:anna', name: ANNA.name, conversation: link('').channel.conversation },
  query: 'voorbeeld smc',
  why: 'I take over the interface to our laboratory system.',
  who: 'Jan Bakker, head of IT',
  requestedAt: NOW,
  expiresAt: LATER,
  state: 'waiting',
  scope: APPLICATION,
  confirmation: undefined,
  decision: undefined,
  repeats: 0,
};
const confirmation = { by: PIETER, at: NOW, recorded: undefined };
const recorded = { by: SOFIE, at: NOW, recorded: 'Jan Bakker' };
const decision = { by: SOFIE, at: NOW };
const CONFIRMED: AccessRequest = { ...REQUEST, state: 'confirmed', confirmation };

/** A request as a review sees it, with what is special about it. */
export function requestView(request: Partial<AccessRequest>, special: Partial<RequestView> = {}): RequestView {
  const plain = { may: 'approve', mustRecord: false, confirmers: [PIETER.name], applications: [SMC] } as const;
  return { ...plain, problem: undefined, request: { ...REQUEST, ...request }, ...special };
}

const organisation = { scope: ORGANISATION, repeats: 2 } as const;
/** As reviewers see it: by name. */
export const VIEWS = {
  new: requestView({ state: 'new', scope: undefined }, { may: 'nothing', confirmers: [] }),
  confirm: requestView({}, { may: 'confirm' }),
  waiting: requestView({}, { may: 'nothing' }),
  approve: requestView(CONFIRMED),
  'approve-organisation': requestView({ ...CONFIRMED, ...organisation }, { applications: [SMC, DM, ALTERNATIVE] }),
  'approve-many': requestView({ ...CONFIRMED, ...organisation }, { applications: MANY }),
  record: requestView({}, { mustRecord: true, confirmers: [] }),
  'record-problem': requestView({}, { mustRecord: true, confirmers: [], problem: 'confirmed-by-empty' }),
  'nothing-chosen': requestView(CONFIRMED, { problem: 'nothing-chosen' }),
  'nothing-found': requestView({ scope: undefined }, { mustRecord: true, confirmers: [], applications: [] }),
  'nothing-left': requestView(CONFIRMED, { applications: [] }),
  confirmed: requestView(CONFIRMED, { may: 'nothing' }),
  approved: requestView({ ...CONFIRMED, state: 'approved', decision }, { may: 'nothing' }),
  recorded: requestView({ ...CONFIRMED, confirmation: recorded, state: 'approved', decision }),
  declined: requestView({ state: 'declined', decision }),
  'declined-reason': requestView({ state: 'declined', decision: { ...decision, reason: 'Pieter does this already.' } }),
  'asks-reason': requestView({}, { may: 'confirm', asks: 'reason' }),
  'reason-problem': requestView(CONFIRMED, { asks: 'reason', problem: 'reason-empty' }),
  'asks-meaning': requestView(
    { scope: undefined },
    { mustRecord: true, confirmers: [], applications: [], asks: 'meaning', meanings: [ORGANISATION, APPLICATION] },
  ),
  'in-channel': requestView(
    {},
    { may: 'confirm', inChannel: true, mentions: [{ accountId: '29:pieter', name: PIETER.name }] },
  ),
  'in-channel-unknown': requestView(
    { scope: undefined },
    { mustRecord: true, confirmers: [], applications: [], inChannel: true },
  ),
  'in-channel-recorded': requestView(
    { ...CONFIRMED, confirmation: recorded, state: 'declined', decision: { ...decision, reason: 'Pieter does it.' } },
    { may: 'nothing', inChannel: true },
  ),
  expired: requestView({ state: 'expired' }),
  folded: requestView({ state: 'folded' }),
} satisfies Readonly<Record<RequestState, RequestView>> & Readonly<Record<string, RequestView>>;

const OWN_STATES: readonly RequestState[] = [
  'new',
  'waiting',
  'folded',
  'confirmed',
  'approved',
  'declined',
  'expired',
];
const own = OWN_STATES.map((state, i) => ({ ...REQUEST, id: `own-${i}`, state, query: `wish ${i}` }));
const blank = { query: '', why: '', who: '' } as const;
const wordy = { query: 'q'.repeat(201), why: 'w'.repeat(501), who: 'p'.repeat(121) };

const views = Object.keys(VIEWS) as readonly (keyof typeof VIEWS)[];

export const REQUEST_OUTCOMES = {
  'request-form': {
    plain: { kind: 'request-form', ...blank, query: 'voorbeeld', problems: [] },
    empty: { kind: 'request-form', ...blank, problems: requestProblems(blank) },
    problems: { kind: 'request-form', ...wordy, problems: requestProblems(wordy) },
  },
  requested: {
    plain: { kind: 'requested', query: 'voorbeeld smc', expiresAt: LATER },
    confirmed: { kind: 'requested', query: 'voorbeeld smc', expiresAt: LATER, became: { state: 'confirmed' } },
    approved: { kind: 'requested', query: 'voorbeeld smc', expiresAt: LATER, became: { state: 'approved' } },
    declined: {
      ...{ kind: 'requested', query: 'voorbeeld smc', expiresAt: LATER },
      became: { state: 'declined', reason: 'Please ask the coordinator first.' },
    },
    expired: { kind: 'requested', query: 'voorbeeld smc', expiresAt: LATER, became: { state: 'expired' } },
  },
  'already-manager': { plain: { kind: 'already-manager', application: SMC } },
  requests: {
    plain: { kind: 'requests', review: [requestView({}), requestView({ id: 'request-2', scope: undefined })], own },
    none: { kind: 'requests', review: [], own: [] },
  },
  request: each(views, (view) => ({ kind: 'request', view: VIEWS[view] })),
} satisfies Partial<OutcomeSamples<AccessOutcome>>;

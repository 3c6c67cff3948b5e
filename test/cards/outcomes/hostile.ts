import type { RequestView } from '../../../bot/domain/access/outcomes.ts';
import type { Notice } from '../../../bot/domain/messages/notice.ts';
import type { ApplicationView } from '../../../bot/domain/shared/application-view.ts';
import type { Outcome } from '../../../bot/domain/shared/outcome.ts';
import { assignmentForm, manager } from './access.ts';
import { NOW } from './applications.ts';
import { auditRow } from './audit.ts';
import { contact } from './contacts.ts';
import { requestView } from './requests.ts';
import { ANNA } from './rotation.ts';
import { hostileUnexpected } from './unexpected.ts';

/** A request in which everything that a person can type or be called is this text. */
function hostileRequest(bad: string, app: ApplicationView, special: Partial<RequestView> = {}): RequestView {
  const by = { ...ANNA, name: bad };
  const { asker } = requestView({}).request;
  const typed = { asker: { ...asker, name: bad }, query: bad, why: bad, who: bad };
  const scope = { kind: 'organisation', key: 'nl/x', name: bad } as const;
  const confirmation = { by, at: NOW, recorded: bad };
  return requestView(
    { ...typed, scope, confirmation, decision: { by, at: NOW } },
    { applications: [app], confirmers: [bad, bad], mustRecord: true, ...special },
  );
}

/** Designated contacts of an organisation that is called so. */
function hostileContacts(bad: string, app: ApplicationView): readonly Outcome[] {
  const organisation = { kind: 'organisation', key: 'nl/x', name: bad } as const;
  const one = contact('desk@example.org', { organisation, addedBy: { ...ANNA, name: bad } });
  const list = { kind: 'contacts', query: bad, page: 2, pages: 3, total: 12, confirms: true } as const;
  const problem = { problem: 'bad-address', bad: [bad], adds: false } as const;
  return [
    { ...list, contacts: [one, { ...one, state: 'proposed' }] },
    { kind: 'contact-form', query: bad, addresses: bad, ...problem },
    { kind: 'contacts-added', organisation, added: [one], known: [one], refused: [one.address] },
    { kind: 'last-way', end: 'unlink', applications: [app], total: 3 },
    { kind: 'choose-scope', act: 'contact', query: bad, scopes: [organisation], addresses: one.address },
  ];
}

/** What roles, requests and the record show of names and of what people type. */
export function hostileOutcomes(bad: string, app: ApplicationView): readonly Outcome[] {
  const by = { ...ANNA, name: bad };
  const person = { ...by, address: bad, guest: true };
  const managers = [manager({ person: by, by, confirmedBy: bad }), manager({ person: by, status: 'left' })];
  const view = hostileRequest(bad, app);
  const both = { people: [person], applications: [app] };
  return [
    { kind: 'managers', application: app, managers, mayChange: true },
    {
      ...{ kind: 'leavers', page: 1, pages: 3, total: 9 },
      managers: [{ person: by, how: 'left', since: NOW, applications: [{ ...app, others: [by] }] }],
    },
    { kind: 'understaffed', rows: [{ application: app, managers }], page: 1, pages: 1, none: 0, one: 1 },
    {
      ...{ kind: 'choose-assignment', act: 'assign', unknownPeople: [bad], unknownApplications: [bad] },
      awayPeople: [{ person, how: 'disabled' }],
      ...{ ...both, choices: [app, { ...app, clientId: 'another' }] },
    },
    assignmentForm({ ...both, abandoned: [app], confirmedBy: bad }),
    assignmentForm({ ...both, act: 'unassign', abandoned: [app], asksAgain: true }),
    {
      ...{ kind: 'assignments-changed', act: 'assign', ...both, changed: 1, unchanged: 0 },
      ...{ abandoned: [app], unmet: [by] },
    },
    ...hostileContacts(bad, app),
    { kind: 'request-form', query: bad, why: bad, who: bad, problems: [] },
    { kind: 'requested', query: bad, expiresAt: NOW },
    { kind: 'already-manager', application: app },
    { kind: 'requests', review: [view, requestView({ query: bad, scope: undefined })], own: [view.request] },
    { kind: 'request', view },
    {
      ...{ kind: 'audit', application: app, applications: [app], query: bad, days: 30, page: 2, pages: 3, total: 9 },
      rows: [auditRow('assignment.added', { actor: by, subject: by, detail: bad, reference: bad, clientId: bad })],
    },
    {
      kind: 'audit',
      application: undefined,
      applications: [],
      query: bad,
      days: 30,
      page: 2,
      pages: 3,
      total: 9,
      rows: [],
    },
    { kind: 'not-found', purpose: 'managers', query: bad, suggestions: [app] },
    { kind: 'unexpected', credentials: hostileUnexpected(bad, app), page: 2, pages: 3, total: 12, whose: 'all' },
    ...hostileUnexpected(bad, app).map(
      (one) => ({ kind: 'remove-elsewhere', unexpected: one, manages: true }) as const,
    ),
  ];
}

export function hostileNotices(bad: string, app: ApplicationView): readonly Notice[] {
  const organisation = { kind: 'organisation', key: 'nl/x', name: bad } as const;
  const { id, address } = contact('desk@example.org');
  const addedBy = { ...ANNA, name: bad };
  const left = { person: { ...ANNA, name: bad }, how: 'left', applications: [{ ...app, managers: 0 }] } as const;
  return [
    { kind: 'assigned', applications: [app], by: { ...ANNA, name: bad } },
    { kind: 'unassigned', applications: [app] },
    { kind: 'managers-left', people: [left] },
    { kind: 'colleagues-left', people: [left] },
    { kind: 'request', view: hostileRequest(bad, app) },
    { kind: 'request', view: hostileRequest(bad, app, { may: 'confirm', mustRecord: false }) },
    { kind: 'request-news', query: bad, news: 'declined', reason: bad },
    { kind: 'contact-proposed', view: { id, organisation, address, addedBy, state: 'proposed' } },
    { kind: 'contact-unreachable', organisation, address },
    {
      ...{ kind: 'certificates-due', application: app, asOf: NOW },
      certificates: [{ keyId: 'k', name: bad, start: NOW, end: NOW }],
    },
    {
      ...{ kind: 'secret-changed', how: 'deleted', application: app, by: addedBy },
      secret: { keyId: 'k', name: bad, end: NOW },
    },
    { kind: 'unexpected-credentials', application: app, credentials: hostileUnexpected(bad, app) },
    { kind: 'contact-refused', organisation, address },
  ];
}

import type { DirectoryPerson } from '../../../bot/domain/access/directory-person.ts';
import type { AssignmentFormView, ManagerView } from '../../../bot/domain/access/outcomes.ts';
import type { AuditAction, AuditRow } from '../../../bot/domain/audit/audit-events.ts';
import { ADMIN_SCOPE } from '../../../bot/domain/shared/organisation.ts';
import type { Outcome } from '../../../bot/domain/shared/outcome.ts';
import { ACTIONS } from '../../../cards/audit/sentences.ts';
import { ALTERNATIVE, DM, NONCE, NOW, ODD, SMC } from './applications.ts';
import { link, ORGANISATION } from './reminders.ts';
import { MANY, REQUEST_OUTCOMES, SOFIE } from './requests.ts';
import { ANNA, PIETER } from './rotation.ts';

const SINCE = new Date('2026-03-04T09:00:00Z');

/** A manager as a card gets them, with what is special about them. */
export function manager(special: Partial<ManagerView> = {}): ManagerView {
  return {
    person: ANNA,
    status: 'here',
    guest: false,
    since: SINCE,
    by: SOFIE,
    confirmedBy: 'Jan Bakker',
    ...special,
  };
}

const two = [manager(), manager({ person: PIETER, guest: true, by: undefined, confirmedBy: '' })];
const gone = [...two, manager({ person: { ...SOFIE, name: '' }, status: 'left' })];
const annaHere: DirectoryPerson = { ...ANNA, address: 'anna.visser@voorbeeld.example', guest: false };
const pieterHere: DirectoryPerson = { ...PIETER, address: '', guest: true };
const managed = { kind: 'managers', application: SMC, mayChange: false } as const;
const choose = {
  kind: 'choose-assignment',
  act: 'assign',
  people: [annaHere],
  unknownPeople: [],
  applications: [SMC],
  unknownApplications: [],
  choices: [SMC, DM, ALTERNATIVE, ODD],
} as const;

const FORM: AssignmentFormView = {
  act: 'assign',
  nonce: NONCE,
  people: [annaHere, pieterHere],
  applications: [SMC, DM],
  changes: 3,
  unchanged: 1,
  abandoned: [],
  asksAgain: false,
  confirmedBy: '',
  problem: undefined,
};

/** The question before the role is given or taken, with what is special about it. */
export function assignmentForm(special: Partial<AssignmentFormView>): Outcome {
  return { kind: 'assignment-form', form: { ...FORM, ...special } };
}

const last = { act: 'unassign', people: [annaHere], applications: [SMC], changes: 1, unchanged: 0 } as const;
const changed = {
  kind: 'assignments-changed',
  act: 'assign',
  people: [ANNA, PIETER],
  applications: [SMC, DM],
  changed: 3,
  unchanged: 1,
  abandoned: [],
  unmet: [PIETER],
} as const;

/** An entry of the record, with what is special about it. */
export function auditRow(action: AuditAction, special: Partial<AuditRow> = {}): AuditRow {
  return {
    ...{ seq: 1, previousHash: '', hash: '', version: 2, at: NOW, actor: ANNA, action, result: 'done' },
    ...{ subject: undefined, clientId: SMC.clientId, keyId: undefined, conversationId: undefined },
    ...{ reference: '1a2b3c4d', detail: '' },
    ...special,
  };
}

const actions = Object.keys(ACTIONS) as readonly AuditAction[];
const special: readonly AuditRow[] = [
  auditRow('secret.create.intended', { result: 'intended', keyId: '00000000-0000-4000-8000-000000000001' }),
  auditRow('access.refused', {
    result: 'refused',
    clientId: 'a-client-id-that-is-gone',
    detail: 'form of another person',
  }),
  auditRow('secret.deleted', { result: 'failed', actor: { ...PIETER, name: '' } }),
  auditRow('assignment.added', { actor: undefined, subject: PIETER }),
  auditRow('sweep.run', { actor: undefined, clientId: undefined, reference: '' }),
];
const audit = {
  kind: 'audit',
  rows: special,
  applications: [SMC],
  application: undefined,
  query: 'voorbeeld',
  days: 30,
  page: 1,
  pages: 1,
  total: 5,
} as const;

export const ACCESS_OUTCOMES: Readonly<Record<string, Outcome>> = {
  managers: { ...managed, managers: two },
  'managers-mine': { ...managed, managers: gone, mayChange: true },
  'managers-one': { ...managed, managers: [manager()] },
  'managers-none': { ...managed, managers: [], mayChange: true },
  understaffed: {
    kind: 'understaffed',
    rows: [
      { application: ODD, managers: [] },
      { application: SMC, managers: [manager()] },
      { application: DM, managers: [manager({ status: 'left' })] },
    ],
    page: 2,
    pages: 3,
    none: 12,
    one: 40,
  },
  'understaffed-nothing': { kind: 'understaffed', rows: [], page: 1, pages: 1, none: 0, one: 0 },
  'choose-assignment': choose,
  'choose-assignment-unknown': {
    ...choose,
    act: 'unassign',
    people: [],
    unknownPeople: ['Ana Viser'],
    applications: [],
    unknownApplications: ['zzz'],
    choices: MANY,
  },
  'choose-assignment-nothing': { ...choose, applications: [], choices: [] },
  'assignment-form': assignmentForm({}),
  'assignment-form-problem': assignmentForm({ confirmedBy: 'x'.repeat(300), problem: 'confirmed-by-too-long' }),
  'assignment-form-nothing': assignmentForm({ changes: 0, unchanged: 4 }),
  'assignment-form-unassign': assignmentForm({ ...last, applications: [SMC, DM], changes: 1, unchanged: 1 }),
  'assignment-form-abandons': assignmentForm({ ...last, abandoned: [SMC] }),
  'assignment-form-last': assignmentForm({ ...last, abandoned: [SMC], asksAgain: true }),
  'assignments-changed': changed,
  'assignments-changed-none': { ...changed, changed: 0, unchanged: 4, unmet: [] },
  'assignments-changed-abandoned': { ...changed, ...last, people: [ANNA], abandoned: [SMC], changed: 1, unmet: [] },
  ...REQUEST_OUTCOMES,
  audit,
  'audit-application': { ...audit, application: SMC, query: 'smc', page: 2, pages: 3, total: 60 },
  'audit-none': { ...audit, rows: [], total: 0 },
  ...Object.fromEntries(
    [actions.slice(0, 20), actions.slice(20, 40), actions.slice(40)].map((part, i) => [
      `audit-actions-${i + 1}`,
      { ...audit, rows: part.map((action) => auditRow(action)), total: part.length } satisfies Outcome,
    ]),
  ),
  'linked-administrators': { kind: 'linked', scope: ADMIN_SCOPE, already: false },
  'unlinked-administrators': { kind: 'unlinked', scope: ADMIN_SCOPE },
  'links-administrators': { kind: 'links', links: [link('link-3', { scope: ADMIN_SCOPE })], mayUnlink: new Set() },
  'choose-scope-administrators': {
    kind: 'choose-scope',
    act: 'unlink',
    query: '',
    scopes: [ADMIN_SCOPE, ORGANISATION],
  },
  'choose-application-managers': {
    kind: 'choose-application',
    purpose: 'managers',
    query: 'voorbeeld',
    hint: '',
    candidates: [SMC, DM],
  },
  'choose-application-audit': {
    kind: 'choose-application',
    purpose: 'audit',
    query: 'voorbeeld',
    hint: '90',
    candidates: [SMC, DM],
  },
  'not-found-managers': { kind: 'not-found', purpose: 'managers', query: 'zzz', suggestions: [SMC] },
};

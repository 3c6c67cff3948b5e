import type { DirectoryPerson } from '../../../bot/domain/access/directory-person.ts';
import type { AccessOutcome, AssignmentFormView, ManagerView } from '../../../bot/domain/access/outcomes.ts';
import { ALTERNATIVE, DM, NONCE, NOW, ODD, SMC } from './applications.ts';
import { MANY, REQUEST_OUTCOMES, SOFIE } from './requests.ts';
import { ANNA, PIETER } from './rotation.ts';
import type { OutcomeSamples } from './variants.ts';

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
export function assignmentForm(
  special: Partial<AssignmentFormView>,
): Extract<AccessOutcome, { kind: 'assignment-form' }> {
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

const lacking: Extract<AccessOutcome, { kind: 'understaffed' }> = {
  kind: 'understaffed',
  rows: [
    { application: ODD, managers: [] },
    { application: SMC, managers: [manager()] },
    { application: DM, managers: [manager({ status: 'left' }), manager({ person: PIETER, status: 'disabled' })] },
  ],
  page: 2,
  pages: 3,
  none: 12,
  one: 40,
};

const FINE = { applications: 12, cannotConnect: 0, thisWeek: 0, unclaimed: 0, noManager: 0, oneManager: 0 };
const NOBODY = { key: '', name: '', country: '' };

function organisation(name: string, country: string, over: Partial<typeof FINE>) {
  return { key: `${country.toLowerCase()}/${name.toLowerCase()}`, name, country, ...FINE, ...over };
}

const overview = {
  kind: 'overview',
  now: NOW,
  zone: 'Europe/Amsterdam',
  all: { applications: 214, cannotConnect: 3, thisWeek: 5, unclaimed: 4, noManager: 2, oneManager: 17 },
  weeks: [5, 2, 9, 0, 14, 6],
  managersAway: 2,
  deadChannels: 1,
  deadContacts: 2,
  named: 36,
  organisations: [
    organisation('Stichting-Voorbeeld', 'NL', { cannotConnect: 2, thisWeek: 1, unclaimed: 3, oneManager: 4 }),
    organisation('Beispiel', 'DE', { applications: 1, cannotConnect: 1, unclaimed: 1 }),
    organisation('Exemple', 'BE', { thisWeek: 4, noManager: 2 }),
    { ...NOBODY, ...FINE, applications: 3, oneManager: 1 },
    organisation('Ejemplo', 'ES', {}),
  ],
  page: 1,
  pages: 5,
  total: 37,
} as const;

const leavers = {
  kind: 'leavers',
  managers: [
    {
      person: PIETER,
      how: 'left',
      since: SINCE,
      applications: [
        { ...SMC, others: [] },
        { ...DM, others: [ANNA] },
        { ...ALTERNATIVE, others: [ANNA, SOFIE] },
      ],
    },
    { person: { ...SOFIE, name: '' }, how: 'disabled', since: NOW, applications: [{ ...ODD, others: [] }] },
  ],
  page: 1,
  pages: 3,
  total: 12,
} as const;

export const ACCESS_OUTCOMES = {
  overview: {
    plain: overview,
    last: { ...overview, page: 5 },
    well: {
      ...overview,
      all: FINE,
      weeks: [0, 0, 0, 0, 0, 0],
      managersAway: 0,
      deadChannels: 0,
      deadContacts: 0,
      named: 0,
      organisations: [],
      pages: 1,
      total: 0,
    },
  },
  managers: {
    plain: { ...managed, managers: two },
    mine: { ...managed, managers: gone, mayChange: true },
    one: { ...managed, managers: [manager()] },
    none: { ...managed, managers: [], mayChange: true },
    disabled: { ...managed, managers: [manager(), manager({ person: PIETER, status: 'disabled', awaySince: SINCE })] },
  },
  leavers: {
    plain: leavers,
    last: { ...leavers, page: 3 },
    nobody: { ...leavers, managers: [], page: 1, pages: 1, total: 0 },
  },
  understaffed: {
    plain: lacking,
    nothing: { kind: 'understaffed', rows: [], page: 1, pages: 1, none: 0, one: 0 },
  },
  'choose-assignment': {
    plain: choose,
    unknown: {
      ...choose,
      act: 'unassign',
      people: [],
      unknownPeople: ['Ana Viser'],
      applications: [],
      unknownApplications: ['zzz'],
      choices: MANY,
    },
    nothing: { ...choose, applications: [], choices: [] },
    away: {
      ...choose,
      people: [],
      awayPeople: [
        { person: annaHere, how: 'disabled' },
        { person: pieterHere, how: 'left' },
      ],
    },
  },
  'assignment-form': {
    plain: assignmentForm({}),
    problem: assignmentForm({ confirmedBy: 'x'.repeat(300), problem: 'confirmed-by-too-long' }),
    nothing: assignmentForm({ changes: 0, unchanged: 4 }),
    unassign: assignmentForm({ ...last, applications: [SMC, DM], changes: 1, unchanged: 1 }),
    abandons: assignmentForm({ ...last, abandoned: [SMC] }),
    last: assignmentForm({ ...last, abandoned: [SMC], asksAgain: true }),
  },
  'assignments-changed': {
    plain: changed,
    none: { ...changed, changed: 0, unchanged: 4, unmet: [] },
    abandoned: { ...changed, ...last, people: [ANNA], abandoned: [SMC], changed: 1, unmet: [] },
  },
  ...REQUEST_OUTCOMES,
} satisfies OutcomeSamples<AccessOutcome>;

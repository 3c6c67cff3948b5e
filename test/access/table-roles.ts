import type { PersonWish, RequestAct } from '../../bot/domain/shared/command.ts';
import type { Asker } from '../../bot/domain/shared/person.ts';
import type { Command } from '../../bot/usecases/commands.ts';
import { applicant, assignmentForm, requestFor, requestOf, rotationAt } from './prepare-scene.ts';
import type { Row, Rows } from './rows.ts';
import type { AccessWorld } from './world.ts';

const CONFIRMED = { confirmedBy: 'Jan Bakker', lastToo: false };

function wordsFor({ person }: Asker): readonly PersonWish[] {
  return [{ kind: 'words', words: person.oid }];
}

function review(act: RequestAct, request: string, { ours }: AccessWorld, shared = false): Command {
  const given = {
    clientIds: [ours.clientId],
    confirmedBy: '',
    reason: 'Not yet',
    meant: `application:${ours.clientId}`,
  };
  return { kind: 'review', request, act, ...given, shared };
}

/** Roles, requests for them, and the record. */
export const ROLES = {
  managers: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'of the application': {
      ask: ({ ours }) => ({ kind: 'managers', query: ours.clientId, page: 1 }),
      answers: 'managers',
      cells: 'answers answers unfound nothing nothing nothing answers sign-in answers answers answers sign-in',
    },
    'without words': {
      ask: () => ({ kind: 'managers', query: '', page: 1 }),
      answers: 'managers',
      all: 'understaffed',
      cells: 'answers answers own     nothing nothing nothing all     sign-in all     answers all     sign-in',
    },
  },
  overview: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'all there is': {
      ask: () => ({ kind: 'overview', page: 1 }),
      answers: 'overview',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused answers sign-in answers refused answers sign-in',
    },
  },
  nudge: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'the managers of the application': {
      ask: ({ ours }) => ({ kind: 'nudge', clientId: ours.clientId }),
      answers: 'nudged',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused answers sign-in answers refused answers sign-in',
    },
  },
  'nudge-all': {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'those of what cannot connect': {
      ask: () => ({ kind: 'nudge-all', about: 'cannot-connect', sure: true }),
      answers: 'nudged-all',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused answers sign-in answers refused answers sign-in',
    },
  },
  leavers: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'all there are': {
      ask: () => ({ kind: 'leavers', page: 1 }),
      answers: 'leavers',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused answers sign-in answers refused answers sign-in',
    },
  },
  assign: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'somebody to the application': {
      ask: ({ ours, people }) => ({
        kind: 'assign',
        people: wordsFor(people.manager),
        query: '',
        clientIds: [ours.clientId],
      }),
      answers: 'assignment-form',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused answers sign-in answers refused answers sign-in',
    },
  },
  unassign: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'somebody from the application': {
      ask: ({ ours, people }) => ({
        kind: 'unassign',
        people: wordsFor(people.manager),
        query: '',
        clientIds: [ours.clientId],
      }),
      answers: 'assignment-form',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused answers sign-in answers refused answers sign-in',
    },
  },
  'submit-assignment': {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'a form opened when one still had the role': {
      ask: async (world, by) => ({ kind: 'submit-assignment', nonce: await assignmentForm(world, by), ...CONFIRMED }),
      answers: 'assignments-changed',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused answers step-up step-up step-up step-up step-up',
    },
    'another administrator’s form': {
      ask: async (world) => ({
        kind: 'submit-assignment',
        nonce: await assignmentForm(world, world.people['administrator, stale']),
        ...CONFIRMED,
      }),
      answers: 'assignments-changed',
      refused: 'administrators-only',
      cells: 'refused refused refused refused refused refused foreign step-up step-up step-up step-up step-up',
    },
  },
  request: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'somebody else’s application': {
      ask: () => ({ kind: 'request', query: 'Partner-FR-Nobody-DM' }),
      answers: 'request-form',
      cells: 'answers answers answers answers answers answers answers sign-in answers answers answers sign-in',
    },
    'by the name of the application': {
      ask: ({ ours }) => ({ kind: 'request', query: ours.displayName }),
      answers: 'already-manager',
      nothing: 'request-form',
      cells: 'answers answers nothing nothing nothing nothing nothing sign-in answers answers nothing sign-in',
    },
  },
  'submit-request': {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'the application': {
      ask: ({ ours }) => ({ kind: 'submit-request', query: ours.displayName, why: 'w', who: 'Jan' }),
      answers: 'requested',
      cells: 'answers answers answers answers answers answers answers sign-in answers answers answers sign-in',
    },
  },
  requests: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'what one may review': {
      given: (world) => requestFor(world, applicant(), 'waiting'),
      ask: () => ({ kind: 'requests' }),
      answers: 'requests',
      cells: 'answers answers own     own     own     own     all     sign-in answers answers all     sign-in',
    },
  },
  review: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    show: {
      ask: async (world) => review('show', await requestFor(world, applicant(), 'waiting'), world),
      answers: 'request',
      refused: 'request-gone',
      cells: 'answers answers refused refused refused refused answers sign-in answers answers answers sign-in',
    },
    confirm: {
      ask: async (world) => review('confirm', await requestFor(world, applicant(), 'waiting'), world),
      answers: 'request',
      refused: 'request-gone',
      cells:
        'answers answers refused refused refused refused managers-confirm sign-in answers answers managers-confirm sign-in',
    },
    choose: {
      ask: async (world) => review('choose', await requestOf(world, applicant(), undefined), world),
      answers: 'request',
      refused: 'request-gone',
      cells: 'refused refused refused refused refused refused answers sign-in answers refused answers sign-in',
    },
    decline: {
      ask: async (world) => review('decline', await requestFor(world, applicant(), 'waiting'), world),
      answers: 'request',
      refused: 'request-gone',
      cells: 'answers answers refused refused refused refused not-confirmed step-up step-up step-up step-up step-up',
    },
    'decline, when it is confirmed': {
      ask: async (world) => review('decline', await requestFor(world, applicant(), 'confirmed'), world),
      answers: 'request',
      refused: 'request-gone',
      cells:
        'request-over request-over refused refused refused refused answers step-up step-up step-up step-up step-up',
    },
    approve: {
      ask: async (world) => review('approve', await requestFor(world, applicant(), 'confirmed'), world),
      answers: 'request',
      refused: 'request-gone',
      cells: 'refused refused refused refused refused refused answers step-up step-up step-up step-up step-up',
    },
    'approve, before it is confirmed': {
      ask: async (world) => review('approve', await requestFor(world, applicant(), 'waiting'), world),
      answers: 'request',
      refused: 'request-gone',
      cells:
        'not-confirmed not-confirmed refused refused refused refused not-confirmed step-up step-up step-up step-up step-up',
    },
    'confirm, from a card that others see': {
      ask: async (world) => review('confirm', await requestFor(world, applicant(), 'waiting'), world, true),
      answers: 'note: reviewed',
      note: 'note: request, request-gone',
      cells:
        'answers answers note note note note note-managers-confirm sign-in answers answers note-managers-confirm sign-in',
    },
    'show one’s own': {
      ask: async (world, by) => review('show', await requestFor(world, by, 'waiting'), world),
      answers: 'request',
      refused: 'request-gone',
      cells: 'refused refused refused refused refused refused answers sign-in answers refused answers sign-in',
    },
    'confirm one’s own': {
      ask: async (world, by) => review('confirm', await requestFor(world, by, 'waiting'), world),
      answers: 'request',
      refused: 'own-request',
      cells: 'refused refused refused refused refused refused refused sign-in refused refused refused sign-in',
    },
    'decline one’s own': {
      ask: async (world, by) => review('decline', await requestFor(world, by, 'waiting'), world),
      answers: 'request',
      refused: 'own-request',
      cells: 'refused refused refused refused refused refused refused step-up step-up step-up step-up step-up',
    },
    'approve one’s own': {
      ask: async (world, by) => review('approve', await requestFor(world, by, 'confirmed'), world),
      answers: 'request',
      refused: 'own-request',
      cells: 'refused refused refused refused refused refused refused step-up step-up step-up step-up step-up',
    },
  } satisfies Record<RequestAct, Row> & Rows,
  audit: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'of the application': {
      given: (world) => rotationAt(world, 'update'),
      ask: (world) => ({ kind: 'audit', query: world.ours.clientId, days: 30, page: 1 }),
      answers: 'audit',
      cells: 'answers answers unfound nothing nothing nothing answers sign-in answers answers answers sign-in',
    },
    'of the application’s country': {
      given: (world) => rotationAt(world, 'update'),
      ask: () => ({ kind: 'audit', query: 'NL', days: 30, page: 1 }),
      answers: 'audit',
      cells: 'answers answers unfound nothing nothing nothing all     sign-in all     answers all     sign-in',
    },
    'without words': {
      given: (world) => rotationAt(world, 'update'),
      ask: () => ({ kind: 'audit', query: '', days: 30, page: 1 }),
      answers: 'audit',
      cells: 'answers answers own     nothing nothing nothing all     sign-in answers answers all     sign-in',
    },
  },
} satisfies Partial<Record<Command['kind'], Rows>>;

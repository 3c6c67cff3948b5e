import type { Purpose, RotationAct, UnexpectedAct } from '../../bot/domain/shared/command.ts';
import type { Command } from '../../bot/usecases/commands.ts';
import { rotationAt, secretForm, secretMessage, unexpectedAt } from './prepare-scene.ts';
import type { Row, Rows } from './rows.ts';

const WANTED = { name: 'created', expiry: '2027-08-01' };

function asks(what: UnexpectedAct, credential: string, shared = false): Command {
  return { kind: 'unexpected-act', act: what, credential, page: 1, shared };
}

/** The application's secrets, their rotation, and what was added outside the bot. */
export const SECRETS = {
  list: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'all of one’s own': {
      ask: () => ({ kind: 'list', filter: '', page: 1 }),
      answers: 'applications',
      cells: 'answers answers own     nothing nothing nothing all     sign-in answers answers all     sign-in',
    },
    'all there are': {
      ask: () => ({ kind: 'list', filter: 'all', page: 1 }),
      answers: 'applications',
      cells: 'answers answers own     nothing nothing nothing all     sign-in all     answers all     sign-in',
    },
    'of the application’s country': {
      ask: () => ({ kind: 'list', filter: 'NL', page: 1 }),
      answers: 'applications',
      cells: 'answers answers own     nothing nothing nothing all     sign-in all     answers all     sign-in',
    },
  },
  find: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'all of one’s own': {
      ask: () => ({ kind: 'find', words: '', skip: 0, count: 25 }),
      answers: 'found',
      cells: 'answers answers own     nothing nothing nothing nothing sign-in answers answers nothing sign-in',
    },
    'the application by its name': {
      ask: ({ ours }) => ({ kind: 'find', words: ours.displayName, skip: 0, count: 25 }),
      answers: 'found',
      cells: 'answers answers own     nothing nothing nothing nothing sign-in answers answers nothing sign-in',
    },
  },
  open: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    show: {
      ask: ({ ours }) => ({ kind: 'open', purpose: 'show', query: ours.clientId, hint: '' }),
      answers: 'application',
      cells: 'answers answers unfound nothing nothing nothing answers sign-in answers answers answers sign-in',
    },
    create: {
      ask: ({ ours }) => ({ kind: 'open', purpose: 'create', query: ours.clientId, hint: '' }),
      answers: 'create-form',
      cells: 'answers answers unfound nothing nothing nothing nothing sign-in answers answers nothing sign-in',
    },
    delete: {
      ask: ({ ours }) => ({ kind: 'open', purpose: 'delete', query: ours.clientId, hint: 'oO~' }),
      answers: 'delete-form',
      cells: 'answers answers unfound nothing nothing nothing nothing sign-in answers answers nothing sign-in',
    },
    rotate: {
      ask: ({ ours }) => ({ kind: 'open', purpose: 'rotate', query: ours.clientId, hint: 'oO~' }),
      answers: 'rotation',
      cells: 'answers answers unfound nothing nothing nothing nothing sign-in answers answers nothing sign-in',
    },
    managers: {
      ask: ({ ours }) => ({ kind: 'open', purpose: 'managers', query: ours.clientId, hint: '' }),
      answers: 'managers',
      cells: 'answers answers unfound nothing nothing nothing answers sign-in answers answers answers sign-in',
    },
    audit: {
      ask: ({ ours }) => ({ kind: 'open', purpose: 'audit', query: ours.clientId, hint: '' }),
      answers: 'audit',
      cells: 'answers answers unfound nothing nothing nothing answers sign-in answers answers answers sign-in',
    },
  } satisfies Record<Purpose, Row> & Rows,
  'delete-secret': {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'a button beside a secret': {
      ask: ({ ours, old }) => ({ kind: 'delete-secret', clientId: ours.clientId, keyId: old.keyId }),
      answers: 'delete-form',
      recorded: true,
      cells: 'answers answers unfound nothing nothing nothing nothing sign-in answers answers nothing sign-in',
    },
  },
  'delete-expired': {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'all of the application': {
      ask: ({ ours }) => ({ kind: 'delete-expired', clientId: ours.clientId }),
      answers: 'expired-form',
      recorded: true,
      cells: 'answers answers unfound nothing nothing nothing nothing sign-in answers answers nothing sign-in',
    },
  },
  'rotate-secret': {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'a button beside a secret': {
      ask: ({ ours, old }) => ({ kind: 'rotate-secret', clientId: ours.clientId, keyId: old.keyId }),
      answers: 'rotation',
      recorded: true,
      cells: 'answers answers unfound nothing nothing nothing nothing sign-in answers answers nothing sign-in',
    },
  },
  leaked: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'the beginning of a secret': {
      ask: () => ({ kind: 'leaked', hints: ['oO~'] }),
      answers: 'leaked',
      cells: 'answers answers answers answers answers answers answers sign-in answers answers answers sign-in',
    },
  },
  expose: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'a secret of the application': {
      ask: ({ ours, old }) => ({ kind: 'expose', clientId: ours.clientId, keyId: old.keyId }),
      answers: 'expose-form',
      recorded: true,
      cells: 'answers answers unfound nothing nothing nothing nothing sign-in answers answers nothing sign-in',
    },
  },
  'submit-expose': {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'a secret of the application': {
      ask: ({ ours, old }) => ({ kind: 'submit-expose', clientId: ours.clientId, keyId: old.keyId, hours: '4' }),
      answers: 'create-form',
      recorded: true,
      cells: 'answers answers unfound nothing nothing nothing nothing step-up step-up step-up step-up step-up',
    },
  },
  'submit-create': {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'a form opened when one still had the role': {
      ask: async (world, by) => ({ kind: 'submit-create', nonce: await secretForm(world, 'create', by), ...WANTED }),
      answers: 'created',
      refused: 'not-yours',
      cells: 'answers answers refused refused refused refused refused step-up step-up step-up step-up step-up',
    },
    'the manager’s form': {
      ask: async (world) => ({
        kind: 'submit-create',
        nonce: await secretForm(world, 'create', world.people.manager),
        ...WANTED,
      }),
      answers: 'created',
      cells: 'answers foreign foreign foreign foreign foreign foreign step-up step-up step-up step-up step-up',
    },
  },
  'confirm-delete': {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'a form opened when one still had the role': {
      ask: async (world, by) => ({
        kind: 'confirm-delete',
        nonce: await secretForm(world, 'delete', by),
        typedName: '',
      }),
      answers: 'deleted',
      refused: 'not-yours',
      cells: 'answers answers refused refused refused refused refused step-up step-up step-up step-up step-up',
    },
    'the manager’s form': {
      ask: async (world) => ({
        kind: 'confirm-delete',
        nonce: await secretForm(world, 'delete', world.people.manager),
        typedName: '',
      }),
      answers: 'deleted',
      cells: 'answers foreign foreign foreign foreign foreign foreign step-up step-up step-up step-up step-up',
    },
  },
  'confirm-expired': {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'forms opened when one still had the role': {
      ask: async (world, by) => ({
        kind: 'confirm-expired',
        nonces: [await secretForm(world, 'delete', by), await secretForm(world, 'delete', by)],
      }),
      answers: 'expired-deleted',
      refused: 'not-yours',
      cells: 'answers answers refused refused refused refused refused step-up step-up step-up step-up step-up',
    },
    'the manager’s form': {
      ask: async (world) => ({
        kind: 'confirm-expired',
        nonces: [await secretForm(world, 'delete', world.people.manager)],
      }),
      answers: 'expired-deleted',
      cells: 'answers foreign foreign foreign foreign foreign foreign step-up step-up step-up step-up step-up',
    },
  },
  stored: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'the manager’s message': {
      ask: async (world) => ({ kind: 'stored', nonce: await secretMessage(world) }),
      answers: 'stored',
      cells: 'answers foreign foreign foreign foreign foreign foreign foreign foreign foreign foreign foreign',
    },
  },
  rotations: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'all of one’s own': {
      given: (world) => rotationAt(world, 'update'),
      ask: () => ({ kind: 'rotations' }),
      answers: 'rotations',
      cells: 'answers answers own     own     own     own     own     sign-in answers answers own     sign-in',
    },
  },
  rotation: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    show: {
      ask: async (world) => ({ kind: 'rotation', id: await rotationAt(world, 'update'), act: 'show', keyId: '' }),
      answers: 'rotation',
      refused: 'rotation-gone',
      cells: 'answers answers refused refused refused refused refused sign-in answers answers refused sign-in',
    },
    create: {
      ask: async (world) => ({ kind: 'rotation', id: await rotationAt(world, 'create'), act: 'create', keyId: '' }),
      answers: 'create-form',
      refused: 'rotation-gone',
      cells: 'answers answers refused refused refused refused refused sign-in answers answers refused sign-in',
    },
    adopt: {
      ask: async (world) => ({
        kind: 'rotation',
        id: await rotationAt(world, 'create'),
        act: 'adopt',
        keyId: world.fresh.keyId,
      }),
      answers: 'rotation',
      refused: 'rotation-gone',
      cells: 'answers answers refused refused refused refused refused sign-in answers answers refused sign-in',
    },
    updated: {
      ask: async (world) => ({ kind: 'rotation', id: await rotationAt(world, 'update'), act: 'updated', keyId: '' }),
      answers: 'rotation',
      refused: 'rotation-gone',
      cells: 'answers answers refused refused refused refused refused sign-in answers answers refused sign-in',
    },
    confirmed: {
      ask: async (world) => ({ kind: 'rotation', id: await rotationAt(world, 'confirm'), act: 'confirmed', keyId: '' }),
      answers: 'rotation',
      refused: 'rotation-gone',
      cells: 'answers answers refused refused refused refused refused sign-in answers answers refused sign-in',
    },
    delete: {
      ask: async (world) => ({ kind: 'rotation', id: await rotationAt(world, 'delete'), act: 'delete', keyId: '' }),
      answers: 'delete-form',
      refused: 'rotation-gone',
      cells: 'answers answers refused refused refused refused refused sign-in answers answers refused sign-in',
    },
    replaced: {
      ask: async (world) => ({ kind: 'rotation', id: await rotationAt(world, 'update'), act: 'replaced', keyId: '' }),
      answers: 'rotation',
      refused: 'rotation-gone',
      cells: 'answers answers refused refused refused refused refused step-up step-up step-up step-up step-up',
    },
    keep: {
      ask: async (world) => ({ kind: 'rotation', id: await rotationAt(world, 'update'), act: 'keep', keyId: '' }),
      answers: 'rotation',
      refused: 'rotation-gone',
      cells: 'answers answers refused refused refused refused refused step-up step-up step-up step-up step-up',
    },
    abandon: {
      ask: async (world) => ({ kind: 'rotation', id: await rotationAt(world, 'update'), act: 'abandon', keyId: '' }),
      answers: 'rotation',
      refused: 'rotation-gone',
      cells: 'answers answers refused refused refused refused refused sign-in answers answers refused sign-in',
    },
  } satisfies Record<RotationAct, Row> & Rows,
  unexpected: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'what waits for an answer': {
      given: (world) => unexpectedAt(world, 'secret'),
      ask: () => ({ kind: 'unexpected', page: 1 }),
      answers: 'unexpected',
      cells: 'answers answers own     nothing nothing nothing all     sign-in answers answers all     sign-in',
    },
  },
  'unexpected-act': {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    ours: {
      ask: async (world) => asks('ours', await unexpectedAt(world, 'secret')),
      answers: 'unexpected',
      refused: 'not-yours',
      cells: 'answers answers refused refused refused refused answers step-up step-up step-up step-up step-up',
    },
    'ours, from a card that others see': {
      ask: async (world) => asks('ours', await unexpectedAt(world, 'secret'), true),
      answers: 'note: is-ours',
      note: 'note: not-concerned',
      cells: 'answers answers note    note    note    note    answers step-up step-up step-up step-up step-up',
    },
    remove: {
      ask: async (world) => asks('remove', await unexpectedAt(world, 'secret')),
      answers: 'delete-form',
      all: 'remove-elsewhere',
      refused: 'not-yours',
      cells: 'answers answers refused refused refused refused all     sign-in answers answers all     sign-in',
    },
    'remove, of a certificate': {
      ask: async (world) => asks('remove', await unexpectedAt(world, 'certificate')),
      answers: 'remove-elsewhere',
      refused: 'not-yours',
      cells: 'answers answers refused refused refused refused answers sign-in answers answers answers sign-in',
    },
  } satisfies Record<UnexpectedAct, Row> & Rows,
} satisfies Partial<Record<Command['kind'], Rows>>;

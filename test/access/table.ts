import type { Command } from '../../bot/usecases/commands.ts';
import { finishedSignIn } from './prepare-scene.ts';
import type { Rows } from './rows.ts';
import { CONTACTS } from './table-contacts.ts';
import { REMINDERS } from './table-reminders.ts';
import { ROLES } from './table-roles.ts';
import { SECRETS } from './table-secrets.ts';

/** What needs no role: help, and signing in and out. */
const ANYBODY = {
  help: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'of anything': {
      ask: () => ({ kind: 'help', topic: 'overview', query: '' }),
      answers: 'help',
      cells: 'answers answers answers answers answers answers answers answers answers answers answers answers',
    },
    'the token of the application': {
      ask: ({ ours }) => ({ kind: 'help', topic: 'token', query: ours.displayName }),
      answers: 'help',
      cells: 'answers answers own     own     own     own     own     own     answers answers own     own',
    },
  },
  'sign-in': {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'in general': {
      ask: () => ({ kind: 'sign-in' }),
      answers: 'signed-in',
      cells: 'answers answers answers answers answers answers answers sign-in answers answers answers sign-in',
    },
  },
  'sign-out': {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    oneself: {
      ask: () => ({ kind: 'sign-out' }),
      answers: 'signed-out',
      nothing: 'not-signed-in',
      cells: 'answers answers answers answers answers answers answers nothing answers answers answers answers',
    },
  },
  'who-am-i': {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    oneself: {
      ask: () => ({ kind: 'who-am-i' }),
      answers: 'who-am-i',
      nothing: 'not-signed-in',
      cells: 'answers answers answers answers answers answers answers nothing answers answers answers nothing',
    },
  },
  code: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'made up': {
      ask: () => ({ kind: 'code', code: '000000' }),
      answers: 'signed-in',
      refused: 'code-wrong',
      cells: 'refused refused refused refused refused refused refused refused refused refused refused refused',
    },
    'of the manager’s sign-in': {
      ask: async (world) => ({ kind: 'code', code: await finishedSignIn(world) }),
      answers: 'applications',
      refused: 'code-wrong',
      cells: 'answers refused refused refused refused refused refused refused refused refused refused refused',
    },
  },
  unsupported: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'any words': {
      ask: () => ({ kind: 'unsupported', text: 'hello' }),
      answers: 'unknown',
      cells: 'answers answers answers answers answers answers answers answers answers answers answers answers',
    },
  },
} satisfies Partial<Record<Command['kind'], Rows>>;

/** Who may do what: every command of the list, for every kind of person. */
export const TABLE: Readonly<Record<Command['kind'], Rows>> = {
  ...SECRETS,
  ...REMINDERS,
  ...CONTACTS,
  ...ROLES,
  ...ANYBODY,
};

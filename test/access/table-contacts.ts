import type { ContactAct } from '../../bot/domain/shared/command.ts';
import type { Command } from '../../bot/usecases/commands.ts';
import { contactOf } from './prepare-scene.ts';
import type { Row, Rows } from './rows.ts';

const ADDRESSES = 'desk@example.org';

function act(what: ContactAct, contact: string, shared = false): Command {
  return { kind: 'contact-act', act: what, contact, query: '', page: 1, shared };
}

/** The designated contacts of organisations. */
export const CONTACTS = {
  contact: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'to the application’s organisation': {
      ask: () => ({ kind: 'contact', query: 'Matchwell', addresses: ADDRESSES, scope: '' }),
      answers: 'contacts-added',
      unfound: 'choose-scope',
      cells: 'answers answers unfound nothing nothing nothing answers step-up step-up step-up step-up step-up',
    },
    'by a button': {
      ask: () => ({ kind: 'contact', query: '', addresses: ADDRESSES, scope: 'organisation:nl/matchwell' }),
      answers: 'contacts-added',
      recorded: true,
      unfound: 'choose-scope',
      cells: 'answers answers unfound nothing nothing nothing answers step-up step-up step-up step-up step-up',
    },
    'without an address': {
      ask: () => ({ kind: 'contact', query: 'Matchwell', addresses: '', scope: '' }),
      answers: 'contact-form',
      cells: 'answers answers answers nothing nothing nothing answers sign-in answers answers answers sign-in',
    },
  },
  contacts: {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    'all of one’s own': {
      given: (world) => contactOf(world, 'confirmed'),
      ask: () => ({ kind: 'contacts', query: '', page: 1 }),
      answers: 'contacts',
      cells: 'answers answers own     own     own     own     all     sign-in answers answers all     sign-in',
    },
  },
  'contact-act': {
    //      manager guest-m another nobody  guest   twin    admin   out     silent  stale-m stale-a old-a
    confirm: {
      ask: async (world) => act('confirm', await contactOf(world, 'proposed')),
      answers: 'contacts',
      refused: 'contact-gone',
      cells:
        'administrators-only administrators-only refused refused refused refused answers step-up step-up step-up step-up step-up',
    },
    'confirm, from a card that others see': {
      ask: async (world) => act('confirm', await contactOf(world, 'proposed'), true),
      answers: 'note: contact-decided',
      note: 'note: contact',
      cells: 'note    note    note    note    note    note    answers step-up step-up step-up step-up step-up',
    },
    'confirm, if that was done before': {
      ask: async (world) => act('confirm', await contactOf(world, 'waiting')),
      answers: 'contacts',
      refused: 'contact-gone',
      cells:
        'administrators-only administrators-only refused refused refused refused contact-over step-up step-up step-up step-up step-up',
    },
    decline: {
      ask: async (world) => act('decline', await contactOf(world, 'proposed')),
      answers: 'contacts',
      refused: 'contact-gone',
      cells:
        'administrators-only administrators-only refused refused refused refused answers step-up step-up step-up step-up step-up',
    },
    again: {
      ask: async (world) => act('again', await contactOf(world, 'waiting')),
      answers: 'contacts',
      refused: 'contact-gone',
      cells: 'answers answers refused refused refused refused answers step-up step-up step-up step-up step-up',
    },
    remove: {
      ask: async (world) => act('remove', await contactOf(world, 'waiting')),
      answers: 'contacts',
      refused: 'contact-gone',
      cells: 'answers answers refused refused refused refused answers step-up step-up step-up step-up step-up',
    },
    'remove, one that reaches somebody': {
      ask: async (world) => act('remove', await contactOf(world, 'confirmed')),
      answers: 'contacts',
      refused: 'contact-gone',
      cells: 'answers answers refused refused refused refused answers step-up step-up step-up step-up step-up',
    },
  } satisfies Record<ContactAct, Row> & Rows,
} satisfies Partial<Record<Command['kind'], Rows>>;

import type { ContactView, MessagesOutcome } from '../../../bot/domain/messages/outcomes.ts';
import { DM, NOW, SMC } from './applications.ts';
import { ANNA } from './rotation.ts';
import type { OutcomeSamples } from './variants.ts';

const ORGANISATION = { kind: 'organisation', key: 'nl/stichting-voorbeeld', name: 'Stichting-Voorbeeld (NL)' } as const;

export function contact(address: string, over: Partial<ContactView> = {}): ContactView {
  return {
    ...{ id: `id of ${address}`, organisation: ORGANISATION, address, state: 'confirmed', addedBy: ANNA, since: NOW },
    ...{ unreachableSince: undefined, mailedAgain: 0, isLinkOver: false, isForsaken: false, ...over },
  };
}

const list = {
  kind: 'contacts',
  contacts: [
    contact('beheer@voorbeeld.example', { state: 'proposed' }),
    contact('desk@voorbeeld.example'),
    contact('oncall@voorbeeld.example', { state: 'waiting' }),
    contact('oud@voorbeeld.example', { state: 'waiting', isLinkOver: true }),
    contact('weg@voorbeeld.example', { unreachableSince: NOW }),
    contact('alt@voorbeeld.example', { isForsaken: true }),
    contact('nee@voorbeeld.example', { state: 'refused' }),
    contact('stil@voorbeeld.example', { state: 'waiting', mailedAgain: 3 }),
  ],
  ...{ query: '', page: 1, pages: 1, total: 8, confirms: true },
} as const;

const form = { kind: 'contact-form', query: 'voorbeeld', addresses: 'desk@', problem: undefined, bad: [] } as const;
const lost = { kind: 'last-way', applications: [SMC, DM], total: 7 } as const;

export const CONTACTS_OUTCOMES = {
  contacts: {
    plain: list,
    manager: { ...list, confirms: false },
    page: { ...list, query: 'voorbeeld', page: 2, pages: 3, total: 25 },
    done: { ...list, done: 'again' },
    none: { ...list, contacts: [], total: 0 },
    unfound: { ...list, contacts: [], total: 0, query: 'nobody' },
  },
  'contact-form': {
    plain: { ...form, query: '', addresses: '', adds: true },
    proposes: { ...form, problem: 'bad-address', bad: ['desk@'], adds: false },
    'no-address': { ...form, problem: 'no-address', adds: true },
    'too-many': { ...form, problem: 'too-many', adds: true },
    full: { ...form, problem: 'full', adds: true },
  },
  'contacts-added': {
    plain: {
      ...{ kind: 'contacts-added', organisation: ORGANISATION, refused: ['nee@voorbeeld.example'] },
      added: [contact('desk@voorbeeld.example', { state: 'waiting' })],
      known: [contact('oncall@voorbeeld.example')],
    },
    proposed: {
      ...{ kind: 'contacts-added', organisation: ORGANISATION, known: [], refused: [] },
      added: [contact('desk@voorbeeld.example', { state: 'proposed' })],
    },
    known: {
      ...{ kind: 'contacts-added', organisation: ORGANISATION, added: [], refused: [] },
      known: [contact('desk@voorbeeld.example')],
    },
  },
  'last-way': {
    unlink: { ...lost, end: 'unlink' },
    'mail-off': { ...lost, end: 'mail-off', applications: [SMC], total: 1 },
    contact: { ...lost, end: 'contact' },
  },
} satisfies OutcomeSamples<
  Extract<MessagesOutcome, { kind: 'contacts' | 'contact-form' | 'contacts-added' | 'last-way' }>
>;

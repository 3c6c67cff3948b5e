import { NOW } from './applications.ts';
import { ANNA } from './rotation.ts';
import type { NoteSamples } from './variants.ts';

const claim = { by: ANNA, at: NOW };

/** Every kind of note. */
export const NOTES = {
  'not-yours': { plain: { kind: 'not-yours' } },
  request: {
    'request-gone': { kind: 'request', refusal: 'request-gone' },
    'request-over': { kind: 'request', refusal: 'request-over' },
    'managers-confirm': { kind: 'request', refusal: 'managers-confirm' },
    'own-request': { kind: 'request', refusal: 'own-request' },
    'not-confirmed': { kind: 'request', refusal: 'not-confirmed' },
    'asker-left': { kind: 'request', refusal: 'asker-left' },
  },
  reviewed: {
    confirmed: { kind: 'reviewed', how: 'confirmed' },
    declined: { kind: 'reviewed', how: 'declined' },
    approved: { kind: 'reviewed', how: 'approved' },
    meant: { kind: 'reviewed', how: 'meant' },
  },
  contact: {
    'contact-gone': { kind: 'contact', refusal: 'contact-gone' },
    'contact-over': { kind: 'contact', refusal: 'contact-over' },
    'administrators-only': { kind: 'contact', refusal: 'administrators-only' },
  },
  'contact-decided': {
    confirm: { kind: 'contact-decided', how: 'confirm' },
    decline: { kind: 'contact-decided', how: 'decline' },
  },
  'is-ours': { plain: { kind: 'is-ours' } },
  'not-concerned': { plain: { kind: 'not-concerned' } },
  'answered-before': { plain: { kind: 'answered-before' } },
  opened: { plain: { kind: 'opened' } },
  'opened-below': { plain: { kind: 'opened-below' } },
  'opened-in-chat': { plain: { kind: 'opened-in-chat' } },
  coming: { plain: { kind: 'coming' } },
  'not-sent': { plain: { kind: 'not-sent' } },
  'sign-in-sent': { plain: { kind: 'sign-in-sent' } },
  'sign-in-in-chat': { plain: { kind: 'sign-in-in-chat' } },
  'not-on-it': { plain: { kind: 'not-on-it' } },
  'claimed-before': { plain: { kind: 'claimed-before', claim } },
  settled: { plain: { kind: 'settled' } },
} satisfies NoteSamples;

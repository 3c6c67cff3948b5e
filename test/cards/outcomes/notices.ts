import { DM, EXPIRED, EXPIRING, NOW, SMC, VALID } from './applications.ts';
import { contact } from './contacts.ts';
import { OUTAGES } from './outages.ts';
import { link } from './reminders.ts';
import { SOFIE, VIEWS } from './requests.ts';
import { ANNA, PIETER } from './rotation.ts';
import { UNEXPECTED_NOTICES } from './unexpected.ts';
import { each, type NoticeSamples } from './variants.ts';

const views = Object.keys(VIEWS) as readonly (keyof typeof VIEWS)[];
const { id, organisation, address, addedBy } = contact('desk@voorbeeld.example');
const DESK = { id, organisation, address, addedBy };
const NAMED = { organisation, address };
const news = { kind: 'request-news', query: 'voorbeeld smc' } as const;

const LEFT = {
  person: PIETER,
  how: 'left',
  applications: [
    { ...SMC, managers: 0 },
    { ...DM, managers: 1 },
  ],
} as const;
const DISABLED = { person: { ...SOFIE, name: '' }, how: 'disabled', applications: [{ ...SMC, managers: 2 }] } as const;

/** Everything that people are told outside a turn. */
export const NOTICES = {
  'creation-undone': {
    plain: { kind: 'creation-undone', application: SMC, name: 'Secret by Anna', startedAt: NOW },
  },
  'deletion-completed': {
    plain: { kind: 'deletion-completed', application: SMC, secret: EXPIRING },
    'of-the-version-before': { kind: 'deletion-completed', application: SMC },
  },
  'deletion-stopped': {
    plain: { kind: 'deletion-stopped', application: SMC, secret: EXPIRING },
    refused: { kind: 'deletion-stopped', application: SMC, secret: EXPIRING, why: 'refused' },
  },
  'value-left': { plain: { kind: 'value-left', application: SMC } },
  unanswered: { plain: { kind: 'unanswered' } },
  assigned: {
    plain: { kind: 'assigned', applications: [SMC, DM], by: SOFIE },
    'by-the-operator': { kind: 'assigned', applications: [SMC], by: undefined },
  },
  exposed: {
    plain: {
      ...{ kind: 'exposed', application: SMC, rotation: 'r', secret: EXPIRING, by: SOFIE },
      hours: 24,
    },
    stays: {
      ...{ kind: 'exposed', application: SMC, rotation: 'r', secret: EXPIRING, by: SOFIE },
      hours: undefined,
    },
    kept: {
      ...{ kind: 'exposed', application: SMC, rotation: 'r', secret: EXPIRING, by: SOFIE },
      ...{ hours: undefined, stays: 'kept' },
    },
    'new-secret-gone': {
      ...{ kind: 'exposed', application: SMC, rotation: 'r', secret: EXPIRING, by: SOFIE },
      ...{ hours: undefined, stays: 'no-new-secret' },
    },
  },
  nudge: {
    plain: { kind: 'nudge', application: SMC, by: SOFIE },
    several: { kind: 'nudge', application: SMC, others: [SMC, SMC], by: SOFIE },
  },
  unassigned: { plain: { kind: 'unassigned', applications: [SMC, DM] } },
  request: each(views, (view) => ({ kind: 'request', view: VIEWS[view] })),
  'request-news': {
    confirmed: { ...news, news: 'confirmed' },
    declined: { ...news, news: 'declined', reason: 'Anna has left the team.' },
    expired: { ...news, news: 'expired' },
  },
  'channel-unlinked': { plain: { kind: 'channel-unlinked', links: [link('1')] } },
  'channel-shared': { plain: { kind: 'channel-shared', links: [link('1')] } },
  'links-died': { plain: { kind: 'links-died', links: [link('1')] } },
  'nobody-to-tell': {
    plain: { kind: 'nobody-to-tell', applications: [SMC] },
    many: {
      kind: 'nobody-to-tell',
      applications: Array.from({ length: 12 }, () => ({ ...SMC, day: '2026-11-24' })),
    },
    unopened: {
      kind: 'nobody-to-tell',
      applications: [
        { ...SMC, day: '2026-12-12', managers: ['Bram de Vries', ''] },
        { ...DM, day: '2026-10-02', expired: true, managers: ['Clara Smit'] },
      ],
    },
    contacts: {
      kind: 'nobody-to-tell',
      applications: [
        { ...SMC, day: '2026-12-12', managers: ['Bram de Vries'], contacts: true },
        { ...DM, day: '2026-10-02', expired: true, contacts: true },
      ],
    },
  },
  escalated: {
    plain: {
      kind: 'escalated',
      applications: [
        { ...SMC, day: '2026-11-20', cutOff: true, managers: ['Bram de Vries'], told: ['channel', 'chat'] },
        { ...DM, day: '2026-11-24', cutOff: false, managers: [''], claimedBy: 'Clara Smit', told: [] },
      ],
    },
    today: { kind: 'escalated', applications: [{ ...SMC, day: '2026-11-24', cutOff: false, managers: [], told: [] }] },
  },
  'unopened-chats': {
    plain: {
      kind: 'unopened-chats',
      since: NOW,
      people: [
        { name: 'Bram de Vries', chat: 'unopened', about: ['assigned', 'request-news'] },
        { name: '', chat: 'closed', about: ['channel-unlinked'] },
      ],
    },
  },
  'contact-proposed': {
    plain: { kind: 'contact-proposed', view: { ...DESK, state: 'proposed' } },
    accepted: { kind: 'contact-proposed', view: { ...DESK, state: 'waiting' } },
    confirmed: { kind: 'contact-proposed', view: { ...DESK, state: 'confirmed' } },
    refused: { kind: 'contact-proposed', view: { ...DESK, state: 'refused' } },
    gone: { kind: 'contact-proposed', view: { ...DESK, state: undefined } },
  },
  ...UNEXPECTED_NOTICES,
  'certificates-due': {
    plain: { kind: 'certificates-due', application: SMC, certificates: [EXPIRING], asOf: NOW },
    two: { kind: 'certificates-due', application: SMC, certificates: [EXPIRING, EXPIRED], asOf: NOW },
  },
  'secret-changed': {
    plain: { kind: 'secret-changed', how: 'created', application: SMC, secret: VALID, by: ANNA },
    deleted: { kind: 'secret-changed', how: 'deleted', application: SMC, secret: EXPIRING, by: ANNA },
    expired: { kind: 'secret-changed', how: 'deleted', application: SMC, secret: EXPIRED, by: ANNA },
  },
  'contact-unreachable': { plain: { kind: 'contact-unreachable', ...NAMED } },
  'contact-refused': { plain: { kind: 'contact-refused', ...NAMED } },
  'colleagues-left': {
    plain: { kind: 'colleagues-left', people: [{ ...LEFT, applications: [{ ...DM, managers: 1 }] }] },
    two: { kind: 'colleagues-left', people: [LEFT, DISABLED] },
  },
  'managers-left': {
    plain: { kind: 'managers-left', people: [LEFT] },
    many: { kind: 'managers-left', people: Array.from({ length: 12 }, () => DISABLED) },
  },
  'leavers-suspicious': { plain: { kind: 'leavers-suspicious', news: 40, there: 61 } },
  'record-forged': { plain: { kind: 'record-forged', seq: 4711 } },
  'applications-gone': { plain: { kind: 'applications-gone', applications: [SMC, DM] } },
  'sweep-suspicious': {
    plain: { kind: 'sweep-suspicious', of: 'applications', read: 31, before: 410 },
    secrets: { kind: 'sweep-suspicious', of: 'secrets', read: 4, before: 1200 },
    nothing: { kind: 'sweep-suspicious', read: 0, before: undefined },
  },
  'sweep-failing': {
    plain: { kind: 'sweep-failing', since: NOW, reference: '1a2b3c4d' },
    never: { kind: 'sweep-failing', since: undefined, reference: '1a2b3c4d' },
  },
  'many-outages': {
    plain: {
      kind: 'many-outages',
      applications: [
        { clientId: SMC.clientId, displayName: SMC.displayName, managers: 2 },
        { clientId: DM.clientId, displayName: DM.displayName, managers: 0 },
      ],
      more: 38,
    },
  },
  'log-denied': { plain: { kind: 'log-denied' } },
  outage: OUTAGES,
  undelivered: { plain: { kind: 'undelivered', count: 3 } },
} satisfies NoticeSamples;

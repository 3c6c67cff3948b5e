import type { AuditAction, AuditRow } from '../../../bot/domain/audit/audit-events.ts';
import type { AuditOutcome } from '../../../bot/domain/audit/outcomes.ts';
import { ACTIONS } from '../../../cards/audit/sentences.ts';
import { NOW, SMC } from './applications.ts';
import { ANNA, PIETER } from './rotation.ts';
import type { OutcomeSamples } from './variants.ts';

/** An entry of the record, with what is special about it. */
export function auditRow(action: AuditAction, special: Partial<AuditRow> = {}): AuditRow {
  return {
    seq: 1,
    previousHash: '',
    hash: '',
    version: 2,
    at: NOW,
    actor: ANNA,
    action,
    result: 'done',
    subject: undefined,
    clientId: SMC.clientId,
    keyId: undefined,
    conversationId: undefined,
    reference: '1a2b3c4d',
    detail: '',
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
const audit: AuditOutcome = {
  kind: 'audit',
  rows: special,
  applications: [SMC],
  application: undefined,
  query: 'voorbeeld',
  days: 30,
  page: 1,
  pages: 1,
  total: 5,
};

/** Without details: who did what with which secret. */
const acts: AuditOutcome = {
  ...audit,
  rows: [
    auditRow('secret.created', { keyId: 'key-1' }),
    auditRow('secret.deleted', { keyId: 'key-2', actor: PIETER, result: 'failed' }),
    auditRow('assignment.added', { actor: undefined, subject: PIETER }),
    auditRow('rotation.confirmed', { keyId: '00000000-0000-4000-8000-000000000009' }),
    auditRow('contact.confirmed', { actor: undefined, clientId: undefined }),
  ],
  details: false,
  about: undefined,
  by: '',
  people: [ANNA, PIETER],
  reminders: 36,
  secrets: [
    { clientId: SMC.clientId, keyId: 'key-1', name: 'Upload 2026', hint: 'x7Q' },
    { clientId: SMC.clientId, keyId: 'key-2', name: 'Old connector', hint: 'a_9' },
  ],
};

function auditOf(some: readonly AuditAction[]): AuditOutcome {
  return { ...audit, rows: some.map((action) => auditRow(action)), total: some.length };
}

export const AUDIT_OUTCOMES = {
  audit: {
    plain: audit,
    application: { ...audit, application: SMC, query: 'smc', page: 2, pages: 3, total: 60 },
    acts: acts,
    filtered: { ...acts, about: 'secrets', by: PIETER.oid, days: 45, reminders: 0 },
    'typed-name': { ...acts, by: 'visser', details: true },
    none: { ...audit, rows: [], total: 0 },
    'actions-1': auditOf(actions.slice(0, 20)),
    'actions-2': auditOf(actions.slice(20, 40)),
    'actions-3': auditOf(actions.slice(40, 60)),
    'actions-4': auditOf(actions.slice(60)),
  },
} satisfies OutcomeSamples<AuditOutcome>;

import { foundApplication } from '../../../bot/domain/secrets/found.ts';
import { type KnownUses, reportShown } from '../../../bot/domain/secrets/last-use.ts';
import type { CreateForm, DeleteForm, SecretsOutcome } from '../../../bot/domain/secrets/outcomes.ts';
import { secretView } from '../../../bot/domain/shared/application-view.ts';
import { EXPIRED, EXPIRING, NONCE, NOW, ODD, SMC, UPCOMING, USED, USES, VALID, WAITING } from './applications.ts';
import { UNEXPECTED_OUTCOMES } from './unexpected.ts';
import type { OutcomeSamples } from './variants.ts';

const createForm: CreateForm = {
  nonce: NONCE,
  application: SMC,
  name: 'Secret by Anna Visser',
  expiry: '2027-11-24',
  firstDay: '2026-11-25',
  lastDay: '2027-11-24',
  problems: [],
};
const deleteForm: DeleteForm = {
  nonce: NONCE,
  application: SMC,
  secret: secretView(EXPIRING, NOW),
  lastLive: false,
  typedName: '',
  mismatch: false,
  warnings: [],
};
const NOTHING: KnownUses = { report: undefined, uses: new Map() };
const created = {
  kind: 'created',
  operation: 'nonce',
  application: SMC,
  secret: secretView(VALID, NOW),
  minutes: 10,
} as const;

const OLDER = { ...EXPIRED, keyId: VALID.keyId, name: 'Secret by Pieter (2024)' };

function result(how: 'deleted' | 'gone' | 'kept') {
  return { keyId: EXPIRED.keyId, secret: secretView(EXPIRED, NOW), how };
}

export const SECRETS_OUTCOMES = {
  'create-form': {
    plain: { kind: 'create-form', form: createForm },
    'in-a-rotation': { kind: 'create-form', form: { ...createForm, rotation: 'r'.repeat(22) } },
    problems: {
      kind: 'create-form',
      form: { ...createForm, name: '', expiry: '2029-01-01', problems: ['name-empty', 'expiry-too-late'] },
    },
    early: { kind: 'create-form', form: { ...createForm, expiry: '2026-12-24', problems: ['expiry-early'] } },
    'with-a-policy': { kind: 'create-form', form: { ...createForm, expiry: '2027-02-22', policyDay: '2027-02-22' } },
  },
  created: {
    plain: { ...created, where: 'here' },
    first: { ...created, where: 'here', isFirst: true },
    personal: { ...created, where: 'personal' },
    stored: { ...created, where: 'here', gone: { how: 'stored', at: NOW } },
    'maybe-lost': { ...created, where: 'personal', gone: { how: 'time', at: NOW } },
  },
  'delete-form': {
    plain: { kind: 'delete-form', form: deleteForm },
    'in-a-rotation': { kind: 'delete-form', form: { ...deleteForm, rotation: 'r'.repeat(22) } },
    last: { kind: 'delete-form', form: { ...deleteForm, lastLive: true, typedName: 'Partner-NL', mismatch: true } },
    'too-early': {
      kind: 'delete-form',
      form: { ...deleteForm, warnings: ['old-still-used', 'new-unused', 'unconfirmed'] },
    },
    'in-use': {
      kind: 'delete-form',
      form: { ...deleteForm, secret: secretView(EXPIRING, NOW, [], USES), report: reportShown(USES) },
    },
    'use-not-known': {
      kind: 'delete-form',
      form: { ...deleteForm, secret: secretView(VALID, NOW, [], NOTHING), report: reportShown(NOTHING) },
    },
    expired: { kind: 'delete-form', form: { ...deleteForm, secret: secretView(EXPIRED, NOW) } },
    upcoming: {
      kind: 'delete-form',
      form: { ...deleteForm, application: WAITING, secret: secretView(UPCOMING, NOW) },
    },
  },
  'expired-form': {
    plain: {
      ...{ kind: 'expired-form', application: SMC, more: 3, report: reportShown(USES) },
      secrets: [
        { secret: secretView(EXPIRED, NOW, [], USES), nonce: NONCE },
        { secret: secretView(OLDER, NOW, [], USES), nonce: NONCE },
      ],
    },
    'without-uses': {
      ...{ kind: 'expired-form', application: SMC, more: 0 },
      secrets: [{ secret: secretView(EXPIRED, NOW), nonce: NONCE }],
    },
    none: { kind: 'expired-form', application: SMC, more: 0, secrets: [] },
  },
  'expired-deleted': {
    plain: { kind: 'expired-deleted', application: SMC, results: [result('deleted'), result('gone')] },
    partly: {
      ...{ kind: 'expired-deleted', application: SMC },
      results: [
        result('deleted'),
        result('kept'),
        { keyId: OLDER.keyId, secret: undefined, how: 'failed', refusal: 'directory-unreachable', reference: 'abc123' },
      ],
    },
    nothing: { kind: 'expired-deleted', application: SMC, results: [result('kept')] },
  },
  deleted: {
    plain: { kind: 'deleted', application: SMC, secret: secretView(EXPIRED, NOW), already: false },
    upcoming: { kind: 'deleted', application: WAITING, secret: secretView(UPCOMING, NOW), already: false },
    already: { kind: 'deleted', application: SMC, secret: undefined, already: true },
  },
  'choose-secret': {
    plain: { kind: 'choose-secret', purpose: 'delete', application: SMC, hint: 'zz' },
    used: { kind: 'choose-secret', purpose: 'delete', application: USED, hint: '' },
    none: { kind: 'choose-secret', purpose: 'delete', application: ODD, hint: '' },
    rotate: { kind: 'choose-secret', purpose: 'rotate', application: SMC, hint: '' },
    'rotate-none': { kind: 'choose-secret', purpose: 'rotate', application: ODD, hint: '' },
  },
  found: {
    plain: { kind: 'found', applications: [foundApplication(SMC, NOW)] },
    several: { kind: 'found', applications: [SMC, ODD, WAITING].map((one) => foundApplication(one, NOW)) },
    none: { kind: 'found', applications: [] },
  },
  leaked: {
    plain: { kind: 'leaked', fitting: [{ application: SMC, secret: secretView(EXPIRING, NOW) }] },
    'fits-none': { kind: 'leaked', fitting: [] },
  },
  'expose-form': {
    plain: { kind: 'expose-form', exposed: { application: SMC, secret: secretView(EXPIRING, NOW) } },
    'from-a-rotation': {
      kind: 'expose-form',
      exposed: { application: SMC, secret: secretView(EXPIRING, NOW) },
      rotation: 'r'.repeat(22),
    },
  },
  ...UNEXPECTED_OUTCOMES,
  stored: {
    plain: { kind: 'stored' },
    first: { kind: 'stored', isFirst: true },
    overwritten: { kind: 'stored', instead: 'overwritten' },
    kept: { kind: 'stored', instead: 'kept' },
    'nothing-left': { kind: 'stored', instead: 'nothing-left' },
  },
} satisfies OutcomeSamples<SecretsOutcome>;

/** The message with a value, without its value. */
export const SECRET_MESSAGE = { nonce: NONCE, application: SMC, secret: VALID, minutes: 10 } as const;

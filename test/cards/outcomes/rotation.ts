import type { RotationOutcome, RotationView } from '../../../bot/domain/rotation/outcomes.ts';
import type { Evidence, Rotation } from '../../../bot/domain/rotation/rotation.ts';
import type { NamedPerson } from '../../../bot/domain/shared/person.ts';
import { EXPIRING, NOW, ODD, SMC, secret } from './applications.ts';
import type { OutcomeSamples } from './variants.ts';

export const ANNA: NamedPerson = { tid: 'tid', oid: 'oid-anna', name: 'Anna Visser' };
export const PIETER: NamedPerson = { tid: 'tid', oid: 'oid-pieter', name: 'Pieter de Groot' };
const FRESH = secret(4, 'Secret by Anna Visser (2026)', 'Q9r', '2027-11-20');
const at = (time: string): Date => new Date(`2026-11-${time}Z`);

export const ROTATION: Rotation = {
  id: 'rotation-1',
  application: SMC,
  old: EXPIRING,
  state: 'open',
  started: { by: ANNA, at: at('20T09:02:00') },
  fresh: undefined,
  updated: undefined,
  confirmed: undefined,
  ended: undefined,
  firstUsed: undefined,
  log: undefined,
};
const CREATED: Rotation = { ...ROTATION, fresh: { by: ANNA, at: at('20T09:05:00'), secret: FRESH, adopted: false } };
const UPDATED: Rotation = { ...CREATED, updated: { by: ANNA, at: at('21T14:30:00') } };
const CONFIRMED: Rotation = { ...UPDATED, confirmed: { by: PIETER, at: at('23T08:10:00') } };

const EXPOSED: NonNullable<Rotation['exposed']> = {
  by: {
    ...{ person: ANNA, name: 'Anna Visser', accountId: '29:anna' },
    conversation: {
      kind: 'personal',
      id: 'a:1',
      serviceUrl: 'https://smba.trafficmanager.net/teams/',
      botAccountId: '28:bot',
    },
  },
  at: at('20T09:01:00'),
  hours: 24,
};

const report = { readAt: NOW, newest: at('24T07:10:00') };
export const EVIDENCE: Evidence = {
  report,
  newFirstUsed: at('21T15:12:00'),
  oldLastUsed: at('22T03:00:00'),
  oldSafeFrom: at('30T03:00:00'),
};
const UNUSED: Evidence = { ...EVIDENCE, newFirstUsed: undefined };

const UNSEEN = { signedInAt: undefined, oldUsedAt: undefined, from: at('23T09:05:00'), until: NOW };
const SILENT = { ...UNSEEN, from: at('20T09:05:00'), oldUsedAt: at('21T06:00:00') };

/** An open rotation as a card gets it, with what is special about it. */
export function rotationView(rotation: Rotation, special: Partial<RotationView> = {}): RotationView {
  const plain = {
    oldExpired: false,
    logLate: false,
    evidence: undefined,
    reportOn: false,
    candidates: [],
    warnings: [],
  };
  return { rotation, ...plain, namesakes: new Set(), news: undefined, delivered: undefined, ...special };
}

function shown(
  rotation: Rotation,
  special: Partial<RotationView> = {},
): Extract<RotationOutcome, { kind: 'rotation' }> {
  return { kind: 'rotation', view: rotationView(rotation, special) };
}

const ended = { by: PIETER, at: at('24T10:00:00') };
const candidates = Array.from({ length: 7 }, (_, i) =>
  secret(20 + i, `Secret by Pieter (${i})`, `p${i}_`, '2027-10-01'),
);

export const ROTATION_OUTCOMES = {
  rotation: {
    create: shown(ROTATION),
    candidates: shown(ROTATION, { candidates: [FRESH] }),
    'of-an-expired-secret': shown(ROTATION, { oldExpired: true }),
    'many-candidates': shown(ROTATION, { candidates, reportOn: true }),
    update: shown(CREATED, { news: 'secret-created', delivered: { where: 'here', minutes: 10 } }),
    'update-personal': shown(CREATED, { news: 'secret-created', delivered: { where: 'personal', minutes: 10 } }),
    exposed: shown({ ...ROTATION, exposed: EXPOSED }),
    'exposed-and-due': shown({ ...CREATED, exposed: EXPOSED }),
    confirm: shown(UPDATED, { evidence: UNUSED, reportOn: true, news: 'step-taken' }),
    delete: shown(CONFIRMED, { evidence: EVIDENCE, reportOn: true }),
    'delete-too-early': shown(CONFIRMED, {
      evidence: UNUSED,
      reportOn: true,
      warnings: ['old-still-used', 'new-unused', 'unconfirmed'],
    }),
    'update-watched': shown({ ...CREATED, log: UNSEEN }),
    'signed-in': shown({ ...CREATED, log: { ...UNSEEN, signedInAt: at('23T22:50:00') } }),
    'signed-in-and-confirmed': shown({ ...CONFIRMED, log: { ...UNSEEN, signedInAt: at('21T15:12:00') } }),
    'still-used': shown({
      ...CONFIRMED,
      log: { ...UNSEEN, signedInAt: at('21T15:12:00'), oldUsedAt: at('24T06:40:00') },
    }),
    silent: shown({ ...CONFIRMED, log: { ...SILENT, signedInAt: at('21T15:12:00') } }),
    'log-late': shown({ ...CONFIRMED, log: { ...SILENT, signedInAt: at('21T15:12:00') } }, { logLate: true }),
    'update-log-late': shown({ ...CREATED, log: UNSEEN }, { logLate: true }),
    'silent-untold': shown({ ...CREATED, log: { ...SILENT, signedInAt: at('21T15:12:00') } }),
    'silent-lately-used': shown(
      { ...CONFIRMED, log: { ...SILENT, signedInAt: at('21T15:12:00') } },
      { evidence: { ...EVIDENCE, oldLastUsed: at('21T06:00:00') }, reportOn: true },
    ),
    'silent-in-the-log-alone': shown(
      { ...CONFIRMED, log: { ...SILENT, signedInAt: at('21T15:12:00') } },
      { evidence: { ...EVIDENCE, oldLastUsed: at('24T07:10:00') }, reportOn: true, warnings: ['old-still-used'] },
    ),
    'update-adopted': shown({ ...CREATED, fresh: CREATED.fresh && { ...CREATED.fresh, adopted: true }, log: UNSEEN }),
    'new-gone': shown(ROTATION, { news: 'new-secret-gone' }),
    deleted: shown({ ...CONFIRMED, state: 'deleted', ended }),
    'deleted-outside': shown({ ...UPDATED, state: 'deleted', ended: { ...ended, by: undefined } }),
    replaced: shown({ ...UPDATED, state: 'replaced', ended }),
    abandoned: shown({ ...ROTATION, state: 'abandoned', ended }),
    reopened: shown({ ...UPDATED, state: 'reopened', ended }),
  },
  rotations: {
    plain: {
      kind: 'rotations',
      rotations: [
        ROTATION,
        { ...UPDATED, id: 'rotation-2', old: { ...UPDATED.old, keyId: '00000000-0000-4000-8000-0000000000c2' } },
        { ...CONFIRMED, id: 'rotation-3', old: { ...CONFIRMED.old, keyId: '00000000-0000-4000-8000-0000000000c3' } },
      ],
    },
    none: { kind: 'rotations', rotations: [] },
  },
  'nothing-to-rotate': { plain: { kind: 'nothing-to-rotate', application: ODD } },
} satisfies OutcomeSamples<RotationOutcome>;

import type { DigestItemAct, RequestAct, RotationAct } from '../../bot/domain/shared/command.ts';
import type { Command } from '../../bot/usecases/commands.ts';
import {
  applicant,
  assignmentForm,
  deadDigest,
  digestIn,
  requestFor,
  rotationAt,
  secretForm,
} from './prepare-scene.ts';
import type { Answer } from './rows.ts';
import type { AccessWorld } from './world.ts';

/** A button of a card that is on somebody's screen. */
export interface Button {
  readonly of: (world: AccessWorld) => Command | Promise<Command>;
  /** What a press comes to with the role, and without it. */
  readonly answers: Answer;
  readonly refused: Answer;
  /** Set if the record cannot say which application, or if nothing is recorded, because nothing was asked for by its id. */
  readonly recorded?: 'without the application' | 'not at all';
}
type Buttons = Readonly<Record<string, Button>>;

const rotation = (act: RotationAct, step: Parameters<typeof rotationAt>[1]): Button => ({
  of: async (world: AccessWorld) => ({ kind: 'rotation', id: await rotationAt(world, step), act, keyId: '' }),
  answers: act === 'create' ? 'create-form' : act === 'delete' ? 'delete-form' : 'rotation',
  refused: 'refused: rotation-gone',
});
const due = (act: DigestItemAct, answers: Answer): Button => ({
  of: async (world: AccessWorld) => ({ kind: 'digest-item', act, digest: await digestIn(world), item: 1 }),
  answers,
  refused: 'note: not-yours',
});

const review = (act: RequestAct, state: 'waiting' | 'confirmed'): Button => ({
  of: async (world: AccessWorld) => {
    const request = await requestFor(world, applicant(), state);
    return {
      kind: 'review',
      request,
      act,
      clientIds: [world.ours.clientId],
      confirmedBy: '',
      reason: 'Not yet',
      shared: false,
    };
  },
  answers: 'request',
  refused: 'refused: request-gone',
});

export const MANAGERS_CARDS: Buttons = {
  'application: create': {
    of: ({ ours }) => ({ kind: 'open', purpose: 'create', query: ours.clientId, hint: '' }),
    ...{ answers: 'create-form', refused: 'no-applications', recorded: 'not at all' },
  },
  'application: delete': {
    of: ({ ours, old }) => ({ kind: 'delete-secret', clientId: ours.clientId, keyId: old.keyId }),
    ...{ answers: 'delete-form', refused: 'no-applications' },
  },
  'application: rotate': {
    of: ({ ours, old }) => ({ kind: 'rotate-secret', clientId: ours.clientId, keyId: old.keyId }),
    ...{ answers: 'rotation', refused: 'no-applications' },
  },
  'form: create': {
    of: async (world) => {
      const nonce = await secretForm(world, 'create', world.people.manager);
      return { kind: 'submit-create', nonce, name: 'created', expiry: '2027-08-01' };
    },
    ...{ answers: 'created', refused: 'refused: not-yours' },
  },
  'form: delete': {
    of: async (world) => {
      const nonce = await secretForm(world, 'delete', world.people.manager);
      return { kind: 'confirm-delete', nonce, typedName: '' };
    },
    ...{ answers: 'deleted', refused: 'refused: not-yours' },
  },
  'rotation: show': rotation('show', 'update'),
  'rotation: create': rotation('create', 'create'),
  'rotation: updated': rotation('updated', 'update'),
  'rotation: confirmed': rotation('confirmed', 'confirm'),
  'rotation: replaced': rotation('replaced', 'delete'),
  'rotation: delete': rotation('delete', 'delete'),
  'rotation: abandon': rotation('abandon', 'update'),
  'digest: show': due('show', 'application'),
  'digest: rotate': due('rotate', 'rotation'),
  'digest: claim': due('claim', 'claim'),
  'digest: take over': due('take-over', 'claim'),
  'request: confirm': review('confirm', 'waiting'),
  'request: decline': review('decline', 'waiting'),
};

export const ADMINISTRATORS_CARDS: Buttons = {
  'form: assign': {
    of: async (world) => {
      const nonce = await assignmentForm(world, world.people.administrator);
      return { kind: 'submit-assignment', nonce, confirmedBy: 'Jan', lastToo: false };
    },
    ...{ answers: 'assignments-changed', refused: 'refused: administrators-only', recorded: 'without the application' },
  },
  'request: approve': review('approve', 'confirmed'),
  'request: decline': review('decline', 'confirmed'),
  'undelivered: retry': {
    of: async (world) => ({ kind: 'undelivered-act', act: 'retry', message: await deadDigest(world) }),
    ...{ answers: 'undelivered', refused: 'refused: administrators-only', recorded: 'without the application' },
  },
};

import { randomUUID } from 'node:crypto';
import {
  DIGEST_ITEM_ACTS,
  type DigestItemAct,
  PURPOSES,
  type Purpose,
  ROTATION_ACTS,
  type RotationAct,
} from '../../bot/domain/shared/command.ts';
import { type Asker, baseConversationId } from '../../bot/domain/shared/person.ts';
import type { Command } from '../../bot/usecases/commands.ts';
import { clearAway } from '../contracts/samples/reminders.ts';
import type { Right } from './model.ts';
import { applicant, digestIn, requestFor, rotationAt, secretForm, unexpectedAt } from './prepare-scene.ts';
import type { Scene } from './world.ts';

/** A command about one application, `scene.ours`, and the right that it needs. */
export interface About {
  readonly right: Right;
  readonly of: (scene: Scene, by: Asker) => Command | Promise<Command>;
}

/** What an administrator may do with an application that they do not manage. */
const RIGHTS: Readonly<Partial<Record<Purpose, Right>>> = {
  show: 'manage or oversee',
  managers: 'manage or administer',
  audit: 'manage or administer',
};

const opens = (purpose: Purpose): About => ({
  right: RIGHTS[purpose] ?? 'manage',
  of: ({ ours }) => ({ kind: 'open', purpose, query: ours.clientId, hint: '' }),
});

const rotates = (act: RotationAct): About => ({
  right: 'manage',
  of: async (scene) => ({ kind: 'rotation', id: await rotationAt(scene, 'create'), act, keyId: scene.fresh.keyId }),
});

const dues = (act: DigestItemAct): About => ({
  right: 'manage',
  of: async (scene, { conversation }) => {
    await clearAway(scene.setting.ledger);
    const old = { ...scene.old, keyId: randomUUID() };
    const digest = await digestIn({ ...scene, old }, baseConversationId(conversation.id));
    return { kind: 'digest-item', act, digest, item: 1 };
  },
});

export const ABOUT_ONE: Readonly<Record<string, About>> = {
  ...Object.fromEntries(PURPOSES.map((purpose) => [`open ${purpose}`, opens(purpose)])),
  ...Object.fromEntries(ROTATION_ACTS.map((act) => [`rotation ${act}`, rotates(act)])),
  ...Object.fromEntries(DIGEST_ITEM_ACTS.map((act) => [`due ${act}`, dues(act)])),
  'delete-secret': {
    right: 'manage',
    of: ({ ours, old }) => ({ kind: 'delete-secret', clientId: ours.clientId, keyId: old.keyId }),
  },
  'rotate-secret': {
    right: 'manage',
    of: ({ ours, old }) => ({ kind: 'rotate-secret', clientId: ours.clientId, keyId: old.keyId }),
  },
  expose: {
    right: 'manage',
    of: ({ ours, old }) => ({ kind: 'expose', clientId: ours.clientId, keyId: old.keyId }),
  },
  'submit-expose': {
    right: 'manage',
    of: ({ ours, old }) => ({ kind: 'submit-expose', clientId: ours.clientId, keyId: old.keyId, hours: '24' }),
  },
  'submit-create': {
    right: 'manage',
    of: async (scene, by) => {
      const nonce = await secretForm(scene, 'create', by);
      return { kind: 'submit-create', nonce, name: 'created', expiry: '2027-08-01' };
    },
  },
  'delete-expired': {
    right: 'manage',
    of: ({ ours }) => ({ kind: 'delete-expired', clientId: ours.clientId }),
  },
  'confirm-expired': {
    right: 'manage',
    of: async (scene, by) => ({ kind: 'confirm-expired', nonces: [await secretForm(scene, 'delete', by)] }),
  },
  'confirm-delete': {
    right: 'manage',
    of: async (scene, by) => ({
      kind: 'confirm-delete',
      nonce: await secretForm(scene, 'delete', by),
      typedName: '',
    }),
  },
  managers: {
    right: 'manage or administer',
    of: ({ ours }) => ({ kind: 'managers', query: ours.displayName, page: 1 }),
  },
  audit: {
    right: 'manage or administer',
    of: ({ ours }) => ({ kind: 'audit', query: ours.displayName, days: 30, page: 1 }),
  },
  link: {
    right: 'manage or administer',
    of: ({ ours }) => ({ kind: 'link', query: '', scope: `application:${ours.clientId}` }),
  },
  nudge: {
    right: 'oversee',
    of: ({ ours }) => ({ kind: 'nudge', clientId: ours.clientId }),
  },
  'unexpected remove': {
    right: 'manage or administer',
    of: async (scene) => {
      const old = { ...scene.old, keyId: randomUUID() };
      const credential = await unexpectedAt({ ...scene, old }, 'certificate');
      return { kind: 'unexpected-act', act: 'remove', credential, page: 1, shared: false };
    },
  },
  'review show': {
    right: 'confirm or administer',
    of: async (scene) => {
      const request = await requestFor(scene, applicant(), 'waiting');
      return { kind: 'review', request, act: 'show', clientIds: [], confirmedBy: '', shared: false };
    },
  },
  assign: {
    right: 'administer',
    of: ({ ours, people }) => ({
      kind: 'assign',
      people: [{ kind: 'words', words: people.manager.person.oid }],
      query: '',
      clientIds: [ours.clientId],
    }),
  },
};

/** Commands about everything that belongs to the person. */
export const ABOUT_ALL: readonly Command[] = [
  { kind: 'list', filter: '', page: 1 },
  { kind: 'list', filter: 'all', page: 1 },
  { kind: 'find', words: '', skip: 0, count: 25 },
  { kind: 'list', filter: 'NL unclaimed', page: 1 },
  { kind: 'rotations' },
  { kind: 'expiring', days: 400 },
  { kind: 'expiring', days: 400, filter: 'all' },
  { kind: 'links' },
  { kind: 'contacts', query: '', page: 1 },
  { kind: 'contacts', query: 'alpha', page: 1 },
  { kind: 'contact', query: 'alpha', addresses: '', scope: '' },
  { kind: 'requests' },
  { kind: 'managers', query: '', page: 1 },
  { kind: 'audit', query: '', days: 30, page: 1 },
  { kind: 'audit', query: 'all alpha', days: 30, page: 1 },
  { kind: 'open', purpose: 'show', query: '', hint: '' },
  { kind: 'open', purpose: 'show', query: 'alpha', hint: '' },
  { kind: 'open', purpose: 'rotate', query: 'alpha', hint: '' },
  { kind: 'unlink', query: '', scope: '' },
  { kind: 'link', query: 'alpha', scope: '' },
  { kind: 'undelivered' },
  { kind: 'unexpected', page: 1 },
  { kind: 'leaked', hints: ['o0~', 'n1~'] },
  { kind: 'overview', page: 1 },
  { kind: 'leavers', page: 1 },
  { kind: 'request', query: 'alpha' },
  { kind: 'who-am-i' },
];

import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AuditAction, AuditResult, AuditRow } from '../../../../bot/domain/audit/audit-events.ts';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import { recordOverForgedHead } from '../../../ledger/audit-rows.ts';
import { DAY_MS } from '../access/access-setting.ts';
import { expectKind, someone } from '../shared/setting.ts';
import { added, decided, mailedLink, pressed, unreachableContact } from './recorded-contacts.ts';
import {
  adopted,
  change,
  claimsOf,
  confirmed,
  create,
  created,
  link,
  type RecordedWorld,
  remove,
  requested,
  rotating,
  signOn,
  stepUp,
  swept,
  undelivered,
  undeliveredMessage,
  world,
} from './recorded-world.ts';

interface Expected {
  readonly happen: (all: RecordedWorld) => Promise<unknown>;
  /** Undefined if the bot acts by itself. */
  readonly by: 'Ada' | 'Eve' | 'Carl' | 'Dora' | undefined;
  /** If absent: `done`. */
  readonly result?: AuditResult;
  /** Whether the row is about the application. If absent: true. */
  readonly about?: false;
  readonly subject?: 'Carl' | 'Ada' | '';
}

const trimmed = async ({ setting }: RecordedWorld) => {
  Object.assign(setting.deps.settings, { auditRetentionDays: 1 });
  setting.clock.pass(2 * DAY_MS);
  await setting.usecases.keepAudit();
};
const removedFrom = async (all: RecordedWorld) => {
  await link(all);
  await all.setting.usecases.removedFrom({ conversationId: all.ada.conversation.id });
};

/** Ada is on the first secret of a digest. */
async function claimed(all: RecordedWorld) {
  const digest = await swept(all);
  return expectKind(await all.setting.run({ kind: 'digest-item', act: 'claim', digest, item: 1 }, all.ada), 'claim');
}

/** The application has lost its secrets, and Ada says that nothing uses it. */
async function saidUnused({ setting, dm, ada }: RecordedWorld): Promise<void> {
  setting.directory.put({ ...dm, secrets: [] });
  await setting.run({ kind: 'unused', clientId: dm.clientId, sure: true }, ada);
}

/** Somebody adds a secret in Entra after the first sweep. */
async function strangers({ setting, dm }: RecordedWorld): Promise<void> {
  await setting.usecases.sweepIfDue();
  const [secret] = dm.secrets;
  if (secret === undefined) throw new Error('the application has no secret');
  setting.directory.put({ ...dm, secrets: [...dm.secrets, { ...secret, keyId: randomUUID() }] });
  setting.clock.pass(DAY_MS);
  await setting.usecases.sweepIfDue();
}

function left(all: RecordedWorld): RecordedWorld {
  all.setting.people.leave(all.ada.person.oid);
  return all;
}

function disabled(all: RecordedWorld): RecordedWorld {
  all.setting.people.disable(all.ada.person.oid);
  return all;
}

/** What makes each row, and what the row says. */
const ROWS: Readonly<Record<AuditAction, Expected>> = {
  'secret.create.intended': { happen: create, by: 'Ada', result: 'intended' },
  'secret.created': { happen: create, by: 'Ada' },
  'secret.delivered': { happen: create, by: 'Ada' },
  'secret.create.undone': {
    happen: async (all) => {
      all.setting.results.push('refused', 'refused');
      await create(all);
    },
    by: 'Ada',
  },
  'secret.delete.intended': { happen: remove, by: 'Ada', result: 'intended' },
  'secret.deleted': { happen: remove, by: 'Ada' },
  'secret.delete.undone': {
    happen: async (all) => {
      all.setting.directory.failNext('removeSecret', new DirectoryFault('forbidden', { ambiguous: false }));
      await remove(all);
    },
    by: 'Ada',
    result: 'failed',
  },
  'message.removal.intended': { happen: async (all) => (await created(all))(), by: 'Ada', result: 'intended' },
  'message.removed': { happen: async (all) => (await created(all))(), by: 'Ada' },
  'message.removal.failed': {
    happen: async (all) => {
      const store = await created(all);
      const unreachable = async () => Promise.reject(new Error('Teams does not answer'));
      Object.assign(all.setting.deps.delivery, { remove: unreachable });
      expect(await store()).toEqual({ kind: 'stored', instead: 'kept' });
    },
    by: 'Ada',
    result: 'failed',
  },
  'assignment.added': { happen: (all) => change(all, 'assign'), by: 'Eve', subject: 'Carl' },
  'assignment.removed': {
    happen: async (all) => {
      await change(all, 'assign');
      await change(all, 'unassign');
    },
    by: 'Eve',
    subject: 'Carl',
  },
  'manager.left': { happen: (all) => swept(left(all)), by: undefined, about: false, subject: 'Ada' },
  'manager.disabled': { happen: (all) => swept(disabled(all)), by: undefined, about: false, subject: 'Ada' },
  'manager.back': {
    happen: async (all) => {
      await swept(disabled(all));
      all.setting.people.disable(all.ada.person.oid, false);
      all.setting.clock.pass(DAY_MS);
      await all.setting.usecases.sweepIfDue();
    },
    by: undefined,
    about: false,
    subject: 'Ada',
  },
  'request.made': { happen: requested, by: 'Carl', about: false },
  'request.repeated': {
    happen: async (all) => {
      await requested(all);
      await requested(all);
    },
    by: 'Carl',
    about: false,
  },
  'request.routed': { happen: requested, by: undefined, subject: 'Carl' },
  'request.confirmed': { happen: confirmed, by: 'Ada', subject: 'Carl' },
  'request.declined': {
    happen: async (all) => all.setting.review(all.ada, await requested(all), 'decline'),
    by: 'Ada',
    subject: 'Carl',
  },
  'request.approved': {
    happen: async (all) =>
      all.setting.review(all.eve, await confirmed(all), 'approve', { clientIds: [all.dm.clientId] }),
    by: 'Eve',
    subject: 'Carl',
  },
  'request.expired': {
    happen: async (all) => {
      await requested(all);
      all.setting.clock.pass(15 * DAY_MS);
      await all.setting.tell();
    },
    by: undefined,
    subject: 'Carl',
  },
  'session.started': { happen: signOn, by: 'Dora', about: false },
  'session.stepped-up': { happen: stepUp, by: 'Ada', about: false },
  'session.ended': { happen: ({ setting, ada }) => setting.run({ kind: 'sign-out' }, ada), by: 'Ada', about: false },
  'sign-in.refused': {
    happen: ({ setting, ada }) => setting.run({ kind: 'code', code: '000000' }, ada),
    by: 'Ada',
    result: 'refused',
    about: false,
  },
  'access.refused': {
    happen: ({ setting, dm, carl, secrets }) =>
      setting.run({ kind: 'rotate-secret', clientId: dm.clientId, keyId: secrets.lasting }, carl),
    by: 'Carl',
    result: 'refused',
  },
  'link.added': { happen: link, by: 'Ada', about: false },
  'link.removed': {
    happen: async (all) => {
      await link(all);
      await all.setting.run({ kind: 'unlink', query: 'Matchwell', scope: '' }, all.ada);
    },
    by: 'Ada',
    about: false,
  },
  'link.died': { happen: removedFrom, by: undefined, about: false },
  'link.revived': {
    happen: async (all) => {
      await removedFrom(all);
      const [dead] = await all.setting.ledger.links.all();
      if (dead !== undefined) await all.setting.usecases.heardFrom(dead.channel);
    },
    by: undefined,
    about: false,
  },
  // The last one is mailed to a person whom the bot has never met.
  'reminder.sent': { happen: swept, by: undefined, subject: '' },
  'message.undelivered': {
    happen: (all) => undeliveredMessage(all),
    by: undefined,
    result: 'failed',
    about: false,
  },
  'message.retried': { happen: (all) => undeliveredMessage(all, 'retry'), by: 'Eve', about: false },
  'message.dropped': { happen: (all) => undeliveredMessage(all, 'drop'), by: 'Eve', about: false },
  'reminder.undelivered': {
    happen: (all) => undelivered(all, 'retry'),
    by: undefined,
    result: 'failed',
    about: false,
  },
  'reminder.retried': { happen: (all) => undelivered(all, 'retry'), by: 'Eve', about: false },
  'reminder.dropped': { happen: (all) => undelivered(all, 'drop'), by: 'Eve', about: false },
  'reminder.claimed': {
    happen: async (all) => {
      const digest = await swept(all);
      await all.setting.run({ kind: 'digest-item', act: 'claim', digest, item: 1 }, all.ada);
    },
    by: 'Ada',
  },
  'reminder.promised': {
    happen: async (all) => {
      const claim = await claimed(all);
      const { clientId } = claim.application;
      const promise = { kind: 'promise', clientId, keyId: claim.secret.keyId, day: claim.lastDay } as const;
      await all.setting.run(promise, all.ada);
    },
    by: 'Ada',
  },
  'reminder.given-back': {
    happen: async (all) => {
      const { application, secret } = await claimed(all);
      await all.setting.run({ kind: 'give-back', clientId: application.clientId, keyId: secret.keyId }, all.ada);
    },
    by: 'Ada',
  },
  'application.unused': { happen: saidUnused, by: 'Ada' },
  'application.nudged': {
    happen: async ({ setting, dm, ada, eve }) => {
      await setting.ledger.conversations.remember(ada);
      await setting.run({ kind: 'nudge', clientId: dm.clientId }, eve);
    },
    by: 'Eve',
  },
  'application.used-again': {
    happen: async (all) => {
      await saidUnused(all);
      all.setting.directory.put(all.dm);
      all.setting.clock.pass(DAY_MS);
      await all.setting.usecases.sweepIfDue();
    },
    by: undefined,
  },
  'mail.chosen': {
    happen: async ({ setting, ada }) => {
      await setting.usecases.remember(ada);
      await setting.run({ kind: 'notify', mail: 'off' }, ada);
    },
    by: 'Ada',
    about: false,
  },
  'contact.added': { happen: (all) => added(all, all.eve), by: 'Eve', about: false },
  'contact.proposed': { happen: (all) => added(all, all.ada), by: 'Ada', about: false },
  'contact.accepted': { happen: (all) => decided(all, 'confirm'), by: 'Eve', about: false },
  'contact.declined': { happen: (all) => decided(all, 'decline'), by: 'Eve', about: false },
  'contact.mailed-again': { happen: (all) => pressed(all, 'again'), by: 'Ada', about: false },
  'contact.removed': { happen: (all) => pressed(all, 'remove'), by: 'Ada', about: false },
  'contact.confirmed': { happen: async (all) => (await mailedLink(all))('confirm'), by: undefined, about: false },
  'contact.refused': { happen: async (all) => (await mailedLink(all))('refuse'), by: undefined, about: false },
  'contact.unreachable': { happen: unreachableContact, by: undefined, result: 'failed', about: false },
  'rotation.started': { happen: rotating, by: 'Ada' },
  'rotation.adopted': { happen: adopted, by: 'Ada' },
  'rotation.updated': { happen: async (all) => (await adopted(all)).act('updated'), by: 'Ada' },
  'rotation.confirmed': {
    happen: async (all) => {
      const { act } = await adopted(all);
      await act('updated');
      await act('confirmed');
    },
    by: 'Ada',
  },
  'secret.exposed': {
    happen: async ({ setting, dm, ada, secrets }) => {
      const out = { clientId: dm.clientId, keyId: secrets.expiring, hours: '1' } as const;
      await setting.run({ kind: 'submit-expose', ...out }, ada);
    },
    by: 'Ada',
  },
  'secret.kept': {
    happen: async (all) => {
      const { setting, dm, ada, secrets } = all;
      const out = { clientId: dm.clientId, keyId: secrets.expiring, hours: '1' } as const;
      await setting.run({ kind: 'submit-expose', ...out }, ada);
      await (await rotating(all))('keep');
    },
    by: 'Ada',
  },
  'rotation.replaced': { happen: async (all) => (await adopted(all)).act('replaced'), by: 'Ada' },
  'rotation.abandoned': { happen: async (all) => (await rotating(all))('abandon'), by: 'Ada' },
  'rotation.new-gone': {
    happen: async (all) => {
      const { act, old } = await adopted(all);
      all.setting.clock.pass(4 * 60_000);
      all.setting.directory.put({ ...all.dm, secrets: [old] });
      await act('show');
    },
    by: undefined,
  },
  'rotation.old-gone': {
    happen: async (all) => {
      const { act, later } = await adopted(all);
      all.setting.directory.put({ ...all.dm, secrets: [later] });
      await act('show');
    },
    by: undefined,
  },
  'credential.found': { happen: strangers, by: undefined },
  'credential.ours': {
    happen: async (all) => {
      await strangers(all);
      const [found] = await all.setting.ledger.unexpectedCredentials.unanswered();
      const ours = { kind: 'unexpected-act', act: 'ours', credential: found?.id ?? '', page: 1, shared: true } as const;
      const claims = claimsOf(all.ada, all.setting.clock.clock());
      await all.setting.signIn(all.ada, claims);
      await all.setting.run(ours, all.ada);
    },
    by: 'Ada',
  },
  'sweep.run': {
    happen: ({ setting, eve }) => setting.run({ kind: 'sweep', accept: false }, eve),
    by: 'Eve',
    about: false,
  },
  'audit.trimmed': { happen: trimmed, by: undefined, about: false },
  'audit.forged': { happen: recordOverForgedHead, by: undefined, result: 'failed', about: false },
};

/** Actions that are about one secret. */
const OF_A_KEY =
  /^(secret\.(created|exposed|kept|delivered|delete|create\.undone)|message\.remov|rotation|credential|reminder\.(sent|claimed|promised|given-back))/;

describe('the audit record', () => {
  it.each(Object.entries(ROWS))(
    'has a row for %s, with the person, the place, the result and the reference',
    async (action, row) => {
      const all = await world();
      await row.happen(all);
      const rows = (await all.setting.rows()).filter((one) => one.action === action);
      const last = rows.at(-1);
      const { by, result = 'done', about = true, subject } = row;
      expect(last).toMatchObject({ action, result });
      expect(last?.actor?.name).toBe(by);
      expect(last?.subject?.name).toBe(subject);
      expect(last?.clientId).toBe(about ? all.dm.clientId : undefined);
      expect(last?.keyId !== undefined).toBe(OF_A_KEY.test(action));
      expect(last?.reference).toMatch(/^[0-9a-f]{8}$/);
      if (by !== undefined) {
        const asker = [all.ada, all.eve, all.carl].find(({ name }) => name === by);
        expect(last?.conversationId).toBe(asker?.conversation.id ?? '19:Dora-personal');
        expect(last?.actor?.tid).toBe(all.ada.person.tid);
      }
    },
  );

  it('names people without invisible characters, as actor and as subject', async () => {
    const all = await world();
    const mal = await all.setting.join(someone('Mal\u202Eory\u0000', 'personal'));
    await all.setting.request(mal, all.dm.displayName);
    await all.setting.tell();
    const names = (await all.setting.rows()).flatMap(({ actor, subject }) => [actor, subject].map((one) => one?.name));
    expect(new Set(names)).toEqual(new Set(['Mal ory', undefined]));
  });

  const referencesOf = (rows: readonly AuditRow[]) => new Set(rows.map(({ reference }) => reference)).size;

  it('joins the intent and the outcomes of one change by one reference, and gives each change its own', async () => {
    const all = await world();
    await (await created(all))();
    const first = (await all.setting.rows()).filter(({ action }) => /^(secret|message)/.test(action));
    expect(first.map(({ action }) => action)).toEqual([
      'secret.create.intended',
      'secret.created',
      'secret.delivered',
      'message.removal.intended',
      'message.removed',
    ]);
    expect(referencesOf(first)).toBe(1);
    await remove(all);
    const second = (await all.setting.rows()).filter(({ action }) => action.startsWith('secret.delete'));
    expect(second.map(({ result }) => result)).toEqual(['intended', 'done']);
    expect(referencesOf(second)).toBe(1);
    expect(referencesOf([...first, ...second])).toBe(2);
  });

  it('joins them if the bot itself ends a change that a process has left unfinished', async () => {
    const all = await world();
    all.setting.directory.failNext('addSecret', new DirectoryFault('unreachable', { ambiguous: true }), true);
    await create(all);
    all.setting.clock.pass(5 * 60_000);
    await all.setting.usecases.reconcile();
    const rows = (await all.setting.rows()).filter(({ action }) => action.startsWith('secret'));
    expect(rows.map(({ action, actor, subject }) => [action, actor?.name, subject?.name])).toEqual([
      ['secret.create.intended', 'Ada', undefined],
      ['secret.created', undefined, 'Ada'],
      ['secret.create.undone', undefined, 'Ada'],
    ]);
    expect(referencesOf(rows)).toBe(1);
  });

  it('has a row for a removal by the clock, with the person, the place and the reference of the secret', async () => {
    const all = await world();
    await create(all);
    all.setting.clock.pass(6 * 60_000);
    await all.setting.usecases.removeDueMessages();
    const rows = (await all.setting.rows()).filter(({ action }) => /^(secret|message)/.test(action));
    expect(rows.slice(3)).toMatchObject([
      { action: 'message.removal.intended', actor: undefined, subject: { name: 'Ada' }, result: 'intended' },
      { action: 'message.removed', actor: undefined, conversationId: all.ada.conversation.id, result: 'done' },
    ]);
    expect(referencesOf(rows)).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import {
  change,
  confirmed,
  create,
  created,
  link,
  type RecordedWorld,
  remove,
  requested,
  signOn,
  world,
} from './recorded-world.ts';

/** From now on nothing that goes with a row of the record can be written: as with a table that takes no more rows. */
function breakRecording({ setting }: RecordedWorld, sparing: (action: string) => boolean = () => false) {
  const isRow = (arg: unknown) =>
    typeof arg === 'object' && arg !== null && 'action' in arg && !sparing(String(arg.action));
  const carriesRow = (arg: unknown) =>
    isRow(arg) || (typeof arg === 'object' && arg !== null && 'audit' in arg && (isRow(arg.audit) || !('at' in arg)));
  for (const group of ['audit', 'assignments', 'requests', 'operations', 'messages', 'links', 'sessions'] as const) {
    const before = setting.ledger[group];
    const broken = new Proxy(before, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...args: readonly unknown[]) => {
          const records = args.some(carriesRow) || ['change', 'claimDue', 'expire'].includes(String(name));
          if (records) throw new Error('the record takes no more rows');
          return Reflect.apply(method, target, [...args]);
        };
      },
    });
    Object.assign(setting.ledger, { [group]: broken });
  }
}

describe('what cannot be recorded does not happen', () => {
  async function outside({ setting }: RecordedWorld) {
    const { addSecret, removeSecret } = setting.directory.calls;
    const { sent, removed, posts, notices } = setting;
    const counts = [addSecret, removeSecret, sent.length, removed.length, posts.length, notices.length];
    return { counts, roles: await setting.ledger.assignments.all(), links: await setting.ledger.links.all() };
  }

  it.each<[string, (all: RecordedWorld) => Promise<(() => Promise<unknown>) | undefined>]>([
    ['the creation of a secret', async (all) => async () => create(all)],
    ['the deletion of a secret', async (all) => async () => remove(all)],
    ['taking back a message', created],
    [
      'taking back a message whose time is up',
      async (all) => {
        await create(all);
        all.setting.clock.pass(6 * 60_000);
        return () => all.setting.usecases.removeDueMessages();
      },
    ],
    ['an assignment', async (all) => async () => change(all, 'assign')],
    [
      'the loss of a role',
      async (all) => {
        await change(all, 'assign');
        return () => change(all, 'unassign');
      },
    ],
    ['a request', async (all) => () => requested(all)],
    [
      'a confirmation',
      async (all) => {
        const id = await requested(all);
        return () => all.setting.review(all.ada, id, 'confirm');
      },
    ],
    [
      'an approval',
      async (all) => {
        const id = await confirmed(all);
        return () => all.setting.review(all.eve, id, 'approve', { clientIds: [all.dm.clientId] });
      },
    ],
    ['a link', async (all) => () => link(all)],
    [
      'a refusal',
      async ({ setting, carl }) =>
        () =>
          setting.review(carl, 'unknown', 'show'),
    ],
  ])('%s', async (_what, prepare) => {
    const all = await world();
    const happen = await prepare(all);
    const before = await outside(all);
    breakRecording(all);
    await expect(happen?.()).rejects.toThrow('the record takes no more rows');
    expect(await outside(all)).toEqual(before);
  });

  it('a sign-in', async () => {
    const all = await world();
    breakRecording(all);
    await expect(signOn(all)).rejects.toThrow('the record takes no more rows');
  });

  it('and a secret whose creation could not be recorded is handed to nobody, and removed', async () => {
    const all = await world();
    const { setting, dm } = all;
    const whole = { ...setting.ledger };
    breakRecording(all, (action) => action === 'secret.create.intended');
    await expect(create(all)).rejects.toThrow('the record takes no more rows');
    expect(setting.directory.values).toHaveLength(1);
    expect(setting.sent).toEqual([]);
    Object.assign(setting.ledger, whole);
    setting.clock.pass(5 * 60_000);
    await setting.usecases.reconcile();
    expect((await setting.directory.application(dm.clientId))?.secrets).toHaveLength(2);
    expect(setting.notices).toMatchObject([{ kind: 'creation-undone' }]);
  });
});

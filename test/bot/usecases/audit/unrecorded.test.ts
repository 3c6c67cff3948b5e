import { afterEach, describe, expect, it } from 'vitest';
import { LedgerFault } from '../../../../bot/ports/shared/ledger-fault.ts';
import { refuseAuditRows, takeAuditRows } from '../../../ledger/audit-rows.ts';
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

afterEach(takeAuditRows);

describe('threat 27, audit write fails: a change whose audit row the database refuses', () => {
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
  ])('does not happen: %s', async (_what, prepare) => {
    const all = await world();
    const happen = await prepare(all);
    const before = await outside(all);
    await refuseAuditRows();
    await expect(happen?.()).rejects.toThrow(LedgerFault);
    expect(await outside(all)).toEqual(before);
  });

  it('does not happen: a sign-in', async () => {
    const all = await world();
    await refuseAuditRows();
    await expect(signOn(all)).rejects.toThrow(LedgerFault);
  });

  it('gives nobody the secret of an unrecorded creation, and removes it later', async () => {
    const all = await world();
    const { setting, dm } = all;
    await refuseAuditRows('secret.create.intended');
    await expect(create(all)).rejects.toThrow(LedgerFault);
    expect(setting.directory.values).toHaveLength(1);
    expect(setting.sent).toEqual([]);
    await takeAuditRows();
    setting.clock.pass(5 * 60_000);
    await setting.usecases.reconcile();
    expect((await setting.directory.application(dm.clientId))?.secrets).toHaveLength(2);
    await setting.usecases.sendOutbox();
    expect(setting.notices).toMatchObject([{ kind: 'creation-undone' }]);
  });
});

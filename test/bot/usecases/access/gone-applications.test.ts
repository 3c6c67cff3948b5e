import { describe, expect, it, vi } from 'vitest';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import { inDays } from '../reminders/reminder-setting.ts';
import { application, expectKind, someone } from '../shared/setting.ts';
import { createAccessSetting, DAY_MS } from './access-setting.ts';

async function prepared() {
  const dm = application('Partner-NL-Matchwell-DM', inDays(200));
  const smc = application('Partner-NL-Matchwell-SMC', inDays(200));
  const setting = await createAccessSetting(dm, smc);
  const ada = await setting.join(someone('Ada', 'personal'), { manages: [dm, smc] });
  const sweep = async () => {
    setting.clock.pass(DAY_MS);
    await setting.usecases.sweepIfDue();
    await setting.usecases.sendOutbox();
    await setting.signIn(ada);
  };
  const list = () => setting.run({ kind: 'list', filter: '', page: 1 }, ada);
  await sweep();
  return { setting, dm, smc, ada, sweep, list };
}

const gone = ({ clientId, displayName }: { clientId: string; displayName: string }) => ({ clientId, displayName });

describe('an assigned application that Entra does not know any more', () => {
  it('is named by its last known name in the list of its manager', async () => {
    const { setting, dm, list } = await prepared();
    setting.directory.drop(dm.clientId);
    expect(expectKind(await list(), 'applications')).toMatchObject({ total: 1, gone: [gone(dm)] });
  });

  it('is what a manager of nothing else hears of, in place of "nothing is assigned to you"', async () => {
    const { setting, dm, smc, ada, list } = await prepared();
    for (const { clientId } of [dm, smc]) setting.directory.drop(clientId);
    const show = { kind: 'open', purpose: 'show', query: 'DM', hint: '' } as const;
    for (const outcome of [
      await list(),
      await setting.run(show, ada),
      await setting.run({ kind: 'expiring', days: 9 }, ada),
    ])
      expect(expectKind(outcome, 'applications-gone').applications).toHaveLength(2);
  });

  it("is not what a registration of the bot's own is: that exists for nobody, and nobody is told of it", async () => {
    const { setting, dm, sweep, list } = await prepared();
    setting.directory.drop(dm.clientId);
    setting.directory.own.push(dm.clientId);
    await sweep();
    expect(expectKind(await list(), 'applications')).toMatchObject({ total: 1, gone: [] });
    expect(setting.notices.filter(({ kind }) => kind === 'applications-gone')).toEqual([]);
  });

  it('answers to its last known name', async () => {
    const { setting, dm, ada } = await prepared();
    setting.directory.drop(dm.clientId);
    const outcome = await setting.run({ kind: 'open', purpose: 'delete', query: dm.displayName, hint: '' }, ada);
    expect(expectKind(outcome, 'applications-gone').applications).toEqual([gone(dm)]);
  });

  it('costs no digest if Entra does not answer for it, and is told by the next sweep', async () => {
    const { setting, dm, smc, ada, sweep } = await prepared();
    await setting.ledger.conversations.remember(ada);
    setting.directory.drop(dm.clientId);
    setting.directory.put({ ...smc, secrets: application('', inDays(5)).secrets });
    setting.directory.failNext('applications', new DirectoryFault('throttled', { ambiguous: false }));
    await sweep();
    expect(await setting.ledger.sweeps.last()).toMatchObject({ result: 'completed', digests: 1 });
    expect(setting.announced).toHaveLength(1);
    expect(setting.notices).toEqual([]);
    await sweep();
    expect(setting.notices).toEqual([{ kind: 'applications-gone', applications: [gone(dm)] }]);
  });

  it('costs its manager no request of its own, before and after a sweep has recorded it', async () => {
    const { setting, dm, smc, sweep, list } = await prepared();
    setting.directory.drop(dm.clientId);
    const asked = vi.spyOn(setting.directory, 'applications');
    const both = expect.arrayContaining([dm.clientId, smc.clientId]);
    await list();
    expect(asked.mock.calls).toEqual([[both]]);
    await sweep();
    asked.mockClear();
    expect(expectKind(await list(), 'applications')).toMatchObject({ total: 1, gone: [gone(dm)] });
    expect(asked.mock.calls).toEqual([[both]]);
  });

  it('is its manager’s again as soon as Entra knows it', async () => {
    const { setting, dm, sweep, list } = await prepared();
    setting.directory.drop(dm.clientId);
    await sweep();
    setting.directory.put(dm);
    expect(expectKind(await list(), 'applications')).toMatchObject({ total: 2, gone: [] });
  });

  it('is asked for by a sweep with one request for all that the list did not hold', async () => {
    const { setting, dm, smc, sweep } = await prepared();
    for (const { clientId } of [dm, smc]) setting.directory.drop(clientId);
    setting.directory.put(application('Partner-NL-Another-DM', inDays(200)));
    const before = { ...setting.directory.calls };
    await sweep();
    await sweep();
    expect(setting.directory.calls.applications).toBe(before.applications + 2);
    expect(setting.directory.calls.application).toBe(before.application);
  });

  it('is not taken for gone if only the list has lost it', async () => {
    const { setting, dm, sweep } = await prepared();
    setting.directory.drop(dm.clientId);
    await sweep();
    const told = () => setting.notices.filter(({ kind }) => kind === 'applications-gone');
    expect(told()).toHaveLength(1);
    vi.spyOn(setting.directory, 'applications').mockResolvedValueOnce([dm]);
    await sweep();
    await sweep();
    expect(told()).toHaveLength(2);
  });

  it('is told to the administrators once, and again if it comes back and goes', async () => {
    const { setting, dm, sweep } = await prepared();
    const told = () => setting.notices.filter(({ kind }) => kind === 'applications-gone');
    setting.directory.drop(dm.clientId);
    await sweep();
    await sweep();
    expect(told()).toEqual([{ kind: 'applications-gone', applications: [gone(dm)] }]);
    setting.directory.put(dm);
    await sweep();
    setting.directory.drop(dm.clientId);
    await sweep();
    expect(told()).toHaveLength(2);
  });
});

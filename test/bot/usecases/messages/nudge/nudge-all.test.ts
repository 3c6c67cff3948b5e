import { describe, expect, it } from 'vitest';
import type { NudgeAbout } from '../../../../../bot/domain/messages/outcomes.ts';
import { sweepIfDue } from '../../../../../bot/usecases/reminders/sweeping/sweep-if-due.ts';
import { createAccessSetting, mentioned } from '../../access/access-setting.ts';
import { inDays } from '../../reminders/reminder-setting.ts';
import { application, expectKind, someone } from '../../shared/setting.ts';

/** Ada manages two applications that cannot connect and one that can. Bob manages one of the two. Nobody manages the last. */
async function scene() {
  const ended = new Date(inDays(-3)).toISOString();
  const [dm, smc, lone] = ['Matchwell-DM', 'Matchwell-SMC', 'Celltrace-DM'].map((name) =>
    application(`Partner-NL-${name}`, ended),
  ) as [ReturnType<typeof application>, ReturnType<typeof application>, ReturnType<typeof application>];
  const well = application('Partner-NL-Wellness-DM', new Date(inDays(300)).toISOString());
  const setting = await createAccessSetting(dm, smc, lone, well);
  const ada = await setting.join(someone('Ada'), { manages: [dm, smc, well] });
  const bob = await setting.join(someone('Bob'), { manages: [dm] });
  await setting.ledger.conversations.remember(ada);
  const press = (sure: boolean, about: NudgeAbout = 'cannot-connect', by = setting.administrator) =>
    setting.run({ kind: 'nudge-all', about, sure }, by);
  const asked = () => setting.notices.flatMap((notice) => (notice.kind === 'nudge' ? [notice] : []));
  return { setting, dm, smc, lone, ada, bob, press, asked };
}

describe('"Ask" of the overview', () => {
  it('says first who would be asked, and asks nobody', async () => {
    const { setting, press, asked } = await scene();
    expect(await press(false)).toMatchObject({
      ...{ kind: 'nudged-all', step: 'ask', applications: 3, unmanaged: 1, told: ['Ada'], untold: ['Bob'] },
    });
    await setting.tell();
    expect(asked()).toEqual([]);
  });

  it('sends one message to each manager whom the bot has met, with all that they manage of it', async () => {
    const { setting, dm, smc, press, asked } = await scene();
    expect(await press(true)).toMatchObject({ kind: 'nudged-all', step: 'asked', told: ['Ada'], untold: ['Bob'] });
    await setting.tell();
    const [notice, ...more] = asked();
    expect(more).toEqual([]);
    const names = [notice?.application, ...(notice?.others ?? [])].map((one) => one?.clientId);
    expect(names.toSorted()).toEqual([dm.clientId, smc.clientId].toSorted());
  });

  it('sends one message if the button is pressed twice before it has gone out', async () => {
    const { setting, press, asked } = await scene();
    await press(true);
    await press(true);
    await setting.tell();
    expect(asked()).toHaveLength(1);
  });

  it('leaves out of the message what the person has lost meanwhile', async () => {
    const { setting, dm, smc, ada, press, asked } = await scene();
    await press(true);
    const wish = { kind: 'unassign', people: [mentioned(ada)], query: '', clientIds: [dm.clientId] } as const;
    const opened = await setting.run(wish, setting.administrator);
    const { nonce } = expectKind(opened, 'assignment-form').form;
    await setting.run({ kind: 'submit-assignment', nonce, confirmedBy: 'Jan', lastToo: true }, setting.administrator);
    await setting.tell();
    expect(asked()).toMatchObject([{ application: { clientId: smc.clientId }, others: [] }]);
  });

  it('asks the other managers of somebody who has left', async () => {
    const { setting, dm, ada, bob, press, asked } = await scene();
    setting.people.leave(bob.person.oid);
    await sweepIfDue(setting.deps);
    await setting.tell();
    expect(await press(true, 'away')).toMatchObject({ applications: 1, told: ['Ada'], untold: [] });
    await setting.tell();
    expect(asked()).toMatchObject([{ application: { clientId: dm.clientId } }]);
    expect(ada.name).toBe('Ada');
  });

  it('is refused to everybody but administrators', async () => {
    const { setting, ada, press, asked } = await scene();
    expect(expectKind(await press(true, 'unclaimed', ada), 'refused').refusal).toBe('administrators-only');
    await setting.tell();
    expect(asked()).toEqual([]);
  });
});

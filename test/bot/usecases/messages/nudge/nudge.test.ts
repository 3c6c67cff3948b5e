import { describe, expect, it } from 'vitest';
import { createAccessSetting, mentioned } from '../../access/access-setting.ts';
import { inDays } from '../../reminders/reminder-setting.ts';
import { application, expectKind, someone } from '../../shared/setting.ts';

/** Ada and Bob manage one application. The bot has a chat with Ada. */
async function scene() {
  const dm = application('Partner-NL-Matchwell-DM', new Date(inDays(-3)).toISOString());
  const setting = await createAccessSetting(dm);
  const [ada, bob] = [
    await setting.join(someone('Ada'), { manages: [dm] }),
    await setting.join(someone('Bob'), { manages: [dm] }),
  ];
  await setting.ledger.conversations.remember(ada);
  const press = (by = setting.administrator) => setting.run({ kind: 'nudge', clientId: dm.clientId }, by);
  const asked = () =>
    setting.notices.flatMap((notice) => (notice.kind === 'nudge' ? [notice.application.clientId] : []));
  return { setting, dm, ada, bob, press, asked };
}

describe('"Remind its managers"', () => {
  it('asks each manager whom the bot has met, and says whom it cannot ask', async () => {
    const { setting, dm, press, asked } = await scene();
    expect(await press()).toMatchObject({ kind: 'nudged', told: ['Ada'], untold: ['Bob'] });
    await setting.tell();
    expect(asked()).toEqual([dm.clientId]);
  });

  it('sends one message if the button is pressed twice before it has gone out', async () => {
    const { setting, press, asked } = await scene();
    await press();
    expectKind(await press(), 'nudged');
    await setting.tell();
    setting.clock.pass(5_000);
    await setting.tell();
    expect(asked()).toHaveLength(1);
  });

  it('asks nobody who has lost the role meanwhile', async () => {
    const { setting, dm, ada, press, asked } = await scene();
    await press();
    const wish = { kind: 'unassign', people: [mentioned(ada)], query: '', clientIds: [dm.clientId] } as const;
    const { nonce } = expectKind(await setting.run(wish, setting.administrator), 'assignment-form').form;
    await setting.run({ kind: 'submit-assignment', nonce, confirmedBy: 'Jan', lastToo: true }, setting.administrator);
    await setting.tell();
    expect(asked()).toEqual([]);
  });

  it('is refused to everybody but administrators', async () => {
    const { setting, ada, press, asked } = await scene();
    expect(expectKind(await press(ada), 'refused').refusal).toBe('administrators-only');
    await setting.tell();
    expect(asked()).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { application } from '../shared/setting.ts';
import { createReminderSetting, inDays } from './reminder-setting.ts';

/** A secret that expired 57 days ago. The live one beside it is deleted before the next day. */
async function cutOffLater() {
  const dm = application('Partner-NL-Matchwell-DM', inDays(-57), inDays(300));
  const setting = await createReminderSetting({}, dm);
  await setting.link(setting.manager, 'Matchwell');
  await setting.sweepAndSend();
  setting.told();
  setting.directory.put({ ...dm, secrets: dm.secrets.slice(0, 1) });
  return setting;
}

describe('an application that is cut off long after a secret has expired', () => {
  it('is told daily from then on, and then weekly', async () => {
    const setting = await cutOffLater();
    const days: number[] = [];
    for (let day = 58; day <= 80; day++) {
      await setting.nextDay();
      if (setting.told().some((line) => line.startsWith('channel '))) days.push(day);
    }
    expect(days).toEqual([...Array.from({ length: 15 }, (_, i) => 58 + i), 79]);
  });

  it('is told once to a channel that is linked between two weekly reminders', async () => {
    const setting = await cutOffLater();
    for (let day = 58; day <= 77; day++) await setting.nextDay();
    setting.told();
    const elsewhere = { ...setting.manager, conversation: { ...setting.manager.conversation, id: '19:elsewhere' } };
    await setting.link(elsewhere, 'Matchwell');
    await setting.nextDay();
    expect(setting.told().filter((line) => line.startsWith('channel '))).toEqual(['channel 19:elsewhere: -73 s0']);
    const rows = await setting.ledger.audit.rows();
    expect(rows.filter(({ detail }) => detail.includes('planned again'))).toEqual([]);
  });
});

import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { application, event, START, someone } from '../shared/setting.ts';
import { createReminderSetting, inDays, type ReminderSetting } from './reminder-setting.ts';

const certificate = (days: number) => ({
  keyId: randomUUID(),
  name: 'CN=x',
  start: START,
  end: new Date(inDays(days)),
});

/** An application with one certificate, and nothing else that ends soon. */
async function certified(days: number) {
  const dm = { ...application('Partner-NL-Matchwell-DM', inDays(300)), certificates: [certificate(days)] };
  const setting = await createReminderSetting({}, dm);
  await setting.link(setting.manager, 'Matchwell');
  return { setting, dm };
}

function reminded({ posts, notices }: ReminderSetting): readonly string[] {
  const all = [...posts, ...notices.map((notice) => ({ how: 'chat' as const, to: '', notice }))];
  return all.flatMap(({ how, notice }) =>
    notice.kind === 'certificates-due' ? [`${how}: ${notice.certificates.map(({ name }) => name).join(', ')}`] : [],
  );
}

describe('a certificate that ends', () => {
  it('is reminded of at the stages of the ladder, and once in the week after its end', async () => {
    const { setting } = await certified(2);
    await setting.sweepAndSend();
    const days: number[] = [];
    for (let day = 0, before = 0; day <= 5; day++) {
      const channel = reminded(setting).filter((one) => one.startsWith('channel')).length;
      if (channel > before) days.push(day);
      before = channel;
      await setting.nextDay();
    }
    expect(days).toEqual([0, 1, 2, 3]);
  });

  it('is told of in the managers’ channel, and near the end to the administrators, too', async () => {
    const { setting } = await certified(2);
    await setting.sweepAndSend();
    expect(reminded(setting)).toEqual(['channel: CN=x']);
    await setting.nextDay();
    expect(reminded(setting)).toEqual(['channel: CN=x', 'channel: CN=x', 'chat: CN=x']);
  });

  it('is told of once at each stage, also if something else of the application changes', async () => {
    const { setting, dm } = await certified(30);
    await setting.sweepAndSend();
    setting.directory.put({ ...dm, certificates: [...dm.certificates, certificate(400)] });
    await setting.nextDay();
    expect(reminded(setting)).toEqual(['channel: CN=x']);
  });

  it('is reminded of again at each stage if it has got another end under its id', async () => {
    const { setting, dm } = await certified(1);
    await setting.sweepAndSend();
    await setting.nextDay();
    const before = reminded(setting).filter((one) => one.startsWith('channel')).length;
    const certificates = dm.certificates.map((one) => ({ ...one, end: new Date(inDays(6)) }));
    setting.directory.put({ ...dm, certificates });
    for (let day = 0; day < 3; day++) await setting.nextDay();
    expect(reminded(setting).filter((one) => one.startsWith('channel'))).toHaveLength(before + 3);
  });

  it('is told to the administrators if no manager can be reached', async () => {
    const dm = { ...application('Partner-NL-Matchwell-DM', inDays(300)), certificates: [certificate(30)] };
    const setting = await createReminderSetting({}, dm);
    await setting.assign(someone('Unmet'), dm);
    await setting.sweepAndSend();
    expect(reminded(setting)).toEqual(['chat: CN=x']);
  });

  it('is not told to somebody who has lost the role before the message is sent', async () => {
    const dm = { ...application('Partner-NL-Matchwell-DM', inDays(300)), certificates: [certificate(30)] };
    const setting = await createReminderSetting({}, dm);
    const { conversation } = someone('Ada', 'personal');
    await setting.ledger.conversations.remember({ ...setting.manager, conversation });
    await setting.usecases.sweepIfDue();
    await setting.ledger.assignments.remove(setting.manager.person, dm.clientId, event);
    await setting.usecases.sendOutbox();
    expect(reminded(setting)).toEqual([]);
  });

  it('is not told of if it was removed before the message is sent, or ended long ago', async () => {
    const { setting, dm } = await certified(30);
    await setting.usecases.sweepIfDue();
    const seen = { application: dm, print: 'another', credentials: [], kinds: ['certificate'] } as const;
    const look = { at: START, newId: randomUUID, audit: () => event };
    await setting.ledger.watchedApplications.noteKeys([seen], look);
    await setting.usecases.sendOutbox();
    expect(reminded(setting)).toEqual([]);
    const old = await certified(-30);
    await old.setting.sweepAndSend();
    expect(reminded(old.setting)).toEqual([]);
  });
});

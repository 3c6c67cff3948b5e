import { describe, expect, it } from 'vitest';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import { createReminderSetting, DAY_MS, inDays, type ReminderSetting } from '../reminders/reminder-setting.ts';
import { application } from '../shared/setting.ts';

const [DM, SMC] = [application('Partner-NL-A-DM', inDays(300)), application('Partner-NL-A-SMC', inDays(300))];
const REFUSED = new DirectoryFault('forbidden', { ambiguous: false });
const EVIL = { id: 'x', name: 'evil', issuer: 'https://evil.example', subject: 's' };

async function days(setting: ReminderSetting, count: number): Promise<void> {
  for (let day = 0; day < count; day++) {
    await setting.nextDay();
    await setting.usecases.lookBetweenSweeps();
    await setting.usecases.sendOutbox();
  }
}

async function watched(): Promise<ReminderSetting> {
  const setting = await createReminderSetting({}, DM, SMC);
  await setting.sweepAndSend();
  await setting.usecases.lookBetweenSweeps();
  return setting;
}

const untold = ({ notices }: ReminderSetting) => notices.filter(({ kind }) => kind === 'federated-untold');

describe('an application of whose federated credentials Entra does not tell', () => {
  it('does not hide those of the others', async () => {
    const setting = await watched();
    setting.directory.hide(DM.clientId, REFUSED);
    setting.directory.trust(SMC.clientId, [EVIL]);
    await days(setting, 1);
    expect(await setting.ledger.unexpectedCredentials.unanswered()).toMatchObject([
      { application: { clientId: SMC.clientId }, credential: { keyId: EVIL.id } },
    ]);
  });

  it('is named to the administrators once, when it has been so for two days', async () => {
    const setting = await watched();
    setting.directory.hide(DM.clientId, REFUSED);
    await days(setting, 2);
    expect(untold(setting)).toEqual([]);
    await days(setting, 4);
    const { clientId, displayName } = DM;
    expect(untold(setting)).toEqual([{ kind: 'federated-untold', applications: [{ clientId, displayName }] }]);
  });

  it('is asked for again a minute later if Entra was busy, and a day later if Entra refuses', async () => {
    const setting = await watched();
    setting.directory.hide(DM.clientId, new DirectoryFault('throttled', { ambiguous: false }));
    setting.directory.hide(SMC.clientId, REFUSED);
    await days(setting, 1);
    const { federatedCredentials } = setting.directory.calls;
    await setting.usecases.lookBetweenSweeps();
    await setting.usecases.lookBetweenSweeps();
    expect(setting.directory.calls.federatedCredentials).toBe(federatedCredentials + 2);
    const due = await setting.ledger.watchedApplications.unread(new Date(setting.clock.clock().getTime() - DAY_MS), 9);
    expect(due).toMatchObject([{ clientId: DM.clientId }]);
  });
});

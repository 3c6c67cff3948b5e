import { describe, expect, it } from 'vitest';
import { application } from '../shared/setting.ts';
import { createReminderSetting, inDays } from './reminder-setting.ts';

async function darkInChannel() {
  const dm = application('Partner-NL-Matchwell-DM', inDays(-3));
  const setting = await createReminderSetting({}, dm);
  await setting.link(setting.manager, 'Matchwell');
  await setting.sweepAndSend();
  const digest = setting.announced.find(({ how }) => how === 'channel')?.digest.id ?? '';
  const press = () => setting.run({ kind: 'digest-item', act: 'unused', digest, item: 1 }, setting.manager);
  const say = () => setting.run({ kind: 'unused', clientId: dm.clientId, sure: true }, setting.manager);
  return { setting, dm, press, say };
}

describe('"Not used any more"', () => {
  it('asks first, then stops the reminders for everybody and says so on the card', async () => {
    const { setting, press, say } = await darkInChannel();
    expect(await press()).toMatchObject({ kind: 'unused', step: 'ask' });
    expect(await setting.ledger.unusedApplications.all()).toEqual([]);
    expect(await say()).toMatchObject({ kind: 'unused', step: 'said' });
    await setting.usecases.sendOutbox();
    expect(setting.announced.at(-1)).toMatchObject({
      how: 'update',
      digest: { items: [{ ending: { how: 'unused', by: { name: 'Ada' } } }] },
    });
    setting.told();
    await setting.nextDay();
    await setting.nextDay();
    expect(setting.told()).toEqual([]);
  });

  it('holds until the application connects again: then it is reminded of as before', async () => {
    const { setting, dm, say } = await darkInChannel();
    await say();
    const fresh = application(dm.displayName, inDays(5)).secrets;
    setting.directory.put({ ...dm, secrets: [...dm.secrets, ...fresh] });
    await setting.nextDay();
    expect(await setting.ledger.unusedApplications.all()).toEqual([]);
    setting.directory.put({ ...dm, secrets: dm.secrets });
    setting.told();
    await setting.nextDay();
    expect(setting.told().some((told) => told.startsWith('channel'))).toBe(true);
  });

  it('is not possible for an application that connects, even if the card said otherwise', async () => {
    const { setting, dm, say, press } = await darkInChannel();
    setting.directory.put({ ...dm, otherCredentials: { certificates: [], federated: [{ id: 'f', name: 'deploy' }] } });
    expect(await press()).toMatchObject({ kind: 'unused', step: 'connects' });
    expect(await say()).toMatchObject({ kind: 'unused', step: 'connects' });
    expect(await setting.ledger.unusedApplications.all()).toEqual([]);
  });
});

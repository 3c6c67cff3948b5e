import { describe, expect, it } from 'vitest';
import type { PlannedReminder } from '../../../../bot/domain/reminders/reminder.ts';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import { createUseCases } from '../../../../bot/usecases/index.ts';
import { application, expectKind, someone } from '../shared/setting.ts';
import { createReminderSetting, inDays } from './reminder-setting.ts';

describe('the daily sweep', () => {
  it('walks the ladder with one digest on each day that something is due, until the secret is deleted', async () => {
    const dm = application('Partner-NL-Matchwell-DM', inDays(44));
    const setting = await createReminderSetting({}, dm);
    await setting.link(setting.manager, 'Matchwell');
    await setting.sweepAndSend();
    const days: string[] = [];
    for (let day = 1; day <= 50; day++) {
      await setting.nextDay();
      for (const told of setting.told()) days.push(`${day} ${told}`);
    }
    const channel = `channel ${setting.manager.conversation.id}: `;
    // 45 days after the start it has expired on the day before.
    const stages = [42, 21, 7, 6, 5, 4, 3, 2, 1, 0, -2, -3, -4, -5, -6, -7];
    expect(days).toEqual(
      [2, 23, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50].map(
        (day, index) => `${day} ${channel}${stages[index]} s0`,
      ),
    );
  });

  it('runs once a day even if it is woken more often, and sends one message after days of absence', async () => {
    const setting = await createReminderSetting({}, application('Partner-NL-Matchwell-DM', inDays(12)));
    await setting.link(setting.manager, 'Matchwell');
    for (let times = 0; times < 3; times++) await setting.sweepAndSend();
    expect(setting.directory.calls.everything).toBe(1);
    expect(setting.told()).toEqual([`channel ${setting.manager.conversation.id}: 21 s0`]);
    await setting.nextDay(9);
    expect(setting.told()).toEqual([`channel ${setting.manager.conversation.id}: 3 s0`]);
  });

  it('runs once if two processes wake at one moment', async () => {
    const setting = await createReminderSetting({}, application('Partner-NL-Matchwell-DM', inDays(12)));
    await Promise.all([setting.usecases.sweepIfDue(), setting.usecases.sweepIfDue(), setting.usecases.sweepIfDue()]);
    expect(setting.directory.calls.everything).toBe(1);
  });

  it('looks again within seconds if a process that may have died holds the sweep', async () => {
    const setting = await createReminderSetting({}, application('Partner-NL-Matchwell-DM', inDays(12)));
    await setting.ledger.locks.withLock('sweep', 1_000, () => setting.usecases.sweepIfDue());
    expect(setting.woken).toContain('sweep');
    expect(setting.directory.calls.everything).toBe(0);
  });

  it('is taken up if its process has died, also if somebody asked for it after the daily one', async () => {
    const setting = await createReminderSetting({}, application('Partner-NL-Matchwell-DM', inDays(12)));
    await setting.usecases.sweepIfDue();
    const end = new Error('the process ends');
    const directory = {
      ...setting.deps.directory,
      everything: () => {
        throw end;
      },
    };
    // A process that dies records nothing.
    const ledger = { ...setting.ledger, sweeps: { ...setting.ledger.sweeps, record: () => Promise.reject(end) } };
    const dying = createUseCases({ ...setting.deps, directory, ledger });
    await expect(dying.sweep()).rejects.toThrow();
    await setting.usecases.sweepIfDue();
    expect(setting.directory.calls.everything).toBe(2);
    await setting.usecases.sweepIfDue();
    expect(setting.directory.calls.everything).toBe(2);
  });

  it('puts everything that is due for a channel into one digest, and names the managers of the most urgent application', async () => {
    const dm = application('Partner-NL-Matchwell-DM', inDays(6), inDays(20));
    const smc = application('Partner-NL-Matchwell-SMC', inDays(4));
    const setting = await createReminderSetting({}, dm, smc);
    await setting.ledger.conversations.remember(setting.manager);
    await setting.link(setting.manager, 'Matchwell');
    await setting.sweepAndSend();
    expect(setting.announced).toHaveLength(1);
    const digest = setting.announced[0]?.digest;
    expect(digest?.items.map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(digest?.mentions).toEqual([{ accountId: setting.manager.accountId, name: 'Ada' }]);
    expect(digest?.managers.get(smc.clientId)).toEqual({ names: ['Ada'], unknown: 0 });
  });

  it('tells each manager in the 1:1 chat if there is no channel, and by mail if mail is set up', async () => {
    const setting = await createReminderSetting({ mail: true }, application('Partner-NL-Matchwell-DM', inDays(5)));
    const chat = { ...setting.manager, conversation: someone('Ada', 'personal').conversation };
    await setting.ledger.conversations.remember(chat);
    await setting.sweepAndSend();
    expect([...setting.told()].sort()).toEqual([`chat ${chat.conversation.id}: 5 s0`, `mail ${chat.person.oid}: 5 s0`]);
    await setting.run({ kind: 'notify', mail: 'off' }, setting.manager);
    await setting.nextDay();
    expect(setting.told()).toEqual([`chat ${chat.conversation.id}: 4 s0`]);
  });

  it('tells the administrators of an application if it can tell nobody else of the expiry', async () => {
    const setting = await createReminderSetting({}, application('Partner-NL-Matchwell-DM', inDays(5)));
    await setting.sweepAndSend();
    expect(setting.announced).toEqual([]);
    expect(setting.notices).toMatchObject([
      { kind: 'nobody-to-tell', applications: [{ displayName: 'Partner-NL-Matchwell-DM' }] },
    ]);
  });

  it('names the managers who have not opened the chat, so that the administrators can pass the link on to them', async () => {
    const [dm, odd] = [application('Partner-NL-Matchwell-DM', inDays(5)), application('Legacy upload', inDays(6))];
    const setting = await createReminderSetting({}, dm);
    setting.directory.put(odd);
    setting.people.put({ ...setting.manager.person, name: 'Ada', address: 'ada@example.org', guest: true });
    await setting.sweepAndSend();
    expect(setting.notices).toEqual([
      {
        kind: 'nobody-to-tell',
        applications: [
          { clientId: dm.clientId, displayName: dm.displayName, day: inDays(5).slice(0, 10), managers: ['Ada'] },
          { clientId: odd.clientId, displayName: odd.displayName, day: inDays(6).slice(0, 10) },
        ],
      },
    ]);
  });

  it('names every application that has nobody to tell, what cannot connect first, in several notices if necessary', async () => {
    const all = Array.from({ length: 120 }, (_, index) =>
      application(`App ${index}`, inDays(index % 40 === 0 ? -3 : (index % 40) + 1)),
    );
    const setting = await createReminderSetting({}, ...all);
    await setting.sweepAndSend();
    const named = setting.notices.flatMap((notice) => (notice.kind === 'nobody-to-tell' ? notice.applications : []));
    expect(new Set(named.map(({ clientId }) => clientId)).size).toBe(120);
    expect(setting.notices).toHaveLength(3);
    // These three ended at the same instant, so their order among themselves is not promised.
    const first = named.slice(0, 3).map(({ displayName }) => displayName);
    expect(first.sort()).toEqual(['App 0', 'App 40', 'App 80']);
  });

  it('tells a manager instead of the administrators if the bot has met one in the meantime', async () => {
    const setting = await createReminderSetting({}, application('Partner-NL-Matchwell-DM', inDays(5)));
    await setting.usecases.sweepIfDue();
    await setting.ledger.conversations.remember(setting.manager);
    await setting.usecases.sendOutbox();
    expect(setting.notices).toEqual([]);
    expect(setting.told()).toEqual([`chat ${setting.manager.conversation.id}: 5 s0`]);
  });

  it('alarms, and counts as not completed, if it reads no application', async () => {
    const setting = await createReminderSetting({});
    await setting.sweepAndSend();
    expect(setting.notices).toEqual([{ kind: 'sweep-suspicious', of: 'applications', read: 0, before: undefined }]);
    expect((await setting.ledger.sweeps.last())?.result).toBe('suspicious');
    expect(await setting.ledger.sweeps.lastGood()).toBeUndefined();
  });

  it('alarms if it reads far fewer applications than before, until an administrator accepts the number', async () => {
    const all = Array.from({ length: 10 }, (_, index) => application(`App ${index}`, inDays(300)));
    const setting = await createReminderSetting({}, ...all);
    await setting.sweepAndSend();
    for (const { clientId } of all.slice(4)) setting.directory.drop(clientId);
    await setting.nextDay();
    expect(setting.notices).toEqual([{ kind: 'sweep-suspicious', of: 'applications', read: 4, before: 10 }]);
    const accepted = await setting.run({ kind: 'sweep', accept: true }, setting.administrator);
    expect(expectKind(accepted, 'sweep').report).toMatchObject({ result: 'completed', applications: 4 });
    await setting.nextDay();
    expect((await setting.ledger.sweeps.last())?.result).toBe('completed');
    expect(setting.notices.filter(({ kind }) => kind === 'sweep-suspicious')).toHaveLength(1);
  });

  it('declares no secret as deleted if it reads far fewer secrets than before, until an administrator accepts the number', async () => {
    const all = Array.from({ length: 5 }, (_, index) => application(`Partner-NL-A${index}-DM`, inDays(5), inDays(6)));
    const setting = await createReminderSetting({}, ...all);
    await setting.ledger.conversations.remember(setting.manager);
    await setting.link(setting.manager, 'A0');
    await setting.sweepAndSend();
    const digest = setting.announced.find(({ how }) => how === 'channel');
    const endings = async () =>
      (await setting.ledger.reminders.find(digest?.digest.id ?? ''))?.items.map(({ ending }) => ending?.how);
    for (const one of all) setting.directory.put({ ...one, secrets: [] });
    await setting.nextDay();
    expect(setting.notices.at(-1)).toEqual({ kind: 'sweep-suspicious', of: 'secrets', read: 0, before: 10 });
    expect(await endings()).toEqual([undefined, undefined]);
    const accepted = await setting.run({ kind: 'sweep', accept: true }, setting.administrator);
    expect(expectKind(accepted, 'sweep').report).toMatchObject({ result: 'completed', secrets: 0 });
    expect(await endings()).toEqual(['deleted', 'deleted']);
  });

  it('goes on trying to tell the administrators of its doubts if it could not, and tells them again after a day', async () => {
    const setting = await createReminderSetting({});
    setting.unreachable.push({ kind: 'later', code: 'ServiceError', afterMs: undefined, maybe: false });
    await setting.sweepAndSend();
    expect(setting.notices).toEqual([]);
    const told: number[] = [];
    for (let hour = 1; hour <= 50; hour++) {
      setting.clock.pass(3_600_000);
      await setting.sweepAndSend();
      if (setting.notices.length > told.length) told.push(hour);
    }
    expect(told).toEqual([1, 24, 48]);
  });

  it('keeps one alarm of each kind for an administrator whom the bot meets days later', async () => {
    const setting = await createReminderSetting({});
    await setting.ledger.conversations.lost(setting.administrator.person);
    for (let hour = 0; hour < 26; hour++) {
      await setting.sweepAndSend();
      setting.clock.pass(3_600_000);
    }
    expect(setting.notices).toEqual([]);
    await setting.ledger.conversations.remember(setting.administrator);
    await setting.usecases.sendOutbox();
    expect(setting.notices).toEqual([{ kind: 'sweep-suspicious', of: 'applications', read: 0, before: undefined }]);
  });

  it('makes its alarm a dead letter after a week without an administrator, without another alarm', async () => {
    const setting = await createReminderSetting({});
    await setting.ledger.conversations.lost(setting.administrator.person);
    await setting.sweepAndSend();
    setting.directory.put(application('Partner-NL-Matchwell-DM', inDays(300)));
    for (let day = 0; day < 8; day++) {
      setting.clock.pass(86_400_000);
      await setting.sweepAndSend();
    }
    expect(await setting.ledger.outbox.dead()).toMatchObject([{ content: { kind: 'alarm' }, code: 'NobodyMet' }]);
    setting.clock.pass(3_600_000);
    await setting.ledger.conversations.remember(setting.administrator);
    await setting.usecases.sendOutbox();
    expect(setting.notices).toEqual([]);
  });

  it('tries again soon after a failure, tells the administrators if it goes on failing, and loses nothing', async () => {
    const setting = await createReminderSetting({}, application('Partner-NL-Matchwell-DM', inDays(5)));
    await setting.link(setting.manager, 'Matchwell');
    const down = new DirectoryFault('unreachable', { ambiguous: false });
    for (let times = 0; times < 2; times++) {
      setting.directory.failNext('everything', down);
      await expect(setting.usecases.sweepIfDue()).rejects.toBe(down);
      await setting.usecases.sweepIfDue();
      setting.clock.pass(6 * 60_000);
    }
    await setting.sweepAndSend();
    expect(setting.notices).toMatchObject([{ kind: 'sweep-failing' }]);
    expect(setting.told()).toEqual([`channel ${setting.manager.conversation.id}: 5 s0`]);
  });

  it('runs by hand for administrators only, and says what it did', async () => {
    const setting = await createReminderSetting({}, application('Partner-NL-Matchwell-DM', inDays(5), inDays(100)));
    await setting.link(setting.manager, 'Matchwell');
    const refused = await setting.run({ kind: 'sweep', accept: false }, setting.manager);
    expect(expectKind(refused, 'refused').refusal).toBe('administrators-only');
    const report = expectKind(
      await setting.run({ kind: 'sweep', accept: false }, setting.administrator),
      'sweep',
    ).report;
    expect(report).toMatchObject({ applications: 1, secrets: 2, due: 1, digests: 1, result: 'completed' });
    expect(setting.woken).toContain('send-outbox');
  });

  it('plans without writing and sending if it is only asked for the plan', async () => {
    const setting = await createReminderSetting({}, application('Partner-NL-Matchwell-DM', inDays(5)));
    await setting.link(setting.manager, 'Matchwell');
    const planned: PlannedReminder[] = [];
    const plan = await setting.usecases.planOnly((some) => void planned.push(...some));
    expect(plan).toEqual({ read: 1, reminders: 1, result: 'completed' });
    expect(planned).toMatchObject([{ stage: 5, secretName: 's0' }]);
    expect(await setting.ledger.sweeps.last()).toBeUndefined();
    await setting.usecases.sendOutbox();
    expect(setting.announced).toEqual([]);
  });
});

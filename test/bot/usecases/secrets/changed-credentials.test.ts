import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Application } from '../../../../bot/domain/shared/application.ts';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import { createReminderSetting, inDays, type ReminderSetting } from '../reminders/reminder-setting.ts';
import { application, event, START } from '../shared/setting.ts';

const MATCHWELL = application('Partner-NL-Matchwell-DM', inDays(300));
const secret = () => ({ keyId: randomUUID(), name: 'backup', hint: 'b~', start: START, end: new Date('2036-11-24') });
const certificate = () => ({ keyId: randomUUID(), name: 'CN=x', start: START, end: new Date(inDays(300)) });

/** A day passes, and then the bot does what it does each minute. */
async function nextDay(setting: ReminderSetting): Promise<void> {
  await setting.nextDay();
  await setting.usecases.lookBetweenSweeps();
  await setting.usecases.sendOutbox();
}

/** Applications that were looked at once. */
async function watched(...all: readonly Application[]): Promise<ReminderSetting> {
  const setting = await createReminderSetting({}, ...all);
  await setting.sweepAndSend();
  await setting.usecases.lookBetweenSweeps();
  return setting;
}

async function open({ ledger }: ReminderSetting) {
  return (await ledger.unexpectedCredentials.unanswered()).map(({ credential }) => credential);
}

describe('a credential that is changed outside the bot', () => {
  it('is asked about if a federated credential trusts somebody else under its id', async () => {
    const setting = await createReminderSetting({}, MATCHWELL);
    const before = { id: 'f', name: 'gh', issuer: 'https://issuer.example', subject: 'repo:ours' };
    setting.directory.trust(MATCHWELL.clientId, [before]);
    await setting.sweepAndSend();
    await setting.usecases.lookBetweenSweeps();
    setting.directory.trust(MATCHWELL.clientId, [{ ...before, subject: 'repo:evil' }]);
    await nextDay(setting);
    expect(await open(setting)).toMatchObject([{ kind: 'federated', trusts: { subject: 'repo:evil' } }]);
  });

  it('is asked about if a certificate lives longer under its id', async () => {
    const before = certificate();
    const setting = await watched({ ...MATCHWELL, certificates: [before] });
    const longer = { ...before, end: new Date(inDays(3_000)) };
    setting.directory.put({ ...MATCHWELL, certificates: [longer] });
    await nextDay(setting);
    expect(await open(setting)).toMatchObject([{ kind: 'certificate', end: longer.end }]);
  });

  it('is asked about if it was gone for two sweeps and is back', async () => {
    const key = secret();
    const both = { ...MATCHWELL, secrets: [...MATCHWELL.secrets, key] };
    const setting = await watched(both);
    setting.directory.put(MATCHWELL);
    await nextDay(setting);
    await nextDay(setting);
    setting.directory.put(both);
    await nextDay(setting);
    expect(await open(setting)).toMatchObject([{ kind: 'secret', keyId: key.keyId }]);
  });
});

describe('the question about a credential that Entra does not show any more', () => {
  const many = Array.from({ length: 12 }, (_, i) => application(`Partner-NL-A${i}-DM`, inDays(300)));
  const [first = MATCHWELL] = many;
  const asked = async () => {
    const setting = await watched(...many);
    const withKey = { ...first, secrets: [...first.secrets, secret()] };
    setting.directory.put(withKey);
    await nextDay(setting);
    return { setting, withKey };
  };

  it('stays open after sweeps that are not believed', async () => {
    const { setting, withKey } = await asked();
    const truth = [withKey, ...many.slice(1)];
    for (const one of many) setting.directory.put({ ...one, secrets: [] });
    for (let days = 0; days < 3; days++) await nextDay(setting);
    expect((await setting.ledger.sweeps.last())?.result).toBe('suspicious');
    expect(await open(setting)).toHaveLength(1);
    for (const one of truth) setting.directory.put(one);
    await nextDay(setting);
    await nextDay(setting);
    expect((await setting.ledger.sweeps.last())?.result).toBe('completed');
    expect(await open(setting)).toHaveLength(1);
  });

  it('stays open after one sweep that is believed, and ends with the second', async () => {
    const { setting } = await asked();
    setting.directory.put(first);
    await nextDay(setting);
    expect(await open(setting)).toHaveLength(1);
    await nextDay(setting);
    expect(await open(setting)).toEqual([]);
  });

  it('stays open if a list shows no certificates', async () => {
    const setting = await watched({ ...MATCHWELL, certificates: [] });
    setting.directory.put({ ...MATCHWELL, certificates: [certificate()] });
    await nextDay(setting);
    setting.directory.put({ ...MATCHWELL, certificates: undefined });
    await nextDay(setting);
    await nextDay(setting);
    expect(await open(setting)).toMatchObject([{ kind: 'certificate' }]);
  });
});

describe('the question about a credential of an application that was deleted', () => {
  const other = application('Partner-NL-Matchwell-SMC', inDays(300));
  const asked = async () => {
    const setting = await watched(MATCHWELL, other);
    const withKey = { ...MATCHWELL, secrets: [...MATCHWELL.secrets, secret()] };
    setting.directory.put(withKey);
    setting.directory.trust(MATCHWELL.clientId, [{ id: 'f', name: 'gh', issuer: 'https://i.example', subject: 's' }]);
    await nextDay(setting);
    expect(await open(setting)).toHaveLength(2);
    setting.directory.drop(MATCHWELL.clientId);
    return { setting, withKey };
  };

  it.each(['managed', 'not managed'])('ends with the application: %s', async (how) => {
    const { setting } = await asked();
    const { person } = setting.manager;
    if (how === 'not managed') await setting.ledger.assignments.remove(person, MATCHWELL.clientId, event);
    await setting.sweepAndSend();
    await setting.nextDay();
    expect(await open(setting)).toEqual([]);
  });

  it('is open again if the application is restored with the credential', async () => {
    const { setting, withKey } = await asked();
    await nextDay(setting);
    expect(await open(setting)).toEqual([]);
    setting.directory.put(withKey);
    await nextDay(setting);
    expect((await open(setting)).map(({ kind }) => kind).sort()).toEqual(['federated', 'secret']);
  });

  it('stays open as long as Entra does not say whether the application is there', async () => {
    const { setting } = await asked();
    const { person } = setting.manager;
    await setting.ledger.assignments.remove(person, MATCHWELL.clientId, event);
    setting.directory.failNext('applications', new DirectoryFault('throttled', { ambiguous: false }));
    await nextDay(setting);
    expect(await open(setting)).toHaveLength(2);
  });
});

import { describe, expect, it } from 'vitest';
import type { Application } from '../../../../bot/domain/shared/application.ts';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import type { AnnounceResult } from '../../../../bot/ports/messages/announcer.ts';
import { type AccessSetting, createAccessSetting, DAY_MS, mentioned } from '../access/access-setting.ts';
import { application, expectKind, someone } from '../shared/setting.ts';

const GONE: AnnounceResult = { kind: 'gone', code: 'BotNotInConversationRoster' };

async function prepared() {
  const [dm, smc] = [application('Partner-NL-Matchwell-DM'), application('Partner-NL-Matchwell-SMC')];
  const setting = await createAccessSetting(dm, smc);
  return { setting, dm, smc };
}

/** Assigns through the form, as an administrator does. */
async function assign(setting: AccessSetting, { displayName }: Application, ...people: readonly Asker[]) {
  const asked = { kind: 'assign', people: people.map(mentioned), query: displayName, clientIds: [] } as const;
  const { nonce } = expectKind(await setting.run(asked, setting.administrator), 'assignment-form').form;
  const answer = { kind: 'submit-assignment', nonce, confirmedBy: 'Wilma', lastToo: false } as const;
  expectKind(await setting.run(answer, setting.administrator), 'assignments-changed');
}

/** Sends what is due, and once more when the alarm is. */
async function tellAll(setting: AccessSetting): Promise<void> {
  await setting.tell();
  setting.clock.pass(5_000);
  await setting.tell();
}

const listed = async (setting: AccessSetting) =>
  expectKind(await setting.run({ kind: 'undelivered' }, setting.administrator), 'undelivered');

/** Returns the people that each alarm names. */
function alarms({ notices }: AccessSetting): readonly (readonly string[])[] {
  return notices.flatMap((notice) => (notice.kind === 'unopened-chats' ? [notice.people.map(({ name }) => name)] : []));
}

describe('undelivered', () => {
  it('names each person for whom messages wait, with the kinds of these messages, apart from what was given up', async () => {
    const { setting, dm, smc } = await prepared();
    const bob = await setting.join(someone('Bob', 'channel'));
    await assign(setting, dm, bob);
    await tellAll(setting);
    setting.clock.pass(1_000);
    await assign(setting, smc, bob);
    await setting.tell();
    const { messages, waiting } = await listed(setting);
    expect(messages).toEqual([]);
    expect(waiting).toEqual([
      { kind: 'person', name: 'Bob', chat: 'unopened', about: ['assigned'], since: expect.any(Date) },
    ]);
  });

  it('says nothing of a person who has opened the chat', async () => {
    const { setting, dm } = await prepared();
    const bob = await setting.join(someone('Bob', 'channel'));
    await assign(setting, dm, bob);
    await setting.tell();
    await setting.usecases.remember({ ...bob, conversation: { ...bob.conversation, kind: 'personal' } });
    await setting.tell();
    expect(setting.told()).toContain(`chat Bob: assigned ${dm.displayName}`);
    expect((await listed(setting)).waiting).toEqual([]);
  });

  it('tells a person who has removed the bot from one who has never opened the chat', async () => {
    const { setting, dm } = await prepared();
    const bob = await setting.join(someone('Bob', 'personal'));
    setting.announceResults.push(GONE);
    await assign(setting, dm, bob);
    await setting.tell();
    expect((await listed(setting)).waiting).toMatchObject([{ name: 'Bob', chat: 'closed' }]);
  });

  it('has no name for a person whom neither the bot nor the directory knows by one', async () => {
    const { setting, dm } = await prepared();
    const bob = await setting.join(someone('Bob', 'channel'));
    await assign(setting, dm, bob);
    await setting.tell();
    setting.people.down = true;
    expect((await listed(setting)).waiting).toMatchObject([{ kind: 'person', name: '' }]);
  });

  it('lists what waits until the bot meets an administrator', async () => {
    const { setting, dm } = await prepared();
    await setting.ledger.conversations.lost(setting.administrator.person);
    await assign(setting, dm, await setting.join(someone('Bob', 'channel')));
    await tellAll(setting);
    expect((await listed(setting)).waiting).toMatchObject([
      { kind: 'person', name: 'Bob' },
      { kind: 'administrators', about: ['alarm'] },
    ]);
  });
});

describe('the alarm about messages that wait for people without a chat', () => {
  it('names the person and the kind of message, and nothing of its content', async () => {
    const { setting, dm } = await prepared();
    await assign(setting, dm, await setting.join(someone('Bob', 'channel')));
    await tellAll(setting);
    const found = setting.notices.filter(({ kind }) => kind === 'unopened-chats');
    expect(found).toMatchObject([{ people: [{ name: 'Bob', chat: 'unopened', about: ['assigned'] }] }]);
    expect(JSON.stringify(found)).not.toContain(dm.displayName);
  });

  it('is one for all people for whom messages begin to wait within seconds', async () => {
    const { setting, dm } = await prepared();
    const people = [];
    for (const name of ['Bob', 'Cleo', 'Dora']) people.push(await setting.join(someone(name, 'channel')));
    await assign(setting, dm, ...people);
    await tellAll(setting);
    expect(alarms(setting)).toEqual([['Bob', 'Cleo', 'Dora']]);
  });

  it('is not repeated for a person while messages wait, and names only the person who is new', async () => {
    const { setting, dm, smc } = await prepared();
    const [bob, cleo] = [await setting.join(someone('Bob', 'channel')), await setting.join(someone('Cleo', 'channel'))];
    await assign(setting, dm, bob);
    await tellAll(setting);
    await setting.pass(3 * DAY_MS);
    await tellAll(setting);
    await assign(setting, smc, bob);
    await tellAll(setting);
    expect(alarms(setting)).toEqual([['Bob']]);
    await assign(setting, dm, cleo);
    await tellAll(setting);
    expect(alarms(setting)).toEqual([['Bob'], ['Cleo']]);
  });

  it('is not repeated when the person speaks in a channel and still has no chat', async () => {
    const { setting, dm } = await prepared();
    const bob = await setting.join(someone('Bob', 'channel'));
    await assign(setting, dm, bob);
    await tellAll(setting);
    for (let time = 0; time < 3; time++) {
      setting.announceResults.push(GONE);
      await setting.usecases.remember(bob);
      await tellAll(setting);
    }
    expect(alarms(setting)).toEqual([['Bob']]);
    expect((await listed(setting)).waiting).toMatchObject([{ name: 'Bob', chat: 'unopened' }]);
  });

  it('is not sent if the person opens the chat within these seconds', async () => {
    const { setting, dm } = await prepared();
    const bob = await setting.join(someone('Bob', 'channel'));
    await assign(setting, dm, bob);
    await setting.tell();
    await setting.usecases.remember({ ...bob, conversation: { ...bob.conversation, kind: 'personal' } });
    await tellAll(setting);
    expect(alarms(setting)).toEqual([]);
  });

  it('waits if no administrator was met either, and the log says so', async () => {
    const { setting, dm } = await prepared();
    const logged: unknown[] = [];
    Object.assign(setting.deps.log, { error: (...args: unknown[]) => void logged.push(args) });
    await setting.ledger.conversations.lost(setting.administrator.person);
    await assign(setting, dm, await setting.join(someone('Bob', 'channel')));
    await tellAll(setting);
    expect(logged).toContainEqual(['no administrator could be told', { kind: 'unopened-chats' }]);
    await setting.usecases.remember(setting.administrator);
    setting.clock.pass(600_000);
    await setting.tell();
    expect(alarms(setting)).toEqual([['Bob']]);
  });
});

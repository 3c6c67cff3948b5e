import { describe, expect, it } from 'vitest';
import { ADMIN_ROLE } from '../../../../bot/domain/sign-in/session.ts';
import type { AnnounceResult } from '../../../../bot/ports/messages/announcer.ts';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import { LedgerFault } from '../../../../bot/ports/shared/ledger-fault.ts';
import { application, event, expectKind, someone } from '../shared/setting.ts';
import { createReminderSetting, inDays } from './reminder-setting.ts';

const THROTTLED: AnnounceResult = { kind: 'later', code: 'TooManyRequests', afterMs: 5_000, maybe: false };
const LOST: AnnounceResult = { kind: 'later', code: 'TimeoutError', afterMs: undefined, maybe: true };
const REFUSED: AnnounceResult = { kind: 'refused', code: 'BadSyntax' };
const GONE: AnnounceResult = { kind: 'gone', code: 'BotNotInConversationRoster' };

async function dueInChannel() {
  const setting = await createReminderSetting({}, application('Partner-NL-Matchwell-DM', inDays(5)));
  await setting.link(setting.manager, 'Matchwell');
  return { setting, channel: `channel ${setting.manager.conversation.id}: 5 s0` };
}

describe('a digest', () => {
  it('is sent again at the time that the service named if it is throttled, and no sooner', async () => {
    const { setting, channel } = await dueInChannel();
    setting.announceResults.push(THROTTLED);
    await setting.sweepAndSend();
    expect(setting.told()).toEqual([channel]);
    setting.clock.pass(4_999);
    await setting.usecases.sendOutbox();
    expect(setting.told()).toEqual([]);
    setting.clock.pass(1);
    await setting.usecases.sendOutbox();
    expect(setting.told()).toEqual([channel]);
    expect(setting.announced.at(-1)?.digest.mayBeRepeated).toBe(false);
    setting.clock.pass(3_600_000);
    await setting.usecases.sendOutbox();
    expect(setting.told()).toEqual([]);
  });

  it('is sent again if it may have arrived, and says so', async () => {
    const { setting, channel } = await dueInChannel();
    setting.announceResults.push(LOST);
    await setting.sweepAndSend();
    setting.clock.pass(10_000);
    await setting.usecases.sendOutbox();
    expect(setting.told()).toEqual([channel, channel]);
    expect(setting.announced.map(({ digest }) => digest.mayBeRepeated)).toEqual([false, true]);
  });

  it('is sent again a minute after its sender died, and says that it may be there twice', async () => {
    const { setting, channel } = await dueInChannel();
    await setting.usecases.sweepIfDue();
    const now = setting.clock.clock();
    await setting.ledger.outbox.claimNext(now, new Date(now.getTime() + 60_000), 'teams');
    await setting.usecases.sendOutbox();
    expect(setting.told()).toEqual([]);
    setting.clock.pass(60_000);
    await setting.usecases.sendOutbox();
    expect(setting.told()).toEqual([channel]);
    expect(setting.announced.at(-1)?.digest.mayBeRepeated).toBe(true);
  });

  it('is written down as sent even if the database drops its connections at that moment', async () => {
    const { setting, channel } = await dueInChannel();
    dropConnections(setting, 2);
    await setting.sweepAndSend();
    setting.clock.pass(3_600_000);
    await setting.usecases.sendOutbox();
    expect(setting.told()).toEqual([channel]);
  });

  it('is sent again if it arrived but could not be written down, and says that it may be there twice', async () => {
    const { setting, channel } = await dueInChannel();
    dropConnections(setting, 3);
    await setting.sweepAndSend();
    setting.clock.pass(3_600_000);
    await setting.usecases.sendOutbox();
    expect(setting.told()).toEqual([channel, channel]);
    expect(setting.announced.at(-1)?.digest.mayBeRepeated).toBe(true);
  });

  it('becomes a dead letter if it is refused; administrators see it, and send it again or drop it', async () => {
    const { setting, channel } = await dueInChannel();
    setting.announceResults.push(REFUSED);
    await setting.sweepAndSend();
    setting.clock.pass(60_000);
    await setting.usecases.sendOutbox();
    expect(setting.notices).toEqual([{ kind: 'undelivered', count: 1 }]);
    const listed = await setting.run({ kind: 'undelivered' }, setting.administrator);
    const [dead] = expectKind(listed, 'undelivered').messages;
    expect(dead).toMatchObject({ to: { kind: 'channel' }, items: 1, code: 'BadSyntax' });
    const refusal = await setting.run({ kind: 'undelivered' }, setting.manager);
    expect(expectKind(refusal, 'refused').refusal).toBe('administrators-only');
    setting.told();
    const retry = { kind: 'undelivered-act', act: 'retry', message: dead?.message ?? '' } as const;
    expect(expectKind(await setting.run(retry, setting.administrator), 'undelivered').messages).toEqual([]);
    await setting.usecases.sendOutbox();
    expect(setting.told()).toEqual([channel]);
  });

  it('is given up after a few attempts if the bot itself fails on it, and the other digests arrive', async () => {
    const bad = application('Partner-NL-Poison-DM', inDays(5));
    const good = application('Partner-NL-Matchwell-DM', inDays(6));
    const setting = await createReminderSetting({}, bad, good);
    const elsewhere = { ...setting.manager, conversation: { ...setting.manager.conversation, id: '19:elsewhere' } };
    await setting.link(setting.manager, 'Poison');
    await setting.link(elsewhere, 'Matchwell');
    const { post } = setting.deps.announcer;
    let attempts = 0;
    Object.assign(setting.deps.announcer, {
      post: async (...[place, content]: Parameters<typeof post>) => {
        if (
          content.kind === 'digest' &&
          content.digest.items.some(({ application: { clientId } }) => clientId === bad.clientId)
        ) {
          attempts += 1;
          throw new Error('cannot be drawn');
        }
        return post(place, content);
      },
    });
    await setting.sweepAndSend();
    for (let times = 0; times < 12; times++) {
      setting.clock.pass(3_600_000);
      await setting.usecases.sendOutbox();
    }
    expect(setting.told()).toEqual(['channel 19:elsewhere: 6 s0']);
    expect(attempts).toBe(5);
    expect(await setting.ledger.outbox.dead()).toMatchObject([{ code: 'Fault' }]);
  });

  it('goes to the managers if its channel is gone, and the administrators hear of the dead link', async () => {
    const { setting } = await dueInChannel();
    const chat = { ...setting.manager, conversation: someone('Ada', 'personal').conversation };
    await setting.ledger.conversations.remember(chat);
    setting.announceResults.push(GONE);
    await setting.sweepAndSend();
    expect(setting.told().slice(1)).toEqual([`chat ${chat.conversation.id}: 5 s0`]);
    expect(setting.notices).toMatchObject([{ kind: 'links-died', links: [{ scope: { name: 'Matchwell (NL)' } }] }]);
    await setting.nextDay();
    expect(setting.told()).toEqual([`chat ${chat.conversation.id}: 4 s0`]);
  });

  it('waits for the directory, and is not lost, if its channel is gone and the directory does not answer', async () => {
    const { setting } = await dueInChannel();
    const chat = { ...setting.manager, conversation: someone('Ada', 'personal').conversation };
    await setting.ledger.conversations.remember(chat);
    setting.announceResults.push(GONE);
    setting.directory.failNext('applications', new DirectoryFault('unreachable', { ambiguous: false }));
    await setting.sweepAndSend();
    setting.told();
    setting.clock.pass(10_000);
    await setting.usecases.sendOutbox();
    expect(setting.told()).toEqual([`chat ${chat.conversation.id}: 5 s0`]);
  });

  it('is redrawn after some days, even if the first attempts are throttled', async () => {
    const { setting } = await dueInChannel();
    await setting.sweepAndSend();
    setting.clock.pass(3 * 86_400_000);
    await setting.signIn(setting.manager);
    const digest = setting.announced[0]?.digest.id ?? '';
    await setting.run({ kind: 'digest-item', act: 'claim', digest, item: 1 }, setting.manager);
    setting.announceResults.push(THROTTLED, THROTTLED);
    for (let times = 0; times < 3; times++) {
      await setting.usecases.sendOutbox();
      setting.clock.pass(10_000);
    }
    const redrawn = setting.announced.filter(({ how }) => how === 'update');
    expect(redrawn).toHaveLength(3);
    await setting.usecases.sendOutbox();
    expect(setting.announced.filter(({ how }) => how === 'update')).toHaveLength(3);
  });

  it('is planned again if a later stage applies by now, and names that stage only', async () => {
    const { setting } = await dueInChannel();
    await setting.usecases.sweepIfDue();
    setting.clock.pass(3 * 86_400_000);
    await setting.usecases.sendOutbox();
    await setting.sweepAndSend();
    expect(setting.told()).toEqual([`channel ${setting.manager.conversation.id}: 2 s0`]);
  });

  it('says what is true now if an administrator sends it again days later', async () => {
    const { setting } = await dueInChannel();
    setting.announceResults.push(REFUSED);
    await setting.sweepAndSend();
    setting.told();
    setting.clock.pass(2 * 86_400_000);
    await setting.signIn(setting.administrator, { roles: [ADMIN_ROLE] });
    const [dead] = await setting.ledger.outbox.dead();
    const message = dead?.id ?? '';
    await setting.run({ kind: 'undelivered-act', act: 'retry', message }, setting.administrator);
    await setting.usecases.sendOutbox();
    expect(setting.told()).toEqual([`channel ${setting.manager.conversation.id}: 3 s0`]);
  });

  it('goes to the managers of now, and not to a former manager', async () => {
    const dm = application('Partner-NL-Matchwell-DM', inDays(5));
    const setting = await createReminderSetting({}, dm);
    await setting.ledger.conversations.remember(setting.manager);
    await setting.usecases.sweepIfDue();
    const second = someone('Bob', 'personal');
    await setting.ledger.conversations.remember(second);
    await setting.assign(second, dm);
    const { person } = setting.manager;
    await setting.ledger.assignments.remove(person, dm.clientId, event);
    await setting.usecases.sendOutbox();
    expect(setting.told()).toEqual([`chat ${second.conversation.id}: 5 s0`]);
  });

  it('does not go to a channel that is linked to something else by now', async () => {
    const { setting } = await dueInChannel();
    const other = application('Partner-DE-Nord-DM', inDays(300));
    setting.directory.put(other);
    await setting.assign(setting.manager, other);
    await setting.link(setting.manager, 'Nord');
    await setting.usecases.sweepIfDue();
    const chat = { ...setting.manager, conversation: someone('Ada', 'personal').conversation };
    await setting.ledger.conversations.remember(chat);
    await setting.run({ kind: 'unlink', query: 'Matchwell', scope: '' }, setting.manager);
    await setting.usecases.sendOutbox();
    expect(setting.told()).toEqual([`chat ${chat.conversation.id}: 5 s0`]);
  });

  it('goes to the other managers if the person has blocked the bot', async () => {
    const setting = await createReminderSetting({}, application('Partner-NL-Matchwell-DM', inDays(5)));
    await setting.ledger.conversations.remember(setting.manager);
    setting.announceResults.push({ kind: 'gone', code: 'ConversationBlockedByUser' });
    await setting.sweepAndSend();
    expect(setting.notices).toMatchObject([{ kind: 'nobody-to-tell' }]);
  });

  it('goes to the other managers if the person has no mail address', async () => {
    const setting = await createReminderSetting({ mail: true }, application('Partner-NL-Matchwell-DM', inDays(5)));
    setting.announceResults.push({ kind: 'gone', code: 'NoMailAddress' });
    await setting.sweepAndSend();
    expect(setting.told()).toEqual([`mail ${setting.manager.person.oid}: 5 s0`]);
    expect(setting.notices).toMatchObject([{ kind: 'nobody-to-tell' }]);
  });

  it('goes by mail in a task of its own, and the reminders wake that task', async () => {
    const setting = await createReminderSetting({ mail: true }, application('Partner-NL-Matchwell-DM', inDays(5)));
    await setting.usecases.sweepIfDue();
    setting.woken.splice(0);
    await setting.usecases.sendOutbox(undefined, ['teams']);
    expect(setting.told().some((told) => told.startsWith('mail '))).toBe(false);
    expect(setting.woken).toEqual(['send-mail']);
    await setting.usecases.sendOutbox(undefined, ['mail']);
    expect(setting.told()).toEqual([`mail ${setting.manager.person.oid}: 5 s0`]);
    expect(setting.woken).toEqual(['send-mail']);
  });

  it('is not sent if its secret was replaced in the meantime', async () => {
    const { setting } = await dueInChannel();
    await setting.usecases.sweepIfDue();
    setting.directory.put({ ...(await found(setting)), secrets: [] });
    const { reminders } = setting.ledger;
    await reminders.endDeleted(
      await reminders.missing([{ clientId: (await found(setting)).clientId, keyIds: [] }]),
      new Date(),
    );
    await setting.usecases.sendOutbox();
    expect(setting.told()).toEqual([]);
  });
});

/** Makes the database fail the next few times that a sent digest is written down. */
function dropConnections(setting: Awaited<ReturnType<typeof createReminderSetting>>, times: number): void {
  const { outbox } = setting.ledger;
  const { sent } = outbox;
  let left = times;
  Object.assign(outbox, {
    sent: async (...given: Parameters<typeof sent>) => {
      left -= 1;
      if (left >= 0) throw new LedgerFault(new Error('terminating connection'));
      return sent(...given);
    },
  });
}

async function found(setting: Awaited<ReturnType<typeof createReminderSetting>>) {
  const [first] = await setting.ledger.assignments.of(setting.manager.person);
  const one = await setting.directory.application(first ?? '');
  if (one === undefined) throw new Error('no application');
  return one;
}

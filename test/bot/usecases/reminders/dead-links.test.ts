import { describe, expect, it } from 'vitest';
import { application } from '../shared/setting.ts';
import { createReminderSetting, inDays } from './reminder-setting.ts';

const CHANNEL = { teamId: '19:team', teamName: 'Partners', name: 'Managers' };

async function linkable() {
  const dm = application('Partner-NL-Matchwell-DM', inDays(5));
  const smc = application('Partner-NL-Matchwell-SMC', inDays(6));
  const setting = await createReminderSetting({}, dm, smc);
  return { setting, manager: { ...setting.manager, channel: CHANNEL }, smc };
}

describe('a dead link', () => {
  async function dead() {
    const prepared = await linkable();
    const { setting, manager } = prepared;
    const chat = { ...manager.conversation, kind: 'personal', id: '19:ada' } as const;
    await setting.ledger.conversations.remember({ ...manager, conversation: chat });
    await setting.link(manager, 'Matchwell');
    await setting.usecases.removedFrom({ teamId: CHANNEL.teamId });
    await setting.usecases.sendOutbox();
    setting.notices.length = 0;
    const { id: conversationId } = manager.conversation;
    return { ...prepared, conversationId, channel: { ...CHANNEL, conversation: manager.conversation } };
  }
  type Dead = Awaited<ReturnType<typeof dead>>;
  const WAYS: readonly [string, (of: Dead) => Promise<void>][] = [
    ['a message from its channel', ({ setting, channel }) => setting.usecases.heardFrom(channel)],
    ['a bot that is in its team again', ({ setting }) => setting.usecases.returnedTo({ teamId: CHANNEL.teamId })],
    [
      'a bot that is in its channel again',
      ({ setting, conversationId }) => setting.usecases.returnedTo({ conversationId }),
    ],
  ];

  it.each(WAYS)('ends at %s if people of other organisations read there; everybody is told', async (_what, come) => {
    const all = await dead();
    const { setting } = all;
    setting.outsiders.accounts = ['29:olga'];
    await come(all);
    expect(await setting.ledger.links.all()).toEqual([]);
    await setting.usecases.sendOutbox();
    expect(setting.notices).toMatchObject([{ kind: 'channel-shared', links: [{ scope: { name: 'Matchwell (NL)' } }] }]);
    expect(setting.posts).toMatchObject([{ to: 'Ada', notice: { kind: 'channel-unlinked' } }]);
    const actions = (await setting.ledger.audit.rows()).map(({ action }) => action);
    expect([actions.includes('link.removed'), actions.includes('link.revived')]).toEqual([true, false]);
  });

  it.each(WAYS)('stays dead after %s until Teams says who reads there', async (_what, come) => {
    const all = await dead();
    const { setting } = all;
    setting.outsiders.accounts = undefined;
    await come(all);
    expect((await setting.ledger.links.all())[0]?.deadSince).toBeInstanceOf(Date);
    setting.outsiders.accounts = [];
    await come(all);
    expect(await setting.ledger.links.all()).toMatchObject([{ deadSince: undefined }]);
  });

  it('stays dead if its channel is shared and Teams does not say who reads there', async () => {
    const { setting, conversationId } = await dead();
    setting.outsiders.accounts = undefined;
    await setting.usecases.sharedOutside({ conversationId, added: [] });
    expect(await setting.ledger.links.all()).toMatchObject([{ deadSince: expect.any(Date) }]);
  });

  it('is not brought back by the name of its channel, even if it has only just died', async () => {
    const { setting, conversationId, channel } = await dead();
    const { all } = setting.ledger.links;
    Object.assign(setting.ledger.links, {
      all: async () => (await all()).map((link) => ({ ...link, deadSince: undefined })),
    });
    await setting.usecases.renamed({ conversationId }, 'Secrets');
    Object.assign(setting.ledger.links, { all });
    expect(await setting.ledger.links.all()).toMatchObject([{ deadSince: expect.any(Date), channel }]);
  });

  it('keeps no live link of its channel from its new address while Teams does not say who reads there', async () => {
    const { setting, manager, channel, smc } = await dead();
    setting.outsiders.accounts = undefined;
    await setting.link(manager, smc.displayName);
    await setting.usecases.heardFrom({ ...channel, name: 'Renamed' });
    const links = await setting.ledger.links.all();
    expect(links.map(({ channel: { name }, deadSince }) => [name, deadSince === undefined]).sort()).toEqual([
      ['Managers', false],
      ['Renamed', true],
    ]);
  });
});

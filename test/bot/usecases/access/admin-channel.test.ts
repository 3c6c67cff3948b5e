import { describe, expect, it } from 'vitest';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import { ADMIN_ROLE } from '../../../../bot/domain/sign-in/session.ts';
import type { AnnounceResult } from '../../../../bot/ports/messages/announcer.ts';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import { inDays } from '../reminders/reminder-setting.ts';
import { application, createSetting, expectKind, someone } from '../shared/setting.ts';
import { createAccessSetting, DAY_MS } from './access-setting.ts';

const GONE: AnnounceResult = { kind: 'gone', code: 'BotNotInConversationRoster' };
const LATER: AnnounceResult = { kind: 'later', code: 'ServiceError', afterMs: undefined, maybe: false };

function inChannel(asker: Asker, id = '19:admins'): Asker {
  return {
    ...asker,
    conversation: { ...asker.conversation, kind: 'channel', id },
    channel: { teamId: `team of ${id}`, teamName: 'Office', name: 'Alarms' },
  };
}

async function prepared() {
  const dm = application('Partner-NL-Matchwell-DM', inDays(5));
  const setting = await createAccessSetting(dm);
  const ada = await setting.join(someone('Ada', 'channel'), { manages: [dm] });
  const there = inChannel(setting.administrator);
  const link = (asker: Asker, query = 'admin') => setting.run({ kind: 'link', query, scope: '' }, asker);
  const unlink = (asker: Asker, query = 'admin') => setting.run({ kind: 'unlink', query, scope: '' }, asker);
  return { setting, dm, ada, there, link, unlink };
}

describe('link admin', () => {
  it.each(['admin', ' Admins ', 'ADMINISTRATORS'])(
    'makes a channel the administrators’ own by the word %j',
    async (query) => {
      const { setting, there, link } = await prepared();
      expect(expectKind(await link(there, query), 'linked')).toMatchObject({
        scope: { kind: 'administrators' },
        already: false,
      });
      expect(expectKind(await link(there, query), 'linked').already).toBe(true);
      expect(await setting.rows('link.added')).toMatchObject([
        { actor: { name: 'Eve' }, conversationId: '19:admins', detail: 'administrators:admin in 19:admins' },
      ]);
    },
  );

  it('is refused outside a channel and to everybody but administrators, and the refusal is recorded', async () => {
    const { setting, ada, link } = await prepared();
    expect(expectKind(await link(inChannel(ada)), 'refused').refusal).toBe('administrators-only');
    expect(await setting.rows('access.refused')).toMatchObject([{ actor: { name: 'Ada' }, detail: 'link admin' }]);
    expect(expectKind(await link(setting.administrator), 'refused').refusal).toBe('channel-only');
    const scope = 'administrators:admin';
    for (const asker of [inChannel(ada), inChannel(setting.administrator)])
      expectKind(await setting.run({ kind: 'link', query: '', scope }, asker), 'choose-scope');
    expect(await setting.ledger.links.all()).toEqual([]);
  });

  it('is refused in a channel that people of other organisations read', async () => {
    const { setting, there, link } = await prepared();
    setting.outsiders.accounts = ['29:olga'];
    expect(expectKind(await link(there), 'refused').refusal).toBe('outsiders-here');
    expect(await setting.ledger.links.all()).toEqual([]);
  });

  it('is ended by administrators with unlink, and managers neither see nor end it', async () => {
    const { setting, ada, there, link, unlink } = await prepared();
    await link(there);
    const [own] = await setting.ledger.links.all();
    expect(expectKind(await unlink(inChannel(ada)), 'links').links).toEqual([]);
    expect(
      expectKind(await setting.run({ kind: 'unlink-one', id: own?.id ?? '' }, inChannel(ada)), 'unlinked').scope,
    ).toBeUndefined();
    expect(await setting.ledger.links.all()).toHaveLength(1);
    expect(expectKind(await unlink(there), 'unlinked').scope?.kind).toBe('administrators');
    expect(await setting.rows('link.removed')).toMatchObject([{ actor: { name: 'Eve' } }]);
    await setting.usecases.sweepIfDue();
    await setting.usecases.sendOutbox();
    expect(setting.told()).toEqual([]);
    expect(setting.notices).toMatchObject([{ kind: 'nobody-to-tell' }]);
  });

  it('links the organisation that a button names, even if "admin" was typed before', async () => {
    const { setting, ada } = await prepared();
    const adminton = application('Partner-NL-Adminton-DM');
    setting.directory.put(adminton);
    await setting.assign(ada, adminton);
    const button = { kind: 'link', query: 'admin', scope: 'organisation:nl/adminton' } as const;
    expect(expectKind(await setting.run(button, inChannel(ada)), 'linked').scope.name).toBe('Adminton (NL)');
  });

  it('sends no reminders to the administrators’ channel', async () => {
    const { setting, ada, there, link } = await prepared();
    await link(there);
    await link(inChannel(ada, '19:matchwell'), 'Matchwell');
    await setting.usecases.sweepIfDue();
    await setting.usecases.sendOutbox();
    expect(setting.announced.map(({ how, to }) => `${how} ${to}`)).toEqual(['channel 19:matchwell']);
    expect(setting.told()).toEqual([]);
  });
});

type Prepared = Awaited<ReturnType<typeof prepared>>;

/** What makes the bot send each alarm to the administrators. */
const ALARMS: readonly [string, (all: Prepared) => Promise<unknown>][] = [
  [
    'links-died',
    async ({ setting, ada, link }) => {
      await link(inChannel(ada, '19:matchwell'), 'Matchwell');
      await setting.usecases.removedFrom({ conversationId: '19:matchwell' });
    },
  ],
  [
    'nobody-to-tell',
    async ({ setting }) => {
      await setting.usecases.sweepIfDue();
      await setting.usecases.sendOutbox();
    },
  ],
  [
    'applications-gone',
    async ({ setting, dm }) => {
      setting.directory.put(application('Partner-NL-Nord-DM', inDays(200)));
      setting.directory.drop(dm.clientId);
      await setting.usecases.sweepIfDue();
    },
  ],
  [
    'sweep-suspicious',
    async ({ setting, dm }) => {
      setting.directory.drop(dm.clientId);
      await setting.usecases.sweepIfDue();
    },
  ],
  [
    'sweep-failing',
    async ({ setting }) => {
      for (let times = 0; times < 2; times++) {
        setting.directory.failNext('everything', new DirectoryFault('unreachable', { ambiguous: false }));
        await setting.usecases.sweepIfDue().catch(() => {});
        setting.clock.pass(6 * 60_000);
      }
    },
  ],
  [
    'undelivered',
    async ({ setting, ada, link }) => {
      await link(inChannel(ada, '19:matchwell'), 'Matchwell');
      await setting.usecases.sweepIfDue();
      setting.announceResults.push({ kind: 'refused', code: 'BadSyntax' });
      await setting.usecases.sendOutbox();
      setting.clock.pass(60_000);
    },
  ],
];

describe.each(ALARMS)('the alarm %s', (kind, happen) => {
  it('goes to every admin channel, and then to no administrator in person', async () => {
    const all = await prepared();
    await all.link(all.there);
    await all.link(inChannel(all.setting.administrator, '19:night'));
    await happen(all);
    await all.setting.usecases.sendOutbox();
    expect([...all.setting.told()].sort()).toEqual([`channel 19:admins: ${kind}`, `channel 19:night: ${kind}`]);
    expect(all.setting.notices).toEqual([]);
  });

  it('goes to each administrator whom the bot has met if there is no admin channel', async () => {
    const all = await prepared();
    await all.setting.join(someone('Fay', 'personal'), { administrator: true });
    await all.setting.join(someone('Unmet', 'channel'), { administrator: true });
    await happen(all);
    await all.setting.usecases.sendOutbox();
    expect(all.setting.told()).toEqual([]);
    expect(all.setting.notices.map((notice) => notice.kind)).toEqual([kind, kind]);
  });
});

describe('an admin channel that cannot be reached', () => {
  it('is marked as dead if it is gone for good, and each administrator hears of that and of the alarm', async () => {
    const { setting, there, link } = await prepared();
    await link(there);
    setting.announceResults.push(GONE);
    await setting.usecases.sweepIfDue();
    await setting.usecases.sendOutbox();
    expect(setting.notices.map((notice) => notice.kind)).toEqual(['links-died', 'nobody-to-tell']);
    expect((await setting.ledger.links.all())[0]?.deadSince).toBeInstanceOf(Date);
    expect(await setting.rows('link.died')).toMatchObject([{ result: 'failed' }]);
  });

  it('is tried again a little later if it only fails for now, and nobody else is told instead', async () => {
    const { setting, there, link } = await prepared();
    await link(there);
    setting.announceResults.push(LATER);
    await setting.usecases.sweepIfDue();
    await setting.usecases.sendOutbox();
    setting.clock.pass(10_000);
    await setting.usecases.sendOutbox();
    expect(setting.told()).toEqual(['channel 19:admins: nobody-to-tell', 'channel 19:admins: nobody-to-tell']);
    expect(setting.notices).toEqual([]);
    expect((await setting.ledger.links.all())[0]?.deadSince).toBeUndefined();
  });

  it('sends the alarm once to the administrators’ chats if the last of several channels dies', async () => {
    const { setting, there, link } = await prepared();
    const channels = ['19:a', '19:b', '19:c'];
    for (const id of channels) await link(inChannel(there, id));
    setting.announceResults.push(...Array.from({ length: 20 }, () => GONE));
    await setting.usecases.sweepIfDue();
    await setting.usecases.sendOutbox();
    expect(setting.notices.filter(({ kind }) => kind === 'nobody-to-tell')).toHaveLength(1);
    const died = setting.notices.flatMap((notice) => (notice.kind === 'links-died' ? notice.links : []));
    expect(died.map(({ channel }) => channel.conversation.id).sort()).toEqual(channels);
  });
});

describe('requests and the admin channel', () => {
  it('are sent to the admin channel, and an administrator approves them there', async () => {
    const { setting, dm, ada, there, link } = await prepared();
    await link(there);
    const carl = await setting.join(someone('Carl', 'personal'));
    const id = await setting.request(carl, 'Matchwell');
    await setting.tell();
    expect(setting.told()).toEqual(['channel 19:admins: request waiting, may nothing']);
    await setting.review(ada, id, 'confirm');
    await setting.tell();
    expect([...setting.told()].sort()).toEqual([
      'channel 19:admins: request confirmed, may approve',
      'chat Carl: Matchwell confirmed',
      'update told-1: request confirmed, may approve',
    ]);
    await setting.review(there, id, 'approve', { clientIds: [dm.clientId], shared: true });
    expect(await setting.ledger.assignments.of(carl.person)).toEqual([dm.clientId]);
  });

  it('are sent to each administrator if the admin channel is gone', async () => {
    const { setting, there, link } = await prepared();
    await link(there);
    const carl = await setting.join(someone('Carl', 'personal'));
    setting.announceResults.push(GONE);
    await setting.request(carl, 'Nowhere');
    await setting.tell();
    expect(setting.told()).toEqual([
      'channel 19:admins: request waiting, may approve',
      'chat Eve: request waiting, may approve',
    ]);
    await setting.pass(DAY_MS);
    await setting.tell();
    expect(setting.told()).toEqual([]);
  });
});

describe('whether the administrators can be told', () => {
  it('is no until one has been met, or a channel of theirs is linked, and again when the bot cannot reach them', async () => {
    const setting = await createSetting(application('Partner-NL-Matchwell-DM', inDays(5)));
    const canTell = () => setting.usecases.canTellAdministrators();
    const eve = someone('Eve', 'personal');
    expect(await canTell()).toBe(false);
    await setting.signIn(eve, { roles: [ADMIN_ROLE] });
    expect(await canTell()).toBe(false);
    await setting.usecases.remember(eve);
    expect(await canTell()).toBe(true);
    await setting.ledger.conversations.lost(eve.person);
    expect(await canTell()).toBe(false);
    const there = inChannel(eve);
    expectKind(await setting.run({ kind: 'link', query: 'admin', scope: '' }, there), 'linked');
    expect(await canTell()).toBe(true);
    await setting.usecases.removedFrom({ conversationId: there.conversation.id });
    expect(await canTell()).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { ADMIN_ROLE } from '../../../../bot/domain/sign-in/session.ts';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import { application, event, expectKind, someone } from '../shared/setting.ts';
import { createReminderSetting, DAY_MS, inDays } from './reminder-setting.ts';

const CHANNEL = { teamId: '19:team', teamName: 'Partners', name: 'Managers' };

async function twoOrganisations() {
  const dm = application('Partner-NL-Matchwell-DM', inDays(5));
  const smc = application('Partner-NL-Matchwell-SMC', inDays(6));
  const foreign = application('Partner-DE-Nord-Ost-DM', inDays(7));
  const odd = application('Legacy upload', inDays(8));
  const setting = await createReminderSetting({}, dm, smc, odd);
  setting.directory.put(foreign);
  const manager = { ...setting.manager, channel: CHANNEL };
  const administrator = {
    ...someone('Eve'),
    person: setting.administrator.person,
    conversation: { ...setting.manager.conversation, id: '19:admins' },
  };
  return { setting, manager, administrator, dm, smc, foreign, odd };
}

describe('link', () => {
  it.each([
    ['Matchwell', 'organisation', 'Matchwell (NL)'],
    ['nl matchwell', 'organisation', 'Matchwell (NL)'],
    ['NL-Matchwell', 'organisation', 'Matchwell (NL)'],
    ['partner-nl-matchwell-dm', 'application', 'Partner-NL-Matchwell-DM'],
    ['legacy', 'application', 'Legacy upload'],
  ])('links the channel by the word %s to the %s %s', async (query, kind, name) => {
    const { setting, manager } = await twoOrganisations();
    const linked = expectKind(await setting.link(manager, query), 'linked');
    expect(linked).toMatchObject({ scope: { kind, name }, already: false });
    expect(await setting.ledger.links.all()).toMatchObject([{ channel: CHANNEL, linkedBy: { name: 'Ada' } }]);
  });

  it('asks if the words mean several, and accepts from a button only what the asker manages', async () => {
    const { setting, manager } = await twoOrganisations();
    const { scopes } = expectKind(await setting.link(manager, 'match'), 'choose-scope');
    expect(scopes.map(({ name }) => name)).toEqual([
      'Matchwell (NL)',
      'Partner-NL-Matchwell-DM',
      'Partner-NL-Matchwell-SMC',
    ]);
    const foreign = await setting.run({ kind: 'link', query: '', scope: 'organisation:de/nord-ost' }, manager);
    expect(expectKind(foreign, 'choose-scope').scopes).toEqual([]);
    expect(await setting.ledger.links.all()).toEqual([]);
  });

  it('is for the managers of the application, and for administrators with every application', async () => {
    const { setting, manager, administrator } = await twoOrganisations();
    expect(expectKind(await setting.link(manager, 'Nord-Ost'), 'choose-scope').scopes).toEqual([]);
    expect(expectKind(await setting.link(someone('Carl'), 'Matchwell'), 'sign-in').need).toBe('read');
    const colleague = someone('Carl');
    await setting.signIn(colleague);
    expectKind(await setting.link(colleague, 'Matchwell'), 'no-applications');
    await setting.signIn(administrator, { roles: [ADMIN_ROLE] });
    expect(expectKind(await setting.link(administrator, 'Nord-Ost'), 'linked').scope.name).toBe('Nord-Ost (DE)');
  });

  it('refuses an organisation to a person who manages only its dummy for implementers', async () => {
    const { setting, manager } = await twoOrganisations();
    await setting.link(manager, 'Matchwell');
    const dummy = application('PartnerAlternative-NL-Matchwell-SMC', inDays(300));
    setting.directory.put(dummy);
    const implementer = someone('Mal');
    await setting.assign(implementer, dummy);
    await setting.signIn(implementer);
    const own = expectKind(await setting.link(implementer, 'matchwell'), 'linked').scope;
    expect(own).toMatchObject({ kind: 'application', name: 'PartnerAlternative-NL-Matchwell-SMC' });
    const shown = expectKind(await setting.run({ kind: 'links' }, implementer), 'links').links;
    expect(shown.map(({ scope }) => scope.name)).toEqual(['PartnerAlternative-NL-Matchwell-SMC']);
  });

  it.each(['personal', 'groupChat'] as const)('is refused in a %s, which is no channel', async (kind) => {
    const { setting, manager } = await twoOrganisations();
    const there = { ...manager, conversation: { ...manager.conversation, kind } };
    expect(expectKind(await setting.link(there, 'Matchwell'), 'refused').refusal).toBe('channel-only');
  });

  it('makes one link if it is said twice, in any thread of the channel', async () => {
    const { setting, manager } = await twoOrganisations();
    await setting.link(manager, 'Matchwell');
    const thread = { ...manager.conversation, id: `${manager.conversation.id};messageid=5` };
    const again = await setting.link({ ...manager, conversation: thread }, 'Matchwell');
    expect(expectKind(again, 'linked').already).toBe(true);
    expect(await setting.ledger.links.all()).toHaveLength(1);
  });

  it('looks up the names that Teams has left out, and keeps those that it has given', async () => {
    const { setting, manager } = await twoOrganisations();
    setting.channelNames.of = { name: 'Found channel', teamName: 'Found team' };
    await setting.link({ ...manager, channel: { ...CHANNEL, name: '', teamName: '' } }, 'Matchwell');
    setting.clock.pass(1_000);
    await setting.link({ ...manager, channel: { ...CHANNEL, name: '' } }, 'partner-nl-matchwell-dm');
    setting.clock.pass(1_000);
    await setting.link({ ...manager, channel: CHANNEL }, 'legacy');
    const channels = (await setting.ledger.links.all()).map(({ channel: { name, teamName } }) => [teamName, name]);
    expect(channels).toEqual([
      ['Found team', 'Found channel'],
      ['Partners', 'Found channel'],
      ['Partners', 'Managers'],
    ]);
  });

  it('makes a link without names if they cannot be found out, and adds them when it is said again', async () => {
    const { setting, manager } = await twoOrganisations();
    const nameless = { ...manager, channel: { ...CHANNEL, name: '', teamName: '' } };
    expectKind(await setting.link(nameless, 'Matchwell'), 'linked');
    expect(await setting.ledger.links.all()).toMatchObject([{ channel: { name: '', teamName: '' } }]);
    setting.channelNames.of = { name: 'Managers', teamName: 'Partners' };
    expect(expectKind(await setting.link(nameless, 'Matchwell'), 'linked').already).toBe(true);
    expect(await setting.ledger.links.all()).toMatchObject([{ channel: { name: 'Managers', teamName: 'Partners' } }]);
  });

  it('sends the digests to each of several linked channels', async () => {
    const { setting, manager } = await twoOrganisations();
    const other = { ...manager, conversation: { ...manager.conversation, id: '19:other' } };
    await setting.link(manager, 'Matchwell');
    await setting.link(other, 'partner-nl-matchwell-dm');
    await setting.sweepAndSend();
    const told = setting.told().filter((line) => line.startsWith('channel'));
    expect(told.sort()).toEqual([`channel 19:other: 5 s0`, `channel ${manager.conversation.id}: 5 s0, 6 s0`].sort());
  });
});

describe('the commands unlink and links', () => {
  it('unlink ends a link of this channel, and elsewhere shows the links', async () => {
    const { setting, manager } = await twoOrganisations();
    // Without it, the link would be the last way to reach somebody.
    await setting.ledger.conversations.remember(manager);
    await setting.link(manager, 'Matchwell');
    const elsewhere = { ...manager, conversation: { ...manager.conversation, id: '19:else' } };
    const shown = await setting.run({ kind: 'unlink', query: 'Matchwell', scope: '' }, elsewhere);
    expect(expectKind(shown, 'links').links).toHaveLength(1);
    const done = await setting.run({ kind: 'unlink', query: 'Matchwell', scope: '' }, manager);
    expect(expectKind(done, 'unlinked').scope?.name).toBe('Matchwell (NL)');
    expect(await setting.ledger.links.all()).toEqual([]);
    const actions = (await setting.ledger.audit.rows()).map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(['link.added', 'link.removed']));
  });

  it('links lists the asker’s own links, and all links for an administrator', async () => {
    const { setting, manager, administrator } = await twoOrganisations();
    await setting.link(manager, 'Matchwell');
    await setting.signIn(administrator, { roles: [ADMIN_ROLE] });
    await setting.link(administrator, 'Nord-Ost');
    expect(expectKind(await setting.run({ kind: 'links' }, manager), 'links').links).toHaveLength(1);
    const all = expectKind(await setting.run({ kind: 'links' }, administrator), 'links');
    expect(all.links).toHaveLength(2);
    const foreign = all.links.find(({ scope }) => scope.name === 'Nord-Ost (DE)');
    const refused = await setting.run({ kind: 'unlink-one', id: foreign?.id ?? '' }, manager);
    expect(expectKind(refused, 'unlinked').scope).toBeUndefined();
    expect(await setting.ledger.links.all()).toHaveLength(2);
  });
});

describe('a managers’ channel with people of other organisations', () => {
  it('is linked with a warning that counts them', async () => {
    const { setting, manager } = await twoOrganisations();
    setting.outsiders.accounts = ['29:olga', '29:oscar'];
    expect(expectKind(await setting.link(manager, 'Matchwell'), 'linked').outsiders).toBe(2);
  });

  it.each([
    ['is shared', [], ['29:olga']],
    ['gets its first member of another organisation', ['29:olga'], ['29:olga']],
    ['is shared, and Teams does not say who is there', [], undefined],
  ])('loses its links and tells the administrators when it %s', async (_what, added, accounts) => {
    const { setting, manager } = await twoOrganisations();
    await setting.link(manager, 'Matchwell');
    setting.outsiders.accounts = accounts;
    await setting.usecases.sharedOutside({ conversationId: manager.conversation.id, added });
    await setting.usecases.sendOutbox();
    expect(setting.notices).toMatchObject([{ kind: 'channel-shared', links: [{ scope: { name: 'Matchwell (NL)' } }] }]);
    await setting.usecases.heardFrom({ ...CHANNEL, conversation: manager.conversation });
    expect(await setting.ledger.links.all()).toEqual([]);
  });

  /** Ada manages two applications of Matchwell, Bob one of them and Cleo one of another organisation. */
  async function withManagers() {
    const prepared = await twoOrganisations();
    const { setting, manager, dm, smc, foreign } = prepared;
    const [bob, cleo] = [someone('Bob', 'personal'), someone('Cleo', 'personal')];
    const chat = { ...manager, conversation: { ...manager.conversation, kind: 'personal', id: '19:ada' } } as const;
    for (const person of [chat, bob, cleo]) await setting.ledger.conversations.remember(person);
    await setting.assign(bob, dm);
    await setting.assign(cleo, foreign);
    await setting.link(manager, 'Matchwell');
    await setting.link(manager, smc.displayName);
    setting.outsiders.accounts = ['29:olga'];
    const share = () => setting.usecases.sharedOutside({ conversationId: manager.conversation.id, added: [] });
    /** Who was told of the end of which links. */
    const told = () =>
      setting.posts.flatMap(({ to, notice }) =>
        notice.kind === 'channel-unlinked' ? [`${to}: ${notice.links.map(({ scope }) => scope.name).join(', ')}`] : [],
      );
    return { ...prepared, bob, share, told };
  }

  it('tells each manager of the applications linked there once, in person, which links have ended', async () => {
    const { setting, share, told } = await withManagers();
    await share();
    await setting.usecases.sendOutbox();
    expect(told().sort()).toEqual(['Ada: Matchwell (NL), Partner-NL-Matchwell-SMC', 'Bob: Matchwell (NL)']);
    await share();
    setting.clock.pass(DAY_MS);
    await setting.usecases.sendOutbox();
    expect(told()).toHaveLength(2);
  });

  it('tells the managers later if the directory does not answer when the channel is shared', async () => {
    const { setting, share, told } = await withManagers();
    setting.directory.failNext('beginningWith', new DirectoryFault('unreachable', { ambiguous: false }));
    await share();
    expect(await setting.ledger.links.all()).toEqual([]);
    await setting.usecases.sendOutbox();
    expect(setting.notices).toMatchObject([{ kind: 'channel-shared' }]);
    expect(told()).toEqual([]);
    setting.clock.pass(60_000);
    await setting.usecases.sendOutbox();
    expect(told()).toHaveLength(2);
  });

  it('tells no manager who has lost the applications before the message is sent', async () => {
    const { setting, dm, bob, share, told } = await withManagers();
    setting.announceResults.push({ kind: 'later', code: 'TooManyRequests', afterMs: 5_000, maybe: false });
    setting.announceResults.push({ kind: 'later', code: 'TooManyRequests', afterMs: 5_000, maybe: false });
    await share();
    await setting.usecases.sendOutbox();
    const before = told().length;
    await setting.ledger.assignments.remove(bob.person, dm.clientId, event);
    setting.clock.pass(60_000);
    await setting.usecases.sendOutbox();
    expect(told().slice(before)).toEqual(['Ada: Matchwell (NL), Partner-NL-Matchwell-SMC']);
  });

  it('has lost its links, with a row for each, even if the bot stops right after the channel was shared', async () => {
    const { setting, share, manager } = await withManagers();
    const { links } = setting.ledger;
    Object.assign(links, { remove: () => Promise.reject(new Error('the process has died')) });
    await share();
    await setting.usecases.heardFrom({ ...CHANNEL, conversation: manager.conversation });
    expect(await links.all()).toEqual([]);
    const removed = (await setting.ledger.audit.rows()).filter(({ action }) => action === 'link.removed');
    expect(removed.map(({ detail }) => detail)).toEqual([
      expect.stringContaining('organisation:nl/matchwell'),
      expect.stringContaining('application:'),
    ]);
  });

  it.each([
    ['is shared with a team of the own organisation', [], []],
    ['gets a colleague', ['29:bob'], []],
    ['gets one more of those for whom it was linked', ['29:oscar'], ['29:olga', '29:oscar']],
  ])('keeps its links when it %s', async (_what, added, accounts) => {
    const { setting, manager } = await twoOrganisations();
    await setting.link(manager, 'Matchwell');
    setting.outsiders.accounts = accounts;
    await setting.usecases.sharedOutside({ conversationId: manager.conversation.id, added });
    expect(await setting.ledger.links.all()).toMatchObject([{ deadSince: undefined }]);
  });
});

describe('a bot that is removed from a team', () => {
  it('loses its links there, tells the administrators, and has the links again when it returns', async () => {
    const { setting, manager } = await twoOrganisations();
    await setting.link(manager, 'Matchwell');
    await setting.usecases.removedFrom({ teamId: CHANNEL.teamId });
    await setting.usecases.sendOutbox();
    expect(setting.notices).toMatchObject([{ kind: 'links-died', links: [{ scope: { name: 'Matchwell (NL)' } }] }]);
    await setting.usecases.removedFrom({ teamId: CHANNEL.teamId });
    await setting.usecases.sendOutbox();
    expect(setting.notices).toHaveLength(1);
    expect((await setting.ledger.links.all())[0]?.deadSince).toBeInstanceOf(Date);
    await setting.usecases.returnedTo({ teamId: CHANNEL.teamId });
    expect((await setting.ledger.links.all())[0]?.deadSince).toBeUndefined();
  });

  it('updates the address of a link with every activity from the channel', async () => {
    const { setting, manager } = await twoOrganisations();
    await setting.link(manager, 'Matchwell');
    const conversation = { ...manager.conversation, serviceUrl: 'https://moved.example/' };
    await setting.usecases.heardFrom({ ...CHANNEL, name: 'Renamed', conversation });
    expect((await setting.ledger.links.all())[0]?.channel).toEqual({ ...CHANNEL, name: 'Renamed', conversation });
  });
});

describe('a channel or a team that was renamed', () => {
  it('has its new name in its live links; dead links stay dead and as they were', async () => {
    const { setting, manager } = await twoOrganisations();
    await setting.link(manager, 'Matchwell');
    await setting.link({ ...manager, conversation: { ...manager.conversation, id: '19:dead' } }, 'legacy');
    await setting.usecases.removedFrom({ conversationId: '19:dead' });
    await setting.usecases.renamed({ teamId: CHANNEL.teamId }, 'Members');
    await setting.usecases.renamed({ conversationId: manager.conversation.id }, 'Secrets');
    await setting.usecases.renamed({ teamId: '19:another' }, 'Others');
    const links = [...(await setting.ledger.links.all())];
    const named = ({ teamName, name }: { teamName: string; name: string }) => [teamName, name];
    links.sort((one, other) => one.channel.teamName.localeCompare(other.channel.teamName));
    expect(links.map(({ channel, deadSince }) => [...named(channel), deadSince === undefined])).toEqual([
      ['Members', 'Secrets', true],
      ['Partners', 'Managers', false],
    ]);
  });
});

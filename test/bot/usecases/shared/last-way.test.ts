import { beforeEach, describe, expect, it } from 'vitest';
import { type ContactSetting, createContactSetting, DESK, ONCALL } from '../messages/contact-setting.ts';
import { event, expectKind } from './setting.ts';

let world: ContactSetting;
beforeEach(async () => {
  world = await createContactSetting();
});

const unlink = () => world.setting.run({ kind: 'unlink', query: 'Matchwell', scope: '' }, world.manager);
const remove = () => world.press(world.administrator, 'remove', DESK);
const mailOff = () => world.setting.run({ kind: 'notify', mail: 'off' }, world.manager);
/** The manager gets no mail, and the bot has not met them. */
const silence = async () => {
  await world.setting.ledger.conversations.lost(world.manager.person);
  await world.setting.ledger.mailChoices.set(world.manager.person, 'off', event);
};

describe('the last way to the people of an application', () => {
  it('is not ended by unlink, which names the applications', async () => {
    await world.setting.link(world.manager, 'Matchwell');
    await silence();
    const refused = expectKind(await unlink(), 'last-way');
    expect(refused).toMatchObject({ end: 'unlink', total: 2 });
    expect(refused.applications.map(({ displayName }) => displayName)).toEqual([
      'Partner-NL-Matchwell-DM',
      'Partner-NL-Matchwell-SMC',
    ]);
    expect(await world.setting.ledger.links.all()).toHaveLength(1);
    const [link] = await world.setting.ledger.links.all();
    const press = { kind: 'unlink-one', id: link?.id ?? '' } as const;
    expectKind(await world.setting.run(press, world.manager), 'last-way');
  });

  it('is not ended by unlink, which names no application that the person does not manage', async () => {
    await world.setting.link(world.manager, 'Matchwell');
    await silence();
    const { person } = await world.join('Bea');
    await world.setting.ledger.mailChoices.set(person, 'off', event);
    await world.setting.ledger.assignments.add({ ...person, name: 'Bea' }, world.smc.clientId, event);
    await world.setting.ledger.assignments.remove(world.manager.person, world.smc.clientId, event);
    const refused = expectKind(await unlink(), 'last-way');
    expect(refused.total).toBe(2);
    expect(refused.applications.map(({ clientId }) => clientId)).toEqual([world.dm.clientId]);
  });

  it('is not ended by notify mail off', async () => {
    await world.setting.ledger.conversations.lost(world.manager.person);
    const refused = expectKind(await mailOff(), 'last-way');
    expect(refused).toMatchObject({ end: 'mail-off', total: 2 });
    expect(await world.setting.ledger.mailChoices.of([world.manager.person])).toEqual(['html']);
  });

  it('is not ended by removing a contact', async () => {
    await world.confirmed(DESK);
    await silence();
    expectKind(await remove(), 'last-way');
    expect(await world.stateOf(DESK)).toBe('confirmed');
  });

  it.each([
    ['another channel', () => world.setting.link({ ...world.manager, conversation: ELSEWHERE }, 'Matchwell')],
    ['a manager who was met', () => world.setting.ledger.conversations.remember(world.manager)],
    ['a confirmed contact', () => world.confirmed(DESK)],
  ])('is another one if there is %s', async (_what, make) => {
    await world.setting.link(world.manager, 'Matchwell');
    await silence();
    await make();
    expectKind(await unlink(), 'unlinked');
  });

  it('is no contact whose holder has not confirmed it, or who cannot be reached', async () => {
    await world.setting.link(world.manager, 'Matchwell');
    await silence();
    await world.contact(world.administrator, 'Matchwell', ONCALL);
    await world.confirmed(DESK);
    const [desk] = (await world.all()).filter(({ address }) => address === DESK);
    const quiet = () => ({ audit: [], messages: [] });
    await world.setting.ledger.contacts.unreachable(desk?.id ?? '', world.setting.clock.clock(), quiet);
    expectKind(await unlink(), 'last-way');
  });

  it('does not keep what is no way: a contact that nobody has confirmed, and a link that is dead', async () => {
    await silence();
    await world.contact(world.administrator, 'Matchwell', DESK);
    expectKind(await remove(), 'contacts');
    await world.setting.link(world.manager, 'Matchwell');
    const { id } = world.manager.conversation;
    await world.setting.usecases.removedFrom({ conversationId: id });
    expectKind(await unlink(), 'unlinked');
  });

  it('is not the matter of an application that has no way even now', async () => {
    await world.unmanaged();
    await world.setting.link(world.administrator, 'Matchwell');
    await world.confirmed(DESK, 'Elsewhere');
    expectKind(await remove(), 'last-way');
    await world.confirmed(ONCALL, 'Elsewhere');
    expectKind(await remove(), 'contacts');
  });

  it('is kept if two people end the last two ways at the same time', async () => {
    await world.setting.link(world.manager, 'Matchwell');
    await world.confirmed(DESK);
    await silence();
    const ended = await Promise.all([unlink(), remove()]);
    expect(ended.map(({ kind }) => kind)).toContain('last-way');
    const left = [...(await world.setting.ledger.links.all()), ...(await world.all())];
    expect(left).toHaveLength(1);
  });

  it('goes with a role that is taken away, because that has to be possible at once', async () => {
    await silence();
    await world.setting.ledger.conversations.remember(world.manager);
    const people = [{ kind: 'words', words: world.manager.person.oid }] as const;
    world.setting.people.put({ ...world.manager.person, name: 'Ada', address: '', guest: false });
    const wish = { kind: 'unassign', people, query: '', clientIds: [world.dm.clientId] } as const;
    const { form } = expectKind(await world.setting.run(wish, world.administrator), 'assignment-form');
    const submit = { kind: 'submit-assignment', nonce: form.nonce, confirmedBy: '', lastToo: true } as const;
    for (let asks = 0; asks < 2; asks++) await world.setting.run(submit, world.administrator);
    expect(await world.setting.ledger.assignments.of(world.manager.person)).toEqual([world.smc.clientId]);
  });

  it('goes if the holder of an address refuses it', async () => {
    await world.contact(world.administrator, 'Matchwell', DESK);
    await world.send();
    await silence();
    expect(await world.setting.usecases.contactLinks.refuse(world.inviteTo(DESK)[0] ?? '')).toBeDefined();
  });
});

const ELSEWHERE = {
  kind: 'channel',
  id: '19:other',
  serviceUrl: 'https://x.example/',
  botAccountId: '28:bot',
} as const;

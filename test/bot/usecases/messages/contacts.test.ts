import { beforeEach, describe, expect, it } from 'vitest';
import { ADMIN_ROLE } from '../../../../bot/domain/sign-in/session.ts';
import { DAY_MS } from '../reminders/reminder-setting.ts';
import { event, expectKind } from '../shared/setting.ts';
import { type ContactSetting, createContactSetting, DESK, ONCALL } from './contact-setting.ts';

const WEEK_MS = 7 * DAY_MS;
let world: ContactSetting;
beforeEach(async () => {
  world = await createContactSetting();
});

describe('contact', () => {
  it('adds what an administrator says at once, and sends each address exactly one mail with a link', async () => {
    const added = expectKind(await world.contact(world.administrator, 'Matchwell', DESK, ONCALL), 'contacts-added');
    expect(added).toMatchObject({
      organisation: { key: 'nl/matchwell' },
      added: [{ address: DESK }, { address: ONCALL }],
    });
    expect(added.added.map(({ state }) => state)).toEqual(['waiting', 'waiting']);
    await world.send();
    await world.send();
    await world.setting.sweepAndSend();
    expect(world.setting.letters.map(({ to, content }) => [to, content.kind])).toEqual([
      [DESK, 'contact-invite'],
      [ONCALL, 'contact-invite'],
    ]);
    const [invite] = world.setting.letters;
    expect(invite?.content).toMatchObject({ url: expect.stringMatching(/^https:\/\/bot\.example\/contact\/[\w-]+$/) });
  });

  it('proposes what a manager says: the administrators get a card, and the address gets nothing', async () => {
    const proposed = expectKind(await world.contact(world.manager, 'Matchwell', DESK), 'contacts-added');
    expect(proposed.added).toMatchObject([{ state: 'proposed', addedBy: { name: 'Ada' } }]);
    await world.send();
    expect(world.setting.letters).toEqual([]);
    const view = { address: DESK, state: 'proposed', addedBy: { name: 'Ada' } };
    expect(world.setting.notices).toMatchObject([{ kind: 'contact-proposed', view }]);
  });

  it('means the only organisation of the asker if none is named', async () => {
    expectKind(await world.contact(world.manager, '', DESK), 'contacts-added');
  });

  it('asks which organisation is meant and keeps the addresses, if an administrator’s words fit several', async () => {
    const choice = expectKind(await world.contact(world.administrator, 'e', DESK), 'choose-scope');
    expect(choice).toMatchObject({ act: 'contact', addresses: DESK });
    expect(choice.scopes.map(({ key }) => key)).toEqual(['be/elsewhere', 'nl/matchwell']);
    const press = { kind: 'contact', query: '', addresses: DESK, scope: 'organisation:be/elsewhere' } as const;
    expectKind(await world.setting.run(press, world.administrator), 'contacts-added');
  });

  it('says which words are no address, and adds none of them', async () => {
    const form = expectKind(await world.contact(world.administrator, 'Matchwell', DESK, 'desk@'), 'contact-form');
    expect(form).toMatchObject({ problem: 'bad-address', bad: ['desk@'], query: 'Matchwell' });
    expect(await world.all()).toEqual([]);
  });

  it('takes five addresses at once, and ten for an organisation', async () => {
    const addresses = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => `a${from + n}@x.example`);
    const six = await world.contact(world.administrator, 'Matchwell', ...addresses(0, 6));
    expect(six).toMatchObject({ kind: 'contact-form', problem: 'too-many' });
    for (const from of [0, 5])
      expectKind(await world.contact(world.administrator, 'Matchwell', ...addresses(from, 5)), 'contacts-added');
    const more = await world.contact(world.manager, 'Matchwell', DESK);
    expect(more).toMatchObject({ kind: 'contact-form', problem: 'full' });
    expectKind(await world.contact(world.administrator, 'Elsewhere', DESK), 'contacts-added');
  });

  it('accepts a proposal if an administrator adds the same address', async () => {
    await world.contact(world.manager, 'Matchwell', DESK);
    const added = expectKind(
      await world.contact(world.administrator, 'Matchwell', DESK.toUpperCase()),
      'contacts-added',
    );
    expect(added.added).toMatchObject([{ address: DESK, state: 'waiting' }]);
    await world.send();
    expect(world.inviteTo(DESK)).toHaveLength(1);
  });

  it('is refused if e-mail is not set up', async () => {
    const without = await createContactSetting({});
    const refused = await without.contact(without.administrator, 'Matchwell', DESK);
    expect(refused).toMatchObject({ kind: 'refused', refusal: 'no-mail' });
  });

  it('is not for the managers of a dummy for implementers, who do not speak for the organisation', async () => {
    const dora = await world.join('Dora');
    const dummy = { ...world.smc, clientId: crypto.randomUUID(), displayName: 'PartnerAlternative-NL-Matchwell-SMC' };
    world.setting.directory.put(dummy);
    await world.setting.assign(dora, dummy);
    expect(await world.contact(dora, 'Matchwell', DESK)).toMatchObject({ kind: 'refused', refusal: 'no-organisation' });
  });

  it('says that no organisation is found if the names of a manager’s applications belong to none', async () => {
    const dora = await world.join('Dora');
    const legacy = { ...world.smc, clientId: crypto.randomUUID(), displayName: 'Legacy upload' };
    world.setting.directory.put(legacy);
    await world.setting.assign(dora, legacy);
    expect(await world.contact(dora, 'Legacy', DESK)).toMatchObject({ kind: 'refused', refusal: 'no-organisation' });
    const nobody = await world.join('Nora');
    expect(await world.contact(nobody, '', DESK)).toMatchObject({ kind: 'no-applications' });
  });

  it('writes no address into the record', async () => {
    await world.confirmed(DESK);
    await world.press(world.manager, 'remove', DESK);
    expect(JSON.stringify(await world.setting.ledger.audit.rows())).not.toContain(DESK);
  });
});

describe('the card of a proposal', () => {
  it('sends the first e-mail when an administrator accepts it, and is drawn again for everybody', async () => {
    const admins = await world.setting.run(
      { kind: 'link', query: 'admin', scope: '' },
      {
        ...world.administrator,
        conversation: { ...world.manager.conversation, id: '19:admins' },
      },
    );
    expectKind(admins, 'linked');
    await world.contact(world.manager, 'Matchwell', DESK);
    await world.send();
    const note = await world.press(world.administrator, 'confirm', DESK, true);
    expect(note).toEqual({ kind: 'note', note: { kind: 'contact-decided', how: 'confirm' } });
    await world.send();
    expect(world.inviteTo(DESK)).toHaveLength(1);
    const posts = world.setting.posts.map(({ how, notice }) => [
      how,
      notice.kind === 'contact-proposed' ? notice.view.state : notice.kind,
    ]);
    expect(posts).toEqual([
      ['channel', 'proposed'],
      ['update', 'waiting'],
    ]);
  });

  it('sends nothing to an address that an administrator declines', async () => {
    await world.contact(world.manager, 'Matchwell', DESK);
    await world.press(world.administrator, 'decline', DESK);
    await world.send();
    expect(world.setting.letters).toEqual([]);
    expect(await world.all()).toEqual([]);
  });
});

describe('the link of a first e-mail', () => {
  const recordOf = async (action: string) =>
    (await world.setting.ledger.audit.rows()).filter((row) => row.action === action).length;

  it('is found without a change, and confirms the contact once', async () => {
    await world.contact(world.administrator, 'Matchwell', DESK);
    await world.send();
    const [token = ''] = world.inviteTo(DESK);
    const { contactLinks } = world.setting.usecases;
    expect(await contactLinks.find(token)).toMatchObject({ address: DESK, state: 'waiting' });
    expect(await world.stateOf(DESK)).toBe('waiting');
    expect(await contactLinks.confirm(token)).toMatchObject({ state: 'confirmed' });
    expect(await contactLinks.find(token)).toBeUndefined();
    expect(await contactLinks.refuse(token)).toBeUndefined();
    expect(await world.stateOf(DESK)).toBe('confirmed');
    expect(await recordOf('contact.confirmed')).toBe(1);
  });

  it.each([
    ['confirm', 'confirmed', 'contact.confirmed'],
    ['refuse', 'refused', 'contact.refused'],
  ] as const)(
    'answers a second %s soon after like the first, changes nothing again, and ends ten minutes later',
    async (act, state, action) => {
      await world.contact(world.administrator, 'Matchwell', DESK);
      await world.send();
      const [token = ''] = world.inviteTo(DESK);
      const press = world.setting.usecases.contactLinks[act];
      const pressed = await Promise.all([press(token), press(token)]);
      expect(pressed).toMatchObject([{ state }, { state }]);
      expect(await recordOf(action)).toBe(1);
      world.setting.clock.pass(600_000);
      expect(await press(token)).toBeUndefined();
    },
  );

  it('is kept nowhere: neither in the outbox nor with the contact, and not in the record', async () => {
    await world.contact(world.administrator, 'Matchwell', DESK);
    world.setting.letterResults.push({ kind: 'later', code: 'Busy', afterMs: undefined, maybe: true });
    await world.send();
    const [token = ''] = world.inviteTo(DESK);
    expect(token).not.toBe('');
    const kept = [await world.all(), await world.setting.ledger.outbox.dead(), await world.setting.ledger.audit.rows()];
    expect(JSON.stringify(kept)).not.toContain(token);
  });

  it('ends after seven days, when the mail goes out again, and when the contact is removed', async () => {
    const { contactLinks } = world.setting.usecases;
    await world.contact(world.administrator, 'Matchwell', DESK, ONCALL);
    await world.send();
    const [desk = '', oncall = ''] = [world.inviteTo(DESK)[0], world.inviteTo(ONCALL)[0]];
    world.setting.clock.pass(600_000);
    await world.signInAgain();
    await world.press(world.manager, 'again', DESK);
    expect(await contactLinks.find(desk)).toBeUndefined();
    await world.press(world.manager, 'remove', ONCALL);
    expect(await contactLinks.find(oncall)).toBeUndefined();
    await world.send();
    const again = world.inviteTo(DESK)[1] ?? '';
    expect(await contactLinks.find(again)).toBeDefined();
    world.setting.clock.pass(WEEK_MS);
    expect(await contactLinks.confirm(again)).toBeUndefined();
  });

  it('is looked up only if the bot has made it for this purpose', async () => {
    const { contactLinks } = world.setting.usecases;
    const ticket = await world.setting.deps.links.make('ticket');
    for (const text of ['', 'x', ticket]) expect(await contactLinks.find(text)).toBeUndefined();
  });

  it('tells the administrators if its holder wants no mail, and makes that nobody can add the address again', async () => {
    await world.contact(world.administrator, 'Matchwell', DESK);
    await world.send();
    expect(await world.setting.usecases.contactLinks.refuse(world.inviteTo(DESK)[0] ?? '')).toBeDefined();
    await world.send();
    expect(world.setting.notices).toMatchObject([{ kind: 'contact-refused', address: DESK }]);
    for (const [by, query] of [
      [world.administrator, 'Matchwell'],
      [world.administrator, 'Elsewhere'],
      [world.manager, 'Matchwell'],
    ] as const)
      expect(await world.contact(by, query, DESK)).toMatchObject({ added: [], known: [], refused: [DESK] });
    await world.send();
    expect(world.inviteTo(DESK)).toHaveLength(1);
  });

  it('shows what its holder has refused to administrators alone, who can neither send the mail again nor remove it', async () => {
    await world.contact(world.administrator, 'Matchwell', DESK);
    await world.send();
    await world.setting.usecases.contactLinks.refuse(world.inviteTo(DESK)[0] ?? '');
    const list = { kind: 'contacts', query: '', page: 1 } as const;
    expect(await world.setting.run(list, world.manager)).toMatchObject({ total: 0 });
    expect(await world.setting.run(list, world.administrator)).toMatchObject({ contacts: [{ state: 'refused' }] });
    for (const act of ['again', 'remove'] as const)
      expect(await world.press(world.administrator, act, DESK)).toMatchObject({ refusal: 'contact-refused' });
    expect(await world.press(world.manager, 'again', DESK)).toMatchObject({ refusal: 'contact-gone' });
    expect(await world.stateOf(DESK)).toBe('refused');
  });

  it('arrives once with a link that works if it is sent again while an earlier attempt is put off', async () => {
    await world.contact(world.administrator, 'Matchwell', DESK);
    world.setting.letterResults.push({ kind: 'later', code: 'Busy', afterMs: 3_600_000, maybe: true });
    await world.send();
    world.setting.clock.pass(600_000);
    await world.signInAgain();
    expectKind(await world.press(world.manager, 'again', DESK), 'contacts');
    await world.send();
    expect(world.inviteTo(DESK)).toHaveLength(2);
    world.setting.clock.pass(7_200_000);
    await world.send();
    expect(world.inviteTo(DESK)).toHaveLength(2);
    expect(await world.setting.usecases.contactLinks.confirm(world.inviteTo(DESK)[1] ?? '')).toBeDefined();
  });

  it('is sent again three times at most', async () => {
    await world.contact(world.administrator, 'Matchwell', DESK);
    const again = async () => {
      world.setting.clock.pass(600_000);
      await world.signInAgain();
      return world.press(world.manager, 'again', DESK);
    };
    for (const _time of [1, 2, 3]) expectKind(await again(), 'contacts');
    expect(await again()).toMatchObject({ refusal: 'mailed-enough' });
  });

  it('is not sent again within ten minutes', async () => {
    await world.contact(world.administrator, 'Matchwell', DESK);
    await world.send();
    expect(await world.press(world.manager, 'again', DESK)).toMatchObject({ refusal: 'mailed-just-now' });
    await world.send();
    expect(world.inviteTo(DESK)).toHaveLength(1);
  });
});

describe('contacts', () => {
  it('lists those of one’s own organisations, and all for an administrator, page by page', async () => {
    await world.contact(world.administrator, 'Matchwell', DESK, ONCALL);
    await world.contact(world.administrator, 'Elsewhere', DESK);
    const list = (query: string, page = 1) => ({ kind: 'contacts', query, page }) as const;
    const mine = expectKind(await world.setting.run(list(''), world.manager), 'contacts');
    expect(mine).toMatchObject({ total: 2, confirms: false });
    const all = expectKind(await world.setting.run(list(''), world.administrator), 'contacts');
    expect(all).toMatchObject({ total: 3, confirms: true });
    const named = expectKind(await world.setting.run(list('elsewhere'), world.administrator), 'contacts');
    expect(named.contacts.map(({ organisation }) => organisation.name)).toEqual(['Elsewhere (BE)']);
    expect(expectKind(await world.setting.run(list('elsewhere'), world.manager), 'contacts').total).toBe(0);
  });

  it('tells administrators which contacts belong to an organisation that has no application any more', async () => {
    await world.confirmed(DESK);
    await world.confirmed(ONCALL, 'Elsewhere');
    world.setting.directory.put({ ...world.foreign, displayName: 'Partner-BE-Renamed-SMC' });
    const list = { kind: 'contacts', query: '', page: 1 } as const;
    expect(await world.setting.run(list, world.administrator)).toMatchObject({
      contacts: [
        { address: ONCALL, isForsaken: true },
        { address: DESK, isForsaken: false },
      ],
    });
  });

  it('says that a first e-mail’s link has ended', async () => {
    await world.contact(world.administrator, 'Matchwell', DESK);
    world.setting.clock.pass(WEEK_MS + 1);
    await world.signInAgain();
    const list = await world.setting.run({ kind: 'contacts', query: '', page: 1 }, world.manager);
    expect(list).toMatchObject({ contacts: [{ state: 'waiting', isLinkOver: true }] });
  });
});

describe('a contact', () => {
  it('gets reminders once its holder has confirmed it, and nothing before', async () => {
    await world.contact(world.administrator, 'Matchwell', ONCALL);
    await world.confirmed(DESK);
    world.setting.letters.splice(0);
    await world.setting.sweepAndSend();
    expect(world.setting.letters.map(({ to, content }) => [to, content.kind])).toEqual([[DESK, 'digest']]);
    const [letter] = world.setting.letters;
    const items = letter?.content.kind === 'digest' ? letter.content.digest.items : [];
    expect(items).toMatchObject([{ application: { displayName: 'Partner-NL-Matchwell-DM' }, stage: 5 }]);
    expect(items[0]?.alsoTold.map(({ kind }) => kind)).toContain('mail');
    await world.setting.nextDay();
    await world.setting.nextDay();
    expect(world.setting.letters.map(({ to }) => to)).toEqual([DESK, DESK, DESK]);
  });

  it('is named to everybody else who is told', async () => {
    await world.confirmed(DESK);
    await world.setting.sweepAndSend();
    const [toManager] = world.setting.announced;
    expect(toManager?.digest.items[0]?.alsoTold).toMatchObject([{ kind: 'contact' }]);
  });

  it('is not asked before the day that somebody has promised', async () => {
    await world.confirmed(DESK);
    await world.setting.sweepAndSend();
    const { clientId, secrets } = world.dm;
    const keyId = secrets[0]?.keyId ?? '';
    const claim = {
      by: { ...world.manager.person, name: 'Ada' },
      at: world.setting.clock.clock(),
      until: '2026-11-27',
    };
    await world.setting.ledger.reminders.claim(clientId, keyId, claim, true, event);
    await world.setting.ledger.reminders.promise(
      { clientId, keyId },
      world.manager.person,
      '2026-11-27',
      claim.at,
      event,
    );
    world.setting.letters.splice(0);
    await world.setting.nextDay();
    expect(world.setting.letters).toEqual([]);
  });

  it('gets no reminder after it was removed, even if one was planned', async () => {
    await world.confirmed(DESK);
    await world.setting.usecases.sweepIfDue();
    await world.press(world.manager, 'remove', DESK);
    world.setting.letters.splice(0);
    await world.send();
    expect(world.setting.letters).toEqual([]);
  });

  it('that the mail service refuses is told to the administrators once, and its reminder goes to the others', async () => {
    await world.confirmed(DESK);
    const gone = { kind: 'gone', code: 'ErrorInvalidRecipients' } as const;
    world.setting.letterResults.push(gone, gone);
    await world.setting.sweepAndSend();
    await world.setting.nextDay();
    expect(world.setting.notices).toMatchObject([{ kind: 'contact-unreachable', address: DESK }]);
    const list = expectKind(
      await world.setting.run({ kind: 'contacts', query: '', page: 1 }, world.manager),
      'contacts',
    );
    expect(list.contacts[0]?.unreachableSince).toBeDefined();
    const overview = await world.setting.run({ kind: 'overview', page: 1 }, world.administrator);
    expect(overview).toMatchObject({ deadContacts: 1 });
    expect(await world.setting.ledger.outbox.dead()).toEqual([]);
  });

  it('that could not be reached waits for its holder again when its first e-mail goes out again', async () => {
    await world.confirmed(DESK);
    world.setting.letterResults.push({ kind: 'gone', code: 'ErrorInvalidRecipients' });
    await world.setting.sweepAndSend();
    await world.press(world.manager, 'again', DESK);
    await world.send();
    expect(await world.stateOf(DESK)).toBe('waiting');
    expect(world.inviteTo(DESK)).toHaveLength(2);
  });

  it('stays in the list of undelivered messages if the mailbox that sends is refused, and counts as reachable', async () => {
    await world.confirmed(DESK);
    world.setting.letterResults.push({ kind: 'refused', code: 'ErrorAccessDenied' });
    await world.setting.sweepAndSend();
    const outcome = expectKind(await world.setting.run({ kind: 'undelivered' }, world.administrator), 'undelivered');
    expect(outcome.messages).toMatchObject([{ to: { kind: 'contact', name: DESK }, about: 'digest' }]);
    expect(await world.stateOf(DESK)).toBe('confirmed');
  });

  it('hears who has got and who has lost the role for its organisation, and nothing of other organisations', async () => {
    await world.confirmed(DESK);
    await world.confirmed(ONCALL, 'Elsewhere');
    const dora = await world.join('Dora');
    world.setting.letters.splice(0);
    const assign = async (kind: 'assign' | 'unassign') => {
      const people = [{ kind: 'words', words: dora.person.oid }] as const;
      const wish = { kind, people, query: '', clientIds: [world.smc.clientId] };
      const { form } = expectKind(await world.setting.run(wish, world.administrator), 'assignment-form');
      const submit = { kind: 'submit-assignment', nonce: form.nonce, confirmedBy: 'Wilma', lastToo: true } as const;
      expectKind(await world.setting.run(submit, world.administrator), 'assignments-changed');
      await world.send();
    };
    await assign('assign');
    await assign('unassign');
    expect(world.setting.letters.map(({ to }) => to)).toEqual([DESK, DESK]);
    const change = { person: { name: 'Dora' }, applications: [{ displayName: 'Partner-NL-Matchwell-SMC' }] };
    expect(world.setting.letters.map(({ content }) => content)).toMatchObject([
      { kind: 'roles-changed', added: [change], removed: [], by: { name: 'Eve' } },
      { kind: 'roles-changed', added: [], removed: [change] },
    ]);
  });

  it('is not told of a role that was taken away again before the mail went out', async () => {
    await world.confirmed(DESK);
    const dora = await world.join('Dora', [ADMIN_ROLE]);
    const { id } = (await world.all())[0] ?? { id: '' };
    const change = { person: { ...dora.person, name: 'Dora' }, applications: [world.smc] };
    const content = { kind: 'roles-changed', added: [change], removed: [], by: undefined } as const;
    const at = world.setting.clock.clock();
    await world.setting.ledger.outbox.put([{ id: 'news', to: { kind: 'contact', contact: id }, content, at }]);
    world.setting.letters.splice(0);
    await world.send();
    expect(world.setting.letters).toEqual([]);
  });
});

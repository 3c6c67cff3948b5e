import { describe, expect, it } from 'vitest';
import type { PersonWish } from '../../../../bot/domain/shared/command.ts';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import type { Command } from '../../../../bot/usecases/commands.ts';
import { application, event, expectKind, someone } from '../shared/setting.ts';
import { addressOf, createAccessSetting, HOUR_MS, mentioned, typed } from './access-setting.ts';

const CONFIRMED_BY = 'Wilma de Vries of Matchwell';

async function prepared() {
  const dm = application('Partner-NL-Matchwell-DM');
  const smc = application('Partner-NL-Matchwell-SMC');
  const odd = application('Legacy, upload');
  const setting = await createAccessSetting(dm, smc, odd);
  const ada = await setting.join(someone('Ada', 'personal'));
  const bob = await setting.join(someone('Bob', 'channel'));
  const ask = (people: readonly PersonWish[], query: string, over: Partial<AssignCommand> = {}) =>
    setting.run({ ...{ kind: 'assign', people, query, clientIds: [] }, ...over }, setting.administrator);
  const open = async (...asked: Parameters<typeof ask>) => expectKind(await ask(...asked), 'assignment-form').form;
  const submit = (nonce: string, over: Partial<Submit> = {}, by = setting.administrator) =>
    setting.run({ ...{ kind: 'submit-assignment', nonce, confirmedBy: CONFIRMED_BY, lastToo: false }, ...over }, by);
  const assigned = async (...asked: Parameters<typeof ask>) => submit((await open(...asked)).nonce);
  const managers = async () =>
    (await setting.ledger.assignments.all()).map(({ clientId, person }) => {
      const known = [dm, smc, odd].find((one) => one.clientId === clientId);
      return `${known?.displayName ?? clientId}: ${person.name}`;
    });
  return { setting, dm, smc, odd, ada, bob, ask, open, submit, assigned, managers };
}

type AssignCommand = Extract<Command, { kind: 'assign' | 'unassign' }>;
type Submit = Extract<Command, { kind: 'submit-assignment' }>;

describe('assign', () => {
  it.each<[string, (asker: Asker) => PersonWish]>([
    ['a mention', mentioned],
    ['the mail address', (asker) => typed(addressOf(asker).toUpperCase())],
    ['the object id', ({ person }) => typed(person.oid)],
  ])('finds a person by %s, and shows the person of the directory', async (_by, wish) => {
    const { ada, dm, open } = await prepared();
    const form = await open([wish(ada)], 'matchwell-dm');
    expect(form.people).toEqual([{ ...ada.person, name: 'Ada', address: addressOf(ada), guest: false }]);
    expect(form.applications).toEqual([{ clientId: dm.clientId, displayName: dm.displayName }]);
    expect(form).toMatchObject({ act: 'assign', changes: 1, unchanged: 0, abandoned: [], asksAgain: false });
  });

  it('takes several people and several applications at once, typed and chosen on a card', async () => {
    const { setting, ada, bob, smc, open, submit, managers } = await prepared();
    const form = await open([mentioned(ada), typed(addressOf(bob))], 'matchwell-dm; legacy', {
      clientIds: [smc.clientId.toUpperCase()],
    });
    expect(form.changes).toBe(6);
    const done = expectKind(await submit(form.nonce), 'assignments-changed');
    expect(done).toMatchObject({ act: 'assign', changed: 6, unchanged: 0, abandoned: [] });
    expect((await managers()).sort()).toEqual([
      'Legacy, upload: Ada',
      'Legacy, upload: Bob',
      'Partner-NL-Matchwell-DM: Ada',
      'Partner-NL-Matchwell-DM: Bob',
      'Partner-NL-Matchwell-SMC: Ada',
      'Partner-NL-Matchwell-SMC: Bob',
    ]);
    const rows = await setting.rows('assignment.added');
    expect(rows.map(({ subject }) => subject?.name)).toEqual(['Ada', 'Ada', 'Ada', 'Bob', 'Bob', 'Bob']);
    expect(new Set(rows.map(({ reference }) => reference)).size).toBe(1);
  });

  it('finds an application that has a comma in its name', async () => {
    const { ada, odd, open } = await prepared();
    expect((await open([mentioned(ada)], 'legacy, upload')).applications[0]?.clientId).toBe(odd.clientId);
  });

  it('counts a person once who is both mentioned and named', async () => {
    const { ada, open } = await prepared();
    const form = await open([mentioned(ada), typed(addressOf(ada)), typed(ada.person.oid)], 'legacy');
    expect(form.people.map(({ name }) => name)).toEqual(['Ada']);
  });

  it('asks which is meant if a person or an application is unknown or unclear, and changes nothing', async () => {
    const { setting, ada, dm, smc, ask, managers } = await prepared();
    const stranger = { kind: 'account', accountId: '29:stranger', name: 'Mal\u202Eory' } as const;
    const asked = await ask([mentioned(ada), typed('nobody@example.org'), stranger], 'legacy, matchwell');
    expect(expectKind(asked, 'choose-assignment')).toMatchObject({
      people: [{ name: 'Ada' }],
      unknownPeople: ['nobody@example.org', 'Mal ory'],
      applications: [{ displayName: 'Legacy, upload' }],
      unknownApplications: ['matchwell'],
    });
    const ambiguous = expectKind(await ask([mentioned(ada)], 'matchwell'), 'choose-assignment');
    expect(ambiguous.choices.map(({ clientId }) => clientId)).toEqual([dm.clientId, smc.clientId]);
    expect(await managers()).toEqual([]);
    expect(await setting.rows('assignment.added')).toEqual([]);
  });

  it('offers every application if none is named, and asks for a person if none is named', async () => {
    const { ada, ask } = await prepared();
    expect(expectKind(await ask([mentioned(ada)], ''), 'choose-assignment').choices).toHaveLength(3);
    expect(expectKind(await ask([], 'legacy'), 'choose-assignment').people).toEqual([]);
  });

  it('says that the directory does not answer, and changes nothing', async () => {
    const { setting, ada, ask, managers } = await prepared();
    setting.people.down = true;
    expect(expectKind(await ask([typed(addressOf(ada))], 'legacy'), 'refused').refusal).toBe('directory-unreachable');
    setting.people.down = false;
    setting.directory.failNext('everything', new DirectoryFault('forbidden', { ambiguous: false }));
    expect(expectKind(await ask([mentioned(ada)], 'legacy'), 'refused').refusal).toBe('directory-forbidden');
    expect(await managers()).toEqual([]);
  });

  it('refuses everybody but administrators, with the command and with the form, and records each refusal', async () => {
    const { setting, ada, open, submit, managers } = await prepared();
    const form = await open([mentioned(ada)], 'legacy');
    const asked = { kind: 'assign', people: [mentioned(ada)], query: 'legacy', clientIds: [] } as const;
    expect(expectKind(await setting.run(asked, ada), 'refused').refusal).toBe('administrators-only');
    expect(expectKind(await submit(form.nonce, {}, ada), 'refused').refusal).toBe('administrators-only');
    expect((await setting.rows('access.refused')).map(({ actor, detail }) => [actor?.name, detail])).toEqual([
      ['Ada', 'assign'],
      ['Ada', 'submit-assignment'],
    ]);
    expect(await managers()).toEqual([]);
  });

  it('asks for a fresh sign-in before the change', async () => {
    const { setting, ada, open, submit } = await prepared();
    const form = await open([mentioned(ada)], 'legacy');
    setting.clock.pass(11 * 60_000);
    expect(expectKind(await submit(form.nonce), 'sign-in').need).toBe('step-up');
  });
});

describe('the form of an assignment', () => {
  it('belongs to one administrator, and is unknown to another', async () => {
    const { setting, ada, open, submit, managers } = await prepared();
    const other = await setting.join(someone('Fay', 'personal'), { administrator: true });
    const form = await open([mentioned(ada)], 'legacy');
    for (const nonce of [form.nonce, 'no such form'])
      expect(expectKind(await submit(nonce, {}, other), 'refused').refusal).toBe('form-expired');
    expect(await managers()).toEqual([]);
  });

  it.each([
    [HOUR_MS, 'assignments-changed'],
    [HOUR_MS + 1, 'refused'],
  ])('lives for an hour: after %i ms the answer is %s', async (ms, kind) => {
    const { setting, ada, open, submit } = await prepared();
    const form = await open([mentioned(ada)], 'legacy');
    await setting.pass(ms);
    expect((await submit(form.nonce)).kind).toBe(kind);
  });

  it('makes one change and sends one message if it is submitted a thousand times', async () => {
    const { setting, ada, open, submit, managers } = await prepared();
    const { nonce } = await open([mentioned(ada)], 'legacy');
    const outcomes = await Promise.all(Array.from({ length: 500 }, () => submit(nonce)));
    for (let times = 0; times < 500; times++) outcomes.push(await submit(nonce));
    expect(outcomes.filter(({ kind }) => kind === 'assignments-changed')).toHaveLength(1);
    expect(outcomes.filter((one) => one.kind === 'refused' && one.refusal === 'form-used')).toHaveLength(999);
    await setting.tell();
    expect(await managers()).toEqual(['Legacy, upload: Ada']);
    expect(await setting.rows('assignment.added')).toHaveLength(1);
    expect(setting.told()).toEqual(['chat Ada: assigned Legacy, upload']);
  });

  it.each([
    ['', 'confirmed-by-empty'],
    [' \n ', 'confirmed-by-empty'],
    ['x'.repeat(121), 'confirmed-by-too-long'],
  ])('asks again who confirmed the assignment if the answer is %j', async (confirmedBy, problem) => {
    const { ada, open, submit, managers } = await prepared();
    const { nonce } = await open([mentioned(ada)], 'legacy');
    const again = expectKind(await submit(nonce, { confirmedBy }), 'assignment-form').form;
    expect(again).toMatchObject({ nonce, problem, confirmedBy, changes: 1 });
    expect(await managers()).toEqual([]);
    expectKind(await submit(nonce), 'assignments-changed');
  });

  it('keeps who confirmed with the assignment, and not in the audit record', async () => {
    const { setting, ada, open, submit } = await prepared();
    await submit((await open([mentioned(ada)], 'legacy')).nonce, { confirmedBy: `  ${CONFIRMED_BY} ` });
    expect(await setting.ledger.assignments.all()).toMatchObject([
      { confirmedBy: CONFIRMED_BY, by: { name: 'Eve' }, since: setting.clock.clock() },
    ]);
    expect(JSON.stringify(await setting.rows())).not.toContain('Wilma');
  });
});

describe('the messages about roles', () => {
  it('tell each person in one message all applications that they got', async () => {
    const { setting, ada, assigned } = await prepared();
    const done = expectKind(await assigned([mentioned(ada)], 'matchwell-dm, legacy'), 'assignments-changed');
    expect(done.unmet).toEqual([]);
    await setting.tell();
    expect(setting.told()).toEqual(['chat Ada: assigned Partner-NL-Matchwell-DM, Legacy, upload']);
    expect(setting.posts.at(-1)?.notice).toMatchObject({ by: { name: 'Eve' } });
    await setting.pass(2 * 24 * HOUR_MS);
    await setting.tell();
    expect(setting.told()).toEqual([]);
  });

  it('wait for a person whom the bot has not met, and are sent as soon as it has', async () => {
    const { setting, ada, bob, assigned } = await prepared();
    const done = expectKind(await assigned([mentioned(ada), mentioned(bob)], 'legacy'), 'assignments-changed');
    expect(done.unmet.map(({ name }) => name)).toEqual(['Bob']);
    for (let day = 0; day < 40; day++) {
      await setting.tell();
      await setting.pass(23 * HOUR_MS);
    }
    await setting.tell();
    expect(setting.told()).toEqual(['chat Ada: assigned Legacy, upload']);
    setting.woken.length = 0;
    await setting.usecases.remember(bob);
    expect(setting.woken).toEqual(['send-outbox']);
    await setting.tell();
    expect(setting.told()).toEqual(['chat Bob: assigned Legacy, upload']);
  });

  it('leave out a role that the person had already, and the record leaves it out too', async () => {
    const { setting, ada, dm, open, submit } = await prepared();
    await setting.assign(ada, dm);
    const form = await open([mentioned(ada)], 'matchwell-dm, legacy');
    expect(form).toMatchObject({ changes: 1, unchanged: 1 });
    expect(expectKind(await submit(form.nonce), 'assignments-changed')).toMatchObject({ changed: 1, unchanged: 1 });
    expect((await setting.rows()).map(({ action }) => action)).toEqual(['assignment.added']);
    await setting.tell();
    expect(setting.told()).toEqual(['chat Ada: assigned Legacy, upload']);
  });

  it('are not sent if nothing changed', async () => {
    const { setting, ada, bob, dm, assigned } = await prepared();
    await setting.assign(ada, dm);
    await setting.assign(bob, dm);
    const done = await assigned([mentioned(ada), mentioned(bob)], 'matchwell-dm');
    expect(expectKind(done, 'assignments-changed')).toMatchObject({ changed: 0, unchanged: 2, unmet: [] });
    await setting.tell();
    expect(setting.told()).toEqual([]);
  });

  it('do not announce a role that was taken away before its message was sent', async () => {
    const { setting, bob, ada, odd, open, submit, assigned } = await prepared();
    await setting.assign(ada, odd);
    await assigned([mentioned(bob)], 'legacy, matchwell-dm');
    await submit((await open([mentioned(bob)], 'legacy', { kind: 'unassign' })).nonce);
    await setting.usecases.remember(bob);
    await setting.tell();
    expect([...setting.told()].sort()).toEqual([
      'chat Bob: assigned Partner-NL-Matchwell-DM',
      'chat Bob: unassigned Legacy, upload',
    ]);
  });
});

describe('unassign', () => {
  it('takes a role away, records it and tells the person', async () => {
    const { setting, ada, bob, odd, open, submit, managers } = await prepared();
    await setting.assign(ada, odd);
    await setting.assign(bob, odd);
    const form = await open([mentioned(ada)], 'legacy', { kind: 'unassign' });
    expect(form).toMatchObject({ changes: 1, abandoned: [] });
    expect(expectKind(await submit(form.nonce, { confirmedBy: '' }), 'assignments-changed').changed).toBe(1);
    expect(await managers()).toEqual(['Legacy, upload: Bob']);
    expect(await setting.rows('assignment.removed')).toMatchObject([
      { actor: { name: 'Eve' }, subject: { name: 'Ada' }, clientId: odd.clientId, result: 'done' },
    ]);
    await setting.tell();
    expect(setting.told()).toEqual(['chat Ada: unassigned Legacy, upload']);
  });

  it('asks twice before an application loses its last manager, and only the second answer on that form counts', async () => {
    const { setting, ada, odd, open, submit, managers } = await prepared();
    await setting.assign(ada, odd);
    const unasked = await open([mentioned(ada)], 'legacy', { kind: 'unassign' });
    const form = await open([mentioned(ada)], 'legacy', { kind: 'unassign' });
    expect(form.abandoned).toMatchObject([{ displayName: 'Legacy, upload' }]);
    const first = expectKind(await submit(form.nonce, { lastToo: true }), 'assignment-form').form;
    expect(first).toMatchObject({ asksAgain: true, nonce: form.nonce, abandoned: [{ clientId: odd.clientId }] });
    expect(expectKind(await submit(form.nonce, { lastToo: false }), 'assignment-form').form.asksAgain).toBe(true);
    expectKind(await submit(unasked.nonce, { lastToo: true }), 'assignment-form');
    expect(await managers()).toEqual(['Legacy, upload: Ada']);
    expect(await setting.rows('assignment.removed')).toEqual([]);
    const done = expectKind(await submit(form.nonce, { lastToo: true }), 'assignments-changed');
    expect(done.abandoned).toMatchObject([{ clientId: odd.clientId }]);
    expect(await managers()).toEqual([]);
  });

  it('asks again about an application that has lost its other managers since the first question', async () => {
    const { setting, ada, bob, odd, dm, open, submit, managers } = await prepared();
    for (const [who, which] of [
      [ada, odd],
      [ada, dm],
      [bob, dm],
    ] as const)
      await setting.assign(who, which);
    const form = await open([mentioned(ada)], `legacy; ${dm.displayName}`, { kind: 'unassign' });
    const first = expectKind(await submit(form.nonce), 'assignment-form').form;
    expect(first.abandoned).toMatchObject([{ clientId: odd.clientId }]);
    await setting.ledger.assignments.remove(bob.person, dm.clientId, event);
    const second = expectKind(await submit(form.nonce, { lastToo: true }), 'assignment-form').form;
    expect(second.abandoned).toHaveLength(2);
    expect(await managers()).toHaveLength(2);
    expectKind(await submit(form.nonce, { lastToo: true }), 'assignments-changed');
    expect(await managers()).toEqual([]);
  });

  it('asks before an application loses its last manager, even if two administrators take away one manager each', async () => {
    const { setting, ada, bob, odd, open, submit, managers } = await prepared();
    await setting.assign(ada, odd);
    await setting.assign(bob, odd);
    const forms = [await open([mentioned(ada)], 'legacy', { kind: 'unassign' })];
    forms.push(await open([mentioned(bob)], 'legacy', { kind: 'unassign' }));
    const outcomes = await Promise.all(forms.map(({ nonce }) => submit(nonce)));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['assignment-form', 'assignments-changed']);
    expect(await managers()).toHaveLength(1);
  });

  it.each<[string, (asker: Asker) => PersonWish]>([
    ['object id', ({ person }) => typed(person.oid.toUpperCase())],
    ['mention', mentioned],
  ])(
    'takes roles from somebody who has left the directory, named by %s, and assigns them nothing more',
    async (_by, wish) => {
      const { setting, ada, bob, odd, ask, open, submit, managers } = await prepared();
      await setting.assign(ada, odd);
      await setting.assign(bob, odd);
      setting.people.leave(ada.person.oid);
      expect(expectKind(await ask([wish(ada)], 'matchwell-dm'), 'choose-assignment').people).toEqual([]);
      const form = await open([wish(ada)], 'legacy', { kind: 'unassign' });
      expect(form.people).toMatchObject([{ name: 'Ada', address: '' }]);
      expectKind(await submit(form.nonce), 'assignments-changed');
      expect(await managers()).toEqual(['Legacy, upload: Bob']);
    },
  );
});

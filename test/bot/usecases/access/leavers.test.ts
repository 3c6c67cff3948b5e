import { describe, expect, it, vi } from 'vitest';
import type { AdministratorNotice, Notice } from '../../../../bot/domain/messages/notice.ts';
import type { Application } from '../../../../bot/domain/shared/application.ts';
import type { Outcome } from '../../../../bot/domain/shared/outcome.ts';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import { report } from '../../../../bot/usecases/access/report.ts';
import { DAY_MS, inDays } from '../reminders/reminder-setting.ts';
import { application, expectKind, someone } from '../shared/setting.ts';
import { type AccessSetting, createAccessSetting, mentioned, typed } from './access-setting.ts';

/** Ada and Bob manage DM, and Ada alone SMC. All of them, and Eve who is an administrator, have a chat with the bot. */
async function staffed() {
  const dm = application('Partner-NL-Matchwell-DM', inDays(300));
  const smc = application('Partner-NL-Matchwell-SMC', inDays(300));
  const setting = await createAccessSetting(dm, smc);
  const ada = await setting.join(someone('Ada', 'personal'), { manages: [dm, smc] });
  const bob = await setting.join(someone('Bob', 'personal'), { manages: [dm] });
  const nextDay = async () => {
    await setting.pass(DAY_MS);
    await setting.usecases.sweepIfDue();
    await setting.usecases.sendOutbox();
  };
  await setting.usecases.sweepIfDue();
  await setting.usecases.sendOutbox();
  const seen = new Set<Notice>();
  /** The notices since the last call, by reader. */
  const news = () => {
    const all = setting.posts.filter(({ notice }) => !seen.has(notice));
    for (const { notice } of all) seen.add(notice);
    const fresh = setting.notices.filter((notice) => !seen.has(notice));
    for (const notice of fresh) seen.add(notice);
    return [...all.map(({ notice }) => notice), ...fresh].map(inWords);
  };
  const run = (kind: 'leavers' | 'overview') => setting.run({ kind, page: 1 }, setting.administrator);
  /** By name: both were assigned at the same moment. */
  const managersOf = async (query: string) => {
    const asked = await setting.run({ kind: 'managers', query, page: 1 }, setting.administrator);
    return expectKind(asked, 'managers').managers.toSorted((a, b) => a.person.name.localeCompare(b.person.name, 'en'));
  };
  return { setting, dm, smc, ada, bob, nextDay, news, run, managersOf };
}

/** Ada and Bob manage DM. Ada is on its secret, which is due, and has promised a later day. Then she leaves. */
async function claimedUntilLater() {
  const dm = application('Partner-NL-Matchwell-DM', inDays(20));
  const setting = await createAccessSetting(dm);
  const ada = await setting.join(someone('Ada', 'personal'), { manages: [dm] });
  const bob = await setting.join(someone('Bob', 'personal'), { manages: [dm] });
  const [{ keyId = '' } = {}] = dm.secrets;
  const [row] = await setting.ledger.audit.rows();
  if (row === undefined) throw new Error('no row');
  const now = setting.clock.clock();
  const secret = { clientId: dm.clientId, keyId };
  await setting.ledger.reminders.claim(dm.clientId, keyId, { by: { ...ada.person, name: 'Ada' }, at: now }, false, row);
  await setting.ledger.reminders.promise(secret, ada.person, inDays(12).slice(0, 10), now, row);
  setting.people.leave(ada.person.oid);
  return { setting, ada, bob };
}

function inWords(notice: Notice): string {
  if (notice.kind !== 'managers-left' && notice.kind !== 'colleagues-left') return notice.kind;
  const people = notice.people.map(({ person, how, applications }) => {
    const each = applications.map(
      ({ displayName, managers }) => `${displayName.slice(-3).replace('-', '')} ${managers}`,
    );
    return `${person.name} ${how}: ${each.join(', ')}`;
  });
  return `${notice.kind}: ${people.join('; ')}`;
}

const removal = (asker: Asker, clientIds: readonly string[]) =>
  ({ kind: 'unassign', people: [{ kind: 'words', words: asker.person.oid }], query: '', clientIds }) as const;

const giving = (asker: Asker, { clientId }: Application) =>
  ({ kind: 'assign', people: [typed(asker.person.oid)], query: clientId, clientIds: [] }) as const;

/** Submits the form of the outcome, as the administrator. */
function submitted(setting: AccessSetting) {
  return async (opened: Outcome) => {
    const { nonce } = expectKind(opened, 'assignment-form').form;
    const answer = { kind: 'submit-assignment', nonce, confirmedBy: 'Wilma', lastToo: false } as const;
    return setting.run(answer, setting.administrator);
  };
}

describe('a manager who has left the directory', () => {
  it('is told of once, to the administrators and to those who manage the same applications', async () => {
    const { setting, ada, nextDay, news } = await staffed();
    setting.people.leave(ada.person.oid);
    await nextDay();
    expect(news().sort()).toEqual(['colleagues-left: Ada left: DM 1', 'managers-left: Ada left: DM 1, SMC 0']);
    await nextDay();
    expect(news()).toEqual([]);
  });

  it('counts as no manager anywhere, and is still shown', async () => {
    const { setting, ada, dm, nextDay, run, managersOf } = await staffed();
    setting.people.leave(ada.person.oid);
    await nextDay();
    const since = setting.clock.clock();
    expect(await managersOf(dm.displayName)).toMatchObject([
      { person: { name: 'Ada' }, status: 'left', awaySince: since },
      { person: { name: 'Bob' }, status: 'here' },
    ]);
    const overview = expectKind(await run('overview'), 'overview');
    expect([overview.all.noManager, overview.all.oneManager, overview.managersAway]).toEqual([1, 1, 1]);
    const lacking = await setting.run({ kind: 'managers', query: '', page: 1 }, setting.administrator);
    expect(expectKind(lacking, 'understaffed')).toMatchObject({ none: 1, one: 1 });
    expect((await report(setting.deps)).map(({ managers }) => managers)).toEqual([1, 0]);
    expect(expectKind(await run('leavers'), 'leavers')).toMatchObject({
      managers: [
        { person: { name: 'Ada' }, how: 'left', applications: [{ others: [{ name: 'Bob' }] }, { others: [] }] },
      ],
      total: 1,
    });
  });

  it('counts as no manager for what a restored account does not say any more, until it is restored', async () => {
    const { setting, ada, dm, nextDay, news, managersOf } = await staffed();
    setting.people.leave(ada.person.oid);
    await nextDay();
    news();
    setting.people.put({ ...ada.person, name: 'Ada', address: '', guest: false });
    await nextDay();
    expect((await managersOf(dm.displayName)).map(({ status }) => status)).toEqual(['here', 'here']);
    expect(await setting.ledger.awayPeople.of([ada.person])).toEqual([]);
    setting.people.leave(ada.person.oid);
    await nextDay();
    expect(news()).toHaveLength(2);
  });

  it('loses the session, and others keep theirs', async () => {
    const { setting, ada, bob } = await staffed();
    setting.people.leave(ada.person.oid);
    setting.clock.pass(DAY_MS);
    for (const asker of [ada, bob]) await setting.signIn(asker);
    await setting.usecases.sweepIfDue();
    const now = setting.clock.clock();
    expect(await setting.ledger.sessions.find(ada.person, now)).toBeUndefined();
    expect(await setting.ledger.sessions.find(bob.person, now)).toBeDefined();
    expect((await setting.rows('session.ended')).map(({ subject }) => subject?.name)).toEqual(['Ada']);
  });

  it('is not on a secret any more that they had claimed, also if the sweep ended before it could give it back', async () => {
    const { setting } = await claimedUntilLater();
    vi.spyOn(setting.ledger.reminders, 'giveBack').mockRejectedValueOnce(new Error('the process ended'));
    await setting.usecases.sweepIfDue();
    expect(await setting.ledger.reminders.claims()).toHaveLength(1);
    setting.clock.pass(DAY_MS);
    await setting.usecases.sweepIfDue();
    expect(await setting.ledger.reminders.claims()).toEqual([]);
    expect((await setting.rows('reminder.given-back')).map(({ detail }) => detail)).toEqual(['away']);
  });

  it('holds back no reminder of the sweep that sees it with a day that they had promised', async () => {
    const { setting, bob } = await claimedUntilLater();
    await setting.usecases.sweepIfDue();
    await setting.usecases.sendOutbox();
    expect(setting.announced.map(({ how, to }) => `${how} ${to}`)).toContain(`chat ${bob.conversation.id}`);
  });

  it('gets no reminder: those who are there do, or the administrators', async () => {
    const dm = application('Partner-NL-Matchwell-DM', inDays(21));
    const setting = await createAccessSetting(dm);
    const ada = await setting.join(someone('Ada', 'personal'), { manages: [dm] });
    const bob = await setting.join(someone('Bob', 'personal'), { manages: [dm] });
    setting.people.leave(ada.person.oid);
    await setting.usecases.sweepIfDue();
    await setting.usecases.sendOutbox();
    expect(setting.announced.map(({ how, to }) => `${how} ${to}`)).toEqual([`chat ${bob.conversation.id}`]);
    setting.people.leave(bob.person.oid);
    setting.clock.pass(14 * DAY_MS);
    await setting.usecases.sweepIfDue();
    await setting.usecases.sendOutbox();
    expect(setting.announced).toHaveLength(1);
    expect(setting.notices.map(({ kind }) => kind)).toContain('nobody-to-tell');
  });

  it('gets none of the messages that wait: they are dropped, which is recorded', async () => {
    const { setting, dm, nextDay } = await staffed();
    const carl = await setting.join(someone('Carl'), { met: false });
    const opened = await setting.run(
      { kind: 'assign', people: [{ kind: 'words', words: carl.person.oid }], query: dm.clientId, clientIds: [] },
      setting.administrator,
    );
    const { nonce } = expectKind(opened, 'assignment-form').form;
    const answer = { kind: 'submit-assignment', nonce, confirmedBy: 'Wilma', lastToo: false } as const;
    await setting.run(answer, setting.administrator);
    await setting.tell();
    expect(await setting.ledger.outbox.waiting()).toHaveLength(1);
    setting.people.leave(carl.person.oid);
    await nextDay();
    expect(await setting.ledger.outbox.waiting()).toEqual([]);
    expect(await setting.rows('message.dropped')).toMatchObject([
      { detail: 'assigned to person; Away', subject: { name: 'Carl' } },
    ]);
  });

  it('loses the role by the button of an administrator, without a second question', async () => {
    const { setting, ada, dm, smc, nextDay, run } = await staffed();
    setting.people.leave(ada.person.oid);
    await nextDay();
    const opened = await setting.run(removal(ada, [dm.clientId, smc.clientId]), setting.administrator);
    const { nonce, abandoned } = expectKind(opened, 'assignment-form').form;
    expect(abandoned).toEqual([]);
    const answer = { kind: 'submit-assignment', nonce, confirmedBy: '', lastToo: false } as const;
    const changed = expectKind(await setting.run(answer, setting.administrator), 'assignments-changed');
    expect([changed.changed, changed.unmet]).toEqual([2, []]);
    expect(expectKind(await run('leavers'), 'leavers').managers).toEqual([]);
    await setting.tell();
    expect((await setting.rows('message.dropped')).map(({ detail }) => detail)).toEqual(['unassigned to person; Away']);
  });

  it('leaves the last one who is there as the last manager, of whom the bot asks twice', async () => {
    const { setting, ada, bob, dm, nextDay } = await staffed();
    setting.people.leave(ada.person.oid);
    await nextDay();
    const opened = await setting.run(removal(bob, [dm.clientId]), setting.administrator);
    const form = expectKind(opened, 'assignment-form').form;
    expect(form.abandoned).toEqual([{ clientId: dm.clientId, displayName: dm.displayName }]);
  });

  it('cannot confirm a request any more', async () => {
    const { setting, ada, bob, nextDay } = await staffed();
    const carl = await setting.join(someone('Carl', 'personal'));
    for (const one of [ada, bob]) setting.people.disable(one.person.oid);
    await nextDay();
    const id = await setting.request(carl, 'matchwell dm');
    await setting.tell();
    const request = expectKind(await setting.review(setting.administrator, id, 'show'), 'request').view;
    expect([request.confirmers, request.mustRecord]).toEqual([[], true]);
  });
});

describe('a manager whose account is disabled', () => {
  it('is told of and counts as one who has left, and counts again when it is enabled', async () => {
    const { setting, ada, dm, nextDay, news, managersOf } = await staffed();
    setting.people.disable(ada.person.oid);
    await nextDay();
    expect(news().sort()).toEqual(['colleagues-left: Ada disabled: DM 1', 'managers-left: Ada disabled: DM 1, SMC 0']);
    expect((await managersOf(dm.displayName)).map(({ status }) => status)).toEqual(['disabled', 'here']);
    setting.people.disable(ada.person.oid, false);
    await nextDay();
    expect((await managersOf(dm.displayName)).map(({ status }) => status)).toEqual(['here', 'here']);
    expect((await setting.rows('manager.back')).map(({ subject }) => subject?.name)).toEqual(['Ada']);
  });

  it('stays so while the bot may not read the state of accounts, or the directory does not answer', async () => {
    const { setting, ada, dm, nextDay, managersOf } = await staffed();
    setting.people.disable(ada.person.oid);
    await nextDay();
    setting.people.disable(ada.person.oid, false);
    setting.people.readsAccounts = false;
    await nextDay();
    expect((await managersOf(dm.displayName)).map(({ status }) => status)).toEqual(['disabled', 'here']);
    Object.assign(setting.people, { readsAccounts: true, down: true });
    await nextDay();
    expect((await managersOf(dm.displayName)).map(({ status }) => status)).toEqual(['disabled', 'unknown']);
  });

  it('hears of a new role if the account is enabled again, although no sweep has seen it', async () => {
    const { setting, ada, dm, smc, nextDay } = await staffed();
    setting.people.disable(ada.person.oid);
    await nextDay();
    await setting.run(removal(ada, [smc.clientId]), setting.administrator).then(submitted(setting));
    setting.people.disable(ada.person.oid, false);
    const changed = await setting.run(giving(ada, smc), setting.administrator).then(submitted(setting));
    expect(expectKind(changed, 'assignments-changed').changed).toBe(1);
    expect((await setting.ledger.assignments.managersOf([dm.clientId])).map(({ away }) => away)).toEqual([
      undefined,
      undefined,
    ]);
    expect((await setting.rows('manager.back')).map(({ subject }) => subject?.name)).toEqual(['Ada']);
    setting.told();
    await setting.usecases.sendOutbox();
    expect(setting.told()).toEqual([`chat Ada: assigned ${smc.displayName}`]);
  });

  it('cannot be given a role, by name or by mention, and the administrator is told why', async () => {
    const { setting, ada, smc } = await staffed();
    setting.people.disable(ada.person.oid);
    for (const wish of [typed(ada.person.oid), mentioned(ada)]) {
      const asked = await setting.run({ ...giving(ada, smc), people: [wish] }, setting.administrator);
      expect(expectKind(asked, 'choose-assignment')).toMatchObject({
        people: [],
        unknownPeople: [],
        awayPeople: [{ person: { name: 'Ada' }, how: 'disabled' }],
      });
    }
  });

  it('is not given a role while the bot may not read the state of accounts, and can be after a sign-in', async () => {
    const { setting, ada, smc, nextDay } = await staffed();
    setting.people.disable(ada.person.oid);
    await nextDay();
    setting.people.readsAccounts = false;
    const ask = () => setting.run(giving(ada, smc), setting.administrator);
    expect(expectKind(await ask(), 'choose-assignment').awayPeople).toHaveLength(1);
    setting.clock.pass(1_000);
    await setting.signIn(ada);
    expectKind(await ask(), 'assignment-form');
  });

  it('confirms requests again as soon as the directory says that the account is enabled', async () => {
    const { setting, ada, bob, dm, nextDay } = await staffed();
    for (const one of [ada, bob]) setting.people.disable(one.person.oid);
    await nextDay();
    setting.people.disable(ada.person.oid, false);
    const carl = await setting.join(someone('Carl', 'personal'));
    const id = await setting.request(carl, dm.displayName);
    await setting.tell();
    const request = expectKind(await setting.review(setting.administrator, id, 'show'), 'request').view;
    expect(request.confirmers).toEqual(['Ada']);
  });

  it('is seen at once by `managers`, before the next sweep', async () => {
    const { setting, ada, dm, managersOf } = await staffed();
    setting.people.disable(ada.person.oid);
    expect((await managersOf(dm.displayName)).map(({ status }) => status)).toEqual(['disabled', 'here']);
  });
});

describe('a look at the managers that the directory does not answer', () => {
  it('changes nothing, and the log says of how many managers nothing is known', async () => {
    const { setting, nextDay } = await staffed();
    setting.people.down = true;
    const logged = vi.spyOn(setting.deps.log, 'warn');
    await nextDay();
    expect(logged.mock.calls).toContainEqual(['managers could not be looked at', { count: 2 }]);
    expect(await setting.ledger.awayPeople.managers()).toEqual([]);
  });
});

describe('a look at the managers that fails', () => {
  it('keeps nobody from being reminded, and is logged', async () => {
    const dm = application('Partner-NL-Matchwell-DM', inDays(21));
    const setting = await createAccessSetting(dm);
    const ada = await setting.join(someone('Ada', 'personal'), { manages: [dm] });
    vi.spyOn(setting.ledger.awayPeople, 'note').mockRejectedValue(new Error('no'));
    const logged = vi.spyOn(setting.deps.log, 'error');
    await setting.usecases.sweepIfDue();
    await setting.usecases.sendOutbox();
    expect(setting.announced.map(({ how, to }) => `${how} ${to}`)).toEqual([`chat ${ada.conversation.id}`]);
    expect((await setting.ledger.sweeps.last())?.result).toBe('completed');
    expect(logged.mock.calls.map(([message]) => message)).toEqual(['managers not looked at']);
  });
});

describe('far too many managers who would be away', () => {
  async function crowd() {
    const many = Array.from({ length: 8 }, (_, n) => application(`Partner-NL-Org${n}-DM`, inDays(300)));
    const setting = await createAccessSetting(...many);
    for (const [n, one] of many.entries()) await setting.join(someone(`M${n}`, 'personal'), { manages: [one] });
    await setting.usecases.sweepIfDue();
    for (const { person } of await setting.ledger.assignments.all()) setting.people.leave(person.oid);
    await setting.pass(DAY_MS);
    await setting.usecases.sweepIfDue();
    await setting.usecases.sendOutbox();
    const alarms = () =>
      setting.notices.filter((notice): notice is AdministratorNotice => notice.kind === 'leavers-suspicious');
    return { setting, alarms };
  }

  it('are not believed: all of them stay managers, and the administrators are told', async () => {
    const { setting, alarms } = await crowd();
    expect(alarms()).toEqual([{ kind: 'leavers-suspicious', news: 8, there: 8 }]);
    expect(await setting.ledger.awayPeople.managers()).toEqual([]);
    expect((await setting.ledger.sweeps.last())?.result).toBe('completed');
  });

  it('do not keep those who are back from being managers', async () => {
    const { setting } = await crowd();
    await setting.run({ kind: 'sweep', accept: 'leavers' }, setting.administrator);
    const away = await setting.ledger.awayPeople.managers();
    const [first] = away;
    if (first === undefined) throw new Error('nobody is away');
    const more = Array.from({ length: 8 }, (_, n) => application(`Partner-NL-More${n}-DM`, inDays(300)));
    for (const [n, one] of more.entries()) {
      const joined = await setting.join(someone(`N${n}`, 'personal'), { manages: [one] });
      setting.people.leave(joined.person.oid);
    }
    setting.people.put({ ...first.person, address: '', guest: false });
    await setting.run({ kind: 'sweep', accept: false }, setting.administrator);
    const still = await setting.ledger.awayPeople.managers();
    expect(still.map(({ person }) => person.name).sort()).toEqual(
      away
        .map(({ person }) => person.name)
        .filter((name) => name !== first.person.name)
        .sort(),
    );
  });

  it('are believed when an administrator accepts it', async () => {
    const { setting, alarms } = await crowd();
    await setting.run({ kind: 'sweep', accept: 'leavers' }, setting.administrator);
    expect(await setting.ledger.awayPeople.managers()).toHaveLength(8);
    expect(alarms()).toHaveLength(1);
  });

  it('are not believed because an administrator accepts that a sweep read few applications, or the other way round', async () => {
    const { setting } = await crowd();
    for (const { clientId } of (await setting.ledger.assignments.all()).slice(1)) setting.directory.drop(clientId);
    const sweep = (accept: boolean | 'leavers') => setting.run({ kind: 'sweep', accept }, setting.administrator);
    const result = async () => (await setting.ledger.sweeps.last())?.result;
    await sweep('leavers');
    expect(await setting.ledger.awayPeople.managers()).toHaveLength(8);
    expect(await result()).toBe('suspicious');
    await sweep(true);
    expect(await result()).toBe('completed');
  });

  it('are not believed by the acceptance of numbers', async () => {
    const { setting } = await crowd();
    for (const again of [1, 2]) {
      await setting.run({ kind: 'sweep', accept: true }, setting.administrator);
      expect([again, await setting.ledger.awayPeople.managers()]).toEqual([again, []]);
    }
  });

  it('are not believed by an old card if the last sweep had no such doubt, and the administrators are told again', async () => {
    const { setting, alarms } = await crowd();
    const managers = await setting.ledger.assignments.all();
    for (const { person } of managers) setting.people.put({ ...person, address: '', guest: false });
    await setting.run({ kind: 'sweep', accept: false }, setting.administrator);
    for (const { person } of managers) setting.people.leave(person.oid);
    await setting.run({ kind: 'sweep', accept: 'leavers' }, setting.administrator);
    expect(await setting.ledger.awayPeople.managers()).toEqual([]);
    await setting.usecases.sendOutbox();
    expect(alarms()).toHaveLength(2);
    await setting.run({ kind: 'sweep', accept: 'leavers' }, setting.administrator);
    expect(await setting.ledger.awayPeople.managers()).toHaveLength(8);
  });

  it('can be accepted after a sweep that failed in between', async () => {
    const { setting } = await crowd();
    vi.spyOn(setting.ledger.unusedApplications, 'all').mockRejectedValueOnce(new Error('no'));
    await setting.run({ kind: 'sweep', accept: false }, setting.administrator).catch(() => undefined);
    expect((await setting.ledger.sweeps.last())?.result).toBe('failed');
    await setting.run({ kind: 'sweep', accept: 'leavers' }, setting.administrator);
    expect(await setting.ledger.awayPeople.managers()).toHaveLength(8);
  });
});

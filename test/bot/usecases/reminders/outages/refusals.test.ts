import { describe, expect, it } from 'vitest';
import { outageCard } from '../../../../../cards/reminders/outages/outage.ts';
import { OUTAGE } from '../../../../../cards/reminders/outages/sentences.ts';
import { application, expectKind, START } from '../../shared/setting.ts';
import { createLoggedSetting } from './logged-setting.ts';

const ENDS = '2027-03-01T00:00:00Z';
const MINUTE = 60_000;

describe('an unknown secret shortly after a creation', () => {
  async function created() {
    const one = application('Partner-NL-Matchwell-SMC', ENDS);
    const logged = await createLoggedSetting(one);
    const { setting, usecases, manager } = logged;
    const open = { kind: 'open', purpose: 'create', query: one.clientId, hint: '' } as const;
    const { nonce } = expectKind(await usecases.run(open, manager), 'create-form').form;
    await usecases.run({ kind: 'submit-create', nonce, name: 'new', expiry: '2027-08-01' }, manager);
    setting.clock.pass(5_000);
    logged.refuse('unknown', one.clientId);
    setting.clock.pass(20_000);
    const keyId = setting.directory.truth(one.clientId)?.secrets.at(-1)?.keyId;
    return { ...logged, one, keyId };
  }

  it('alarms nobody if the new secret works soon: Entra did not know it everywhere yet', async () => {
    const { one, keyId, succeed, read, cards, setting } = await created();
    await read();
    succeed(one.clientId, keyId);
    for (let minutes = 0; minutes < 10; minutes += 1) await read();
    expect(cards()).toEqual([]);
    expect(await setting.ledger.outages.open()).toEqual([]);
  });

  it('becomes a card within ten minutes if the new secret is not used', async () => {
    const { read, cards, setting } = await created();
    for (let minutes = 0; minutes < 4; minutes += 1) await read();
    expect(cards()).toEqual([]);
    for (let minutes = 0; minutes < 3; minutes += 1) await read();
    expect(cards()).toHaveLength(2);
    expect(await setting.ledger.outages.open()).toMatchObject([{ attempts: 1 }]);
  });

  it('is a card at once if it goes on for three minutes', async () => {
    const { one, refuse, read, cards, setting } = await created();
    setting.clock.pass(3 * MINUTE);
    refuse('unknown', one.clientId);
    await read();
    expect(cards()).toHaveLength(2);
  });
});

describe('an unknown secret after a deletion', () => {
  const DAY = 24 * 60;

  async function deleted() {
    const one = application('Partner-NL-Matchwell-SMC', ENDS, ENDS);
    const logged = await createLoggedSetting(one);
    const { setting, usecases, manager, refuse, read, cards } = logged;
    const keyId = one.secrets[0]?.keyId ?? '';
    const used = (at: Date) => setting.ledger.lastUses.note([{ clientId: one.clientId, keyId, at }]);
    const form = expectKind(
      await usecases.run({ kind: 'delete-secret', clientId: one.clientId, keyId }, manager),
      'delete-form',
    );
    expectKind(
      await usecases.run({ kind: 'confirm-delete', nonce: form.form.nonce, typedName: '' }, manager),
      'deleted',
    );
    /** The card after so many minutes. */
    const cardAfter = async (minutes: number) => {
      setting.clock.pass(minutes * MINUTE);
      refuse('unknown', one.clientId);
      await read();
      return cards()[0]?.view;
    };
    return { keyId, used, cardAfter };
  }

  it('is said to be the deleted one, or another, if that was in use before', async () => {
    const { keyId, used, cardAfter } = await deleted();
    await used(START);
    const view = await cardAfter(DAY);
    expect(view?.deleted).toMatchObject({ keyId, name: 's0', by: 'Ada', wasUsed: true });
    expect(JSON.stringify(view && outageCard(view))).toContain(OUTAGE.deletedTitle);
  });

  it.each([
    ['no use of it is known', undefined],
    ['it was silent for more than a week', 8],
  ])('is unknown by its title if %s', async (_what, days) => {
    const { used, cardAfter } = await deleted();
    if (days !== undefined) await used(new Date(START.getTime() - days * DAY * MINUTE));
    const view = await cardAfter(DAY);
    expect(view?.deleted).toMatchObject({ wasUsed: false });
    expect(JSON.stringify(view && outageCard(view))).not.toContain(OUTAGE.deletedTitle);
  });

  it('has nothing to do with a deletion of more than a week ago', async () => {
    const { used, cardAfter } = await deleted();
    await used(START);
    expect(await cardAfter(8 * DAY)).toMatchObject({ deleted: undefined });
  });
});

describe('outages of many applications at once', () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => application(`Partner-NL-A${i}-DM`, ENDS));

  it('are one message to the administrators, and a card to each manager', async () => {
    const all = many(11);
    const { refuse, read, cards, setting } = await createLoggedSetting(...all);
    for (const one of all) refuse('expired', one.clientId);
    await read();
    expect(cards().map(({ view }) => view.reader)).toEqual(['manager']);
    const told = setting.notices.filter(({ kind }) => kind === 'many-outages');
    expect(told).toEqual([
      {
        kind: 'many-outages',
        applications: all.map(({ clientId, displayName }, i) => ({ clientId, displayName, managers: i === 0 ? 1 : 0 })),
        more: 0,
      },
    ]);
  });

  it('are a card each if they are ten at most', async () => {
    const all = many(10);
    const { refuse, read, cards } = await createLoggedSetting(...all);
    for (const one of all) refuse('expired', one.clientId);
    await read();
    expect(cards().filter(({ view }) => view.reader === 'administrator')).toHaveLength(10);
  });

  it('leave no trace of applications that the bot does not look after', async () => {
    const [one, payroll] = [application('Partner-NL-Matchwell-SMC', ENDS), application('Payroll', ENDS)];
    const { refuse, read, setting, logged } = await createLoggedSetting(one, payroll);
    for (const clientId of [one.clientId, payroll.clientId, undefined]) refuse('expired', clientId);
    await read();
    const unseen = await setting.ledger.outages.unseen(logged('expired'));
    expect(unseen.map(({ clientId }) => clientId)).toEqual([payroll.clientId, undefined]);
  });
});

import { describe, expect, it } from 'vitest';
import { application, event, expectKind, someone } from '../shared/setting.ts';
import { createReminderSetting, inDays } from './reminder-setting.ts';

async function claimed() {
  const dm = application('Partner-NL-Matchwell-DM', inDays(12));
  const setting = await createReminderSetting({}, dm);
  await setting.link(setting.manager, 'Matchwell');
  await setting.sweepAndSend();
  setting.told();
  const digest = setting.announced[0]?.digest.id ?? '';
  const claim = expectKind(
    await setting.run({ kind: 'digest-item', act: 'claim', digest, item: 1 }, setting.manager),
    'claim',
  );
  const about = { clientId: dm.clientId, keyId: claim.secret.keyId };
  const promise = (day: string, asker = setting.manager) => setting.run({ kind: 'promise', ...about, day }, asker);
  const giveBack = (asker = setting.manager) => setting.run({ kind: 'give-back', ...about }, asker);
  return { setting, dm, claim, promise, giveBack, digest };
}

describe('a day that somebody promises', () => {
  it('is shown to everybody, asks nobody again before it, and asks on the day itself', async () => {
    const { setting, claim, promise } = await claimed();
    const day = new Date(setting.clock.clock().getTime() + 6 * 86_400_000).toISOString().slice(0, 10);
    expect(claim).toMatchObject({ step: 'claimed', firstDay: setting.clock.clock().toISOString().slice(0, 10) });
    expect(await promise(day)).toMatchObject({ kind: 'claim', step: 'promised', claim: { until: day } });
    await setting.usecases.sendOutbox();
    expect(setting.announced.at(-1)).toMatchObject({ how: 'update', digest: { items: [{ claim: { until: day } }] } });
    setting.told();
    const told: string[] = [];
    for (let after = 1; after <= 9; after++) {
      await setting.nextDay();
      told.push(...setting.told().map((one) => `${after} ${one.slice(one.lastIndexOf(':') + 2)}`));
    }
    // Six of its twelve days are left on the promised day; the stages before it were held back.
    expect(told).toEqual(['6 6 s0', '7 5 s0', '8 4 s0', '9 3 s0']);
  });

  it.each(['', 'soon', '2020-01-01', '2099-01-01', '2026-02-30'])('is none if it is "%s"', async (day) => {
    const { setting, dm, promise } = await claimed();
    expect(await promise(day)).toMatchObject({ kind: 'claim', step: 'day-off' });
    const [kept] = await setting.ledger.reminders.claims([dm.clientId]);
    expect(kept?.claim.until).toBeUndefined();
  });

  it('is for the person who is on it', async () => {
    const { setting, dm, promise, claim } = await claimed();
    const bob = someone('Bob');
    await setting.assign(bob, dm);
    await setting.signIn(bob);
    expect(await promise(claim.lastDay, bob)).toEqual({ kind: 'note', note: { kind: 'not-on-it' } });
  });
});

describe('a claim', () => {
  it('can be given back, and then everybody may take it', async () => {
    const { setting, giveBack, digest } = await claimed();
    expect(await giveBack()).toMatchObject({ kind: 'given-back' });
    await setting.usecases.sendOutbox();
    expect(setting.announced.at(-1)).toMatchObject({ how: 'update', digest: { items: [{ claim: undefined }] } });
    expect(await giveBack()).toEqual({ kind: 'note', note: { kind: 'not-on-it' } });
    const again = await setting.run({ kind: 'digest-item', act: 'claim', digest, item: 1 }, setting.manager);
    expect(again).toMatchObject({ kind: 'claim', step: 'claimed' });
  });

  it('that is pressed again by its owner shows the day and the way back', async () => {
    const { setting, digest } = await claimed();
    setting.clock.pass(1_000);
    const again = await setting.run({ kind: 'digest-item', act: 'take-over', digest, item: 1 }, setting.manager);
    expect(again).toMatchObject({ kind: 'claim', step: 'own' });
  });

  it('cannot be changed by somebody whose role is gone', async () => {
    const { setting, dm, giveBack, promise, claim } = await claimed();
    await setting.ledger.assignments.remove(setting.manager.person, dm.clientId, event);
    const before = await setting.ledger.reminders.claims([dm.clientId]);
    for (const outcome of [await giveBack(), await promise(claim.lastDay)]) expect(outcome.kind).toBe('sign-in');
    expect(await setting.ledger.reminders.claims([dm.clientId])).toEqual(before);
  });
});

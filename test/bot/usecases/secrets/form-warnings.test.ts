import { describe, expect, it } from 'vitest';
import { calendarDay } from '../../../../bot/domain/shared/calendar.ts';
import { application, createSetting, expectKind, type Setting, someone } from '../shared/setting.ts';

const EARLY_DAY = '2027-01-15';

async function formOf(setting: Setting) {
  const asker = someone();
  const app = application('Partner-NL-Matchwell-DM', '2027-01-01');
  setting.directory.put(app);
  await setting.assign(asker, app);
  await setting.signIn(asker);
  const opened = await setting.run({ kind: 'open', purpose: 'create', query: 'matchwell', hint: '' }, asker);
  const { form } = expectKind(opened, 'create-form');
  const submit = (over: object) =>
    setting.run({ kind: 'submit-create', nonce: form.nonce, name: form.name, expiry: form.expiry, ...over }, asker);
  const dayIn = (days: number) => calendarDay(new Date(setting.clock.clock().getTime() + days * 86_400_000), 'UTC');
  return { app, form, submit, dayIn };
}

describe('the form for a new secret', () => {
  it('creates nothing that expires early before the person says that it is meant', async () => {
    const setting = await createSetting();
    const { app, form, submit } = await formOf(setting);
    for (const early of [undefined, 'false', 'yes']) {
      const again = expectKind(await submit({ expiry: EARLY_DAY, early }), 'create-form').form;
      expect(again).toMatchObject({
        nonce: form.nonce,
        name: form.name,
        expiry: EARLY_DAY,
        problems: ['expiry-early'],
      });
    }
    expect(setting.directory.calls.addSecret).toBe(0);
    expectKind(await submit({ expiry: EARLY_DAY, early: 'true' }), 'created');
    expect((await setting.directory.application(app.clientId))?.secrets).toHaveLength(2);
  });

  it('does not let the tick pass a day that is not allowed', async () => {
    const { submit } = await formOf(await createSetting());
    const again = expectKind(await submit({ expiry: '2029-01-01', early: 'true' }), 'create-form').form;
    expect(again.problems).toEqual(['expiry-too-late']);
  });

  it('says at once which days the tenant’s policy allows, and chooses the last of them', async () => {
    const setting = await createSetting();
    setting.directory.policy.longestLife = 200;
    const { form, submit, dayIn } = await formOf(setting);
    expect(form).toMatchObject({ expiry: dayIn(200), policyDay: dayIn(200), lastDay: '2027-11-24' });
    expect(expectKind(await submit({ name: '' }), 'create-form').form.policyDay).toBe(dayIn(200));
    expectKind(await submit({}), 'created');
  });

  it('does not ask whether an early day is meant if the policy allows no other', async () => {
    const setting = await createSetting();
    setting.directory.policy.longestLife = 90;
    const { submit } = await formOf(setting);
    expectKind(await submit({}), 'created');
  });

  it.each([undefined, 0, 400])(
    'says nothing of a policy that allows a year or cannot be read: %s days',
    async (days) => {
      const setting = await createSetting();
      setting.directory.policy.longestLife = days;
      const { form } = await formOf(setting);
      expect(form).toMatchObject({ expiry: '2027-11-24' });
      expect(form.policyDay).toBeUndefined();
    },
  );
});

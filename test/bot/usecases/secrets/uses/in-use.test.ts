import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../../bot/usecases/commands.ts';
import { testDatabase } from '../../../../ledger/test-database.ts';
import { application, createSettingWith, expectKind, type Setting, START, someone } from '../../shared/setting.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const hoursAgo = (hours: number) => new Date(START.getTime() - hours * HOUR);

async function prepared() {
  const app = application('Partner-NL-Matchwell-DM', '2027-01-01', '2027-02-01');
  const setting = await createSettingWith({ report: true }, app);
  const asker = someone();
  await setting.assign(asker, app);
  await setting.signIn(asker);
  const keys = app.secrets.map(({ keyId }) => keyId);
  const used = (index: number, at: Date) => ({ clientId: app.clientId, keyId: keys[index] ?? '', at });
  const report = (...uses: readonly ReturnType<typeof used>[]) => {
    setting.report.of = uses;
  };
  const run = (command: Command) => setting.run(command, asker);
  const form = async () =>
    expectKind(await run({ kind: 'delete-secret', clientId: app.clientId, keyId: keys[0] ?? '' }), 'delete-form').form;
  const confirm = (nonce: string, typedName = '') => run({ kind: 'confirm-delete', nonce, typedName });
  return { setting, asker, app, used, report, run, form, confirm };
}

async function left({ directory }: Setting, clientId: string): Promise<number | undefined> {
  return (await directory.application(clientId))?.secrets.length;
}

describe('deleting a secret that is in use', () => {
  it('takes the name of the application, and says from which day it would be safe', async () => {
    const { setting, app, used, report, form, confirm } = await prepared();
    report(used(0, hoursAgo(2)), used(1, hoursAgo(1)));
    const asked = await form();
    expect(asked).toMatchObject({
      lastLive: false,
      report: { asOf: hoursAgo(1) },
      secret: { lastUse: { at: hoursAgo(2), inUse: true, safeFrom: new Date(hoursAgo(2).getTime() + 8 * DAY) } },
    });
    for (const typed of ['', 'something else']) {
      const again = expectKind(await confirm(asked.nonce, typed), 'delete-form').form;
      expect(again).toMatchObject({ lastLive: false, mismatch: typed !== '', secret: { lastUse: { inUse: true } } });
    }
    expect(await left(setting, app.clientId)).toBe(2);
    expectKind(await confirm(asked.nonce, 'partner-nl-matchwell-dm'), 'deleted');
    expect(await left(setting, app.clientId)).toBe(1);
  });

  it('is found out when the form is submitted, too', async () => {
    const { setting, app, used, report, form, confirm } = await prepared();
    report(used(0, hoursAgo(9 * 24)), used(1, hoursAgo(1)));
    const asked = await form();
    expect(asked.secret.lastUse).toMatchObject({ inUse: false });
    report(used(0, hoursAgo(0)), used(1, hoursAgo(0)));
    expect(expectKind(await confirm(asked.nonce), 'delete-form').form.secret.lastUse?.inUse).toBe(true);
    expect(await left(setting, app.clientId)).toBe(2);
  });

  it('is not confirmed by a name that was typed for another warning', async () => {
    const { setting, app, used, report, form, confirm, run } = await prepared();
    report(used(0, hoursAgo(2)), used(1, hoursAgo(9 * 24)));
    const asked = await form();
    expect(asked).toMatchObject({ lastLive: false, secret: { lastUse: { inUse: true } } });
    const other = { kind: 'delete-secret', clientId: app.clientId, keyId: app.secrets[1]?.keyId ?? '' } as const;
    expectKind(await confirm(expectKind(await run(other), 'delete-form').form.nonce), 'deleted');
    const again = expectKind(await confirm(asked.nonce, app.displayName), 'delete-form').form;
    expect(again).toMatchObject({ lastLive: true, mismatch: false, typedName: '' });
    expect(await left(setting, app.clientId)).toBe(1);
    expectKind(await confirm(asked.nonce, app.displayName), 'deleted');
  });

  it('asks again if the name was typed before the secret was in use', async () => {
    const { setting, asker, app, used, report, form, confirm } = await prepared();
    const end = new Date('2026-12-01T00:00:00Z');
    setting.directory.put({ ...app, secrets: app.secrets.map((one, i) => (i === 0 ? one : { ...one, end })) });
    setting.clock.pass(30 * DAY);
    await setting.signIn(asker);
    const asked = await form();
    expect(asked).toMatchObject({ lastLive: true, secret: { lastUse: { inUse: false } } });
    report(used(0, setting.deps.clock()));
    const again = expectKind(await confirm(asked.nonce, app.displayName), 'delete-form').form;
    expect(again).toMatchObject({ lastLive: true, mismatch: false, secret: { lastUse: { inUse: true } } });
    expectKind(await confirm(asked.nonce, app.displayName), 'deleted');
  });

  it('is known from what was kept if Entra does not answer', async () => {
    const { setting, used, form, confirm } = await prepared();
    await setting.ledger.lastUses.note([used(0, hoursAgo(2))]);
    const asked = await form();
    expect(asked).toMatchObject({ report: { asOf: undefined }, secret: { lastUse: { at: hoursAgo(2), inUse: true } } });
    expectKind(await confirm(asked.nonce), 'delete-form');
  });

  it('takes no name if the secret was silent for seven days, or if no use of it is known', async () => {
    for (const silent of [true, false]) {
      const { used, report, form, confirm } = await prepared();
      report(...(silent ? [used(0, hoursAgo(8 * 24))] : []), used(1, hoursAgo(1)));
      const asked = await form();
      expect(asked.secret.lastUse).toMatchObject({ at: silent ? hoursAgo(8 * 24) : undefined, inUse: false });
      expectKind(await confirm(asked.nonce), 'deleted');
    }
  });
});

describe('last uses of the secrets of an application', () => {
  it('are in the list, in the application and in the choice of a secret, and cost no question to Entra', async () => {
    const { setting, app, used, run } = await prepared();
    await setting.ledger.lastUses.note([used(0, hoursAgo(2))]);
    const shown = [
      expectKind(await run({ kind: 'list', filter: '', page: 1 }), 'applications').applications[0],
      expectKind(await run({ kind: 'open', purpose: 'show', query: app.clientId, hint: '' }), 'application')
        .application,
      expectKind(await run({ kind: 'open', purpose: 'delete', query: app.clientId, hint: '' }), 'choose-secret')
        .application,
    ];
    for (const one of shown)
      expect(one).toMatchObject({
        report: { asOf: undefined },
        secrets: [{ lastUse: { at: hoursAgo(2), inUse: true } }, { lastUse: { at: undefined, inUse: false } }],
      });
    expect(setting.report.asked).toBe(0);
  });

  it('cost the list and the application one statement more, so that each sends two', async () => {
    const { app, run } = await prepared();
    for (const command of [
      { kind: 'list', filter: '', page: 1 },
      { kind: 'open', purpose: 'show', query: app.clientId, hint: '' },
    ] as const) {
      const before = testDatabase.sent.length;
      await run(command);
      expect(testDatabase.sent.slice(before)).toHaveLength(2);
    }
  });

  it('are nowhere if the report is switched off', async () => {
    const app = application('Partner-NL-Matchwell-DM', '2027-01-01');
    const setting = await createSettingWith({}, app);
    const asker = someone();
    await setting.assign(asker, app);
    await setting.signIn(asker);
    await setting.ledger.lastUses.note([{ clientId: app.clientId, keyId: app.secrets[0]?.keyId ?? '', at: START }]);
    const list = expectKind(await setting.run({ kind: 'list', filter: '', page: 1 }, asker), 'applications');
    expect(list.applications[0]).not.toHaveProperty('report');
    expect(list.applications[0]?.secrets[0]).not.toHaveProperty('lastUse');
    const deleting = { kind: 'open', purpose: 'delete', query: app.clientId, hint: '' } as const;
    const { form } = expectKind(await setting.run(deleting, asker), 'delete-form');
    expect(form).not.toHaveProperty('report');
    expect(form.secret).not.toHaveProperty('lastUse');
  });
});

import { describe, expect, it } from 'vitest';
import { silenceOf } from '../../../../bot/domain/rotation/rotation.ts';
import { named } from '../../../../bot/domain/shared/person.ts';
import { createLoggedSetting } from '../reminders/outages/logged-setting.ts';
import { application, event, expectKind, START } from '../shared/setting.ts';

const ENDS = '2027-03-01T00:00:00Z';
const DAY = 24 * 60;

/** A rotation whose new secret exists, and whose card its manager sees. */
async function rotating(isAdopted = false) {
  const smc = application('Partner-NL-Matchwell-SMC', ENDS, ENDS);
  const [old, existing] = smc.secrets;
  if (old === undefined || existing === undefined) throw new Error('no secrets');
  const logged = await createLoggedSetting(smc);
  const { setting, manager, usecases } = logged;
  const by = { by: named(manager), at: START };
  const { rotations } = setting.ledger;
  await rotations.start({ id: 'rotation', application: smc, old, by }, event);
  const act = (name: 'create' | 'show' | 'delete') =>
    usecases.run({ kind: 'rotation', id: 'rotation', act: name, keyId: '' }, manager);
  if (isAdopted) await rotations.adopt('rotation', existing, by, event);
  else {
    const { nonce } = expectKind(await act('create'), 'create-form').form;
    await usecases.run({ kind: 'submit-create', nonce, name: 'new', expiry: '2027-08-01' }, manager);
  }
  const fresh = (await rotations.find('rotation'))?.fresh?.secret;
  if (fresh === undefined) throw new Error('no new secret');
  const posted = { conversation: manager.conversation, activityId: 'card' };
  const redrawn = () => setting.answers.filter(({ kind }) => kind === 'rotation');
  const show = () => act('show');
  return { ...logged, smc, old, fresh, act, show, posted, redrawn, rotation: () => rotations.find('rotation') };
}

describe('a rotation and the log of sign-ins', () => {
  it('has its third step done by the first sign-in with the new secret, and is drawn again where it is seen', async () => {
    const { smc, fresh, succeed, read, rotation, usecases, show, manager, posted, redrawn, setting } = await rotating();
    await usecases.noteShown(await show(), manager, posted);
    await read();
    expect(redrawn()).toEqual([]);
    succeed(smc.clientId, fresh.keyId);
    await read();
    expect((await rotation())?.log?.signedInAt).toEqual(new Date(START.getTime() + 60_000));
    expect(redrawn()).toMatchObject([{ view: { rotation: { log: { signedInAt: expect.any(Date) } } } }]);
    const rows = await setting.ledger.audit.rows();
    expect(rows.filter(({ action }) => action === 'rotation.confirmed')).toMatchObject([
      { actor: undefined, keyId: fresh.keyId, detail: 'seen in the log of sign-ins' },
    ]);
  });

  it('is confirmed once, and keeps the first sign-in', async () => {
    const { smc, fresh, succeed, read, rotation, setting } = await rotating();
    succeed(smc.clientId, fresh.keyId);
    await read();
    succeed(smc.clientId, fresh.keyId);
    await read();
    expect((await rotation())?.log?.signedInAt).toEqual(START);
    const rows = await setting.ledger.audit.rows();
    expect(rows.filter(({ action }) => action === 'rotation.confirmed')).toHaveLength(1);
  });

  it('does not take a sign-in with another secret for the new one', async () => {
    const { smc, old, succeed, read, rotation } = await rotating();
    succeed(smc.clientId, old.keyId);
    await read();
    expect((await rotation())?.log).toMatchObject({ signedInAt: undefined, oldUsedAt: START });
  });

  it('knows how long the old secret has been silent, and nothing before the log was read', async () => {
    const { smc, old, succeed, read, rotation } = await rotating();
    succeed(smc.clientId, old.keyId);
    for (let day = 0; day < 4; day += 1) for (let hour = 0; hour < 12; hour += 1) await read(DAY / 12 / 4);
    const log = (await rotation())?.log;
    expect(log?.from).toEqual(new Date(START.getTime() - 30 * 60_000));
    expect(log?.oldUsedAt).toEqual(START);
  });

  it('counts the silence from the gap if the bot did not read for more than a day', async () => {
    const { read, rotation } = await rotating();
    await read();
    await read(3 * DAY);
    const log = (await rotation())?.log;
    expect(log?.from).toEqual(new Date((log?.until.getTime() ?? 0) - DAY * 60_000));
  });

  it('knows of a use of the old secret from before the new one existed, if the log was read for another reason', async () => {
    const { smc, fresh, succeed, read, setting, manager } = await rotating();
    const { rotations } = setting.ledger;
    const other = smc.secrets[1] ?? fresh;
    for (let half = 0; half < 10; half += 1) await read(DAY / 2);
    succeed(smc.clientId, other.keyId);
    const used = setting.clock.clock();
    await read();
    await read(60);
    const by = { by: named(manager), at: setting.clock.clock() };
    await rotations.start({ id: 'second', application: smc, old: other, by }, event);
    await rotations.adopt('second', fresh, by, event);
    await read();
    const second = await rotations.find('second');
    expect(second && silenceOf(second, undefined)).toMatchObject({ since: used, isUse: true, isEnough: false });
  });

  it('does not call the old secret silent when the log was not read any more', async () => {
    const { smc, fresh, succeed, read, show, setting, manager } = await rotating();
    succeed(smc.clientId, fresh.keyId);
    for (let half = 0; half < 8; half += 1) await read(DAY / 2);
    const shown = async () => {
      await setting.signIn(manager);
      return expectKind(await show(), 'rotation').view;
    };
    expect((await shown()).logLate).toBe(false);
    setting.clock.pass(10 * DAY * 60_000);
    expect((await shown()).logLate).toBe(true);
  });

  it('counts the silence from a sign-in of which the log does not say with which secret it was', async () => {
    const { smc, fresh, succeed, read, rotation } = await rotating();
    succeed(smc.clientId, fresh.keyId);
    for (let half = 0; half < 7; half += 1) {
      succeed(smc.clientId, undefined);
      await read(DAY / 2);
    }
    const found = await rotation();
    expect(found && silenceOf(found, undefined)).toMatchObject({ isEnough: false, days: 0 });
    for (let half = 0; half < 6; half += 1) await read(DAY / 2);
    const later = await rotation();
    expect(later && silenceOf(later, undefined)).toMatchObject({ isEnough: true, days: 3 });
  });

  it('is not confirmed by a sign-in with a secret that existed before: another system may use it', async () => {
    const { smc, fresh, succeed, read, rotation, setting } = await rotating(true);
    succeed(smc.clientId, fresh.keyId);
    await read();
    expect((await rotation())?.log).toMatchObject({ signedInAt: undefined });
    const rows = await setting.ledger.audit.rows();
    expect(rows.filter(({ action }) => action === 'rotation.confirmed')).toEqual([]);
  });

  it('stays as it is in a message that shows something else now', async () => {
    const { smc, fresh, succeed, read, usecases, show, manager, posted, redrawn } = await rotating();
    await usecases.noteShown(await show(), manager, posted);
    await usecases.noteShown({ kind: 'signed-out' }, manager, posted);
    succeed(smc.clientId, fresh.keyId);
    await read();
    expect(redrawn()).toEqual([]);
  });

  it('is not drawn again for somebody who does not manage the application any more', async () => {
    const { smc, fresh, succeed, read, usecases, show, manager, posted, redrawn, setting } = await rotating();
    await usecases.noteShown(await show(), manager, posted);
    await setting.ledger.assignments.remove(manager.person, smc.clientId, event);
    succeed(smc.clientId, fresh.keyId);
    await read();
    expect(redrawn()).toEqual([]);
  });
});

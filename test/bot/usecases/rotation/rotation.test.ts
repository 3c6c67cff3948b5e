import { describe, expect, it } from 'vitest';
import type { RotationAct } from '../../../../bot/domain/shared/command.ts';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import { createReminderSetting, inDays } from '../reminders/reminder-setting.ts';
import { application, expectKind, START, someone } from '../shared/setting.ts';

const EXPIRY = inDays(200).slice(0, 10);

async function rotating(over: { readonly report?: boolean } = {}) {
  const dm = application('Partner-NL-Matchwell-DM', inDays(5));
  const setting = await createReminderSetting(over, dm);
  const second = someone('Bob', 'personal');
  await setting.assign(second, dm);
  await setting.signIn(second);
  await setting.link(setting.manager, 'Matchwell');
  const begun = await setting.run(
    { kind: 'open', purpose: 'rotate', query: 'matchwell-dm', hint: '' },
    setting.manager,
  );
  const { id } = expectKind(begun, 'rotation').view.rotation;
  const act = (what: RotationAct, asker: Asker = setting.manager, keyId = '') =>
    setting.run({ kind: 'rotation', id, act: what, keyId }, asker);
  const create = async (asker: Asker = setting.manager) => {
    setting.clock.pass(1_000);
    const { form } = expectKind(await act('create', asker), 'create-form');
    return setting.run({ kind: 'submit-create', nonce: form.nonce, name: 'fresh', expiry: EXPIRY }, asker);
  };
  const view = async () => expectKind(await act('show'), 'rotation').view;
  return { setting, dm, second, id, act, create, view };
}

describe('a rotation', () => {
  it('leads from a new secret over two ticks to the deletion of the old one, and ends the ladder', async () => {
    const { setting, dm, id, act, create, view } = await rotating();
    await setting.sweepAndSend();
    expect(expectKind(await act('create'), 'create-form').form.rotation).toBe(id);
    const created = expectKind(await create(), 'rotation').view;
    expect(created).toMatchObject({
      news: 'secret-created',
      delivered: { where: 'here' },
      rotation: { fresh: { secret: { name: 'fresh' }, by: { name: 'Ada' } } },
    });
    expect(setting.sent).toHaveLength(1);
    setting.clock.pass(4 * 60_000);
    await act('updated');
    await act('confirmed');
    expect((await view()).rotation).toMatchObject({
      updated: { by: { name: 'Ada' } },
      confirmed: { by: { name: 'Ada' } },
    });
    const { form } = expectKind(await act('delete'), 'delete-form');
    expect(form).toMatchObject({ secret: { name: 's0' }, lastLive: false, warnings: [], rotation: id });
    const done = await setting.run({ kind: 'confirm-delete', nonce: form.nonce, typedName: '' }, setting.manager);
    expect(expectKind(done, 'rotation').view.rotation).toMatchObject({
      state: 'deleted',
      ended: { by: { name: 'Ada' } },
    });
    expect((await setting.directory.application(dm.clientId))?.secrets.map(({ name }) => name)).toEqual(['fresh']);
    await setting.usecases.sendOutbox();
    expect(setting.announced.at(-1)).toMatchObject({
      how: 'update',
      digest: { items: [{ ending: { how: 'deleted' } }] },
    });
    setting.told();
    await setting.nextDay();
    expect(setting.told()).toEqual([]);
  });

  it('is continued days later by another manager in another conversation', async () => {
    const { setting, second, id, create, act } = await rotating();
    await create();
    setting.clock.pass(5 * 86_400_000);
    await setting.signIn(second);
    const listed = expectKind(await setting.run({ kind: 'rotations' }, second), 'rotations');
    expect(listed.rotations.map((rotation) => rotation.id)).toEqual([id]);
    expect(expectKind(await act('updated', second), 'rotation').view.rotation.updated?.by.name).toBe('Bob');
    await setting.signIn(setting.manager);
    const again = await setting.run(
      { kind: 'open', purpose: 'rotate', query: 'matchwell-dm', hint: '' },
      setting.manager,
    );
    expect(expectKind(again, 'rotation').view.rotation.id).toBe(id);
  });

  it('begins once when many managers begin it at the same time', async () => {
    const { setting, second, dm, id } = await rotating();
    const [secret] = dm.secrets;
    const button = { kind: 'rotate-secret', clientId: dm.clientId, keyId: secret?.keyId ?? '' } as const;
    const outcomes = await Promise.all([setting.run(button, second), setting.run(button, setting.manager)]);
    expect(outcomes.map((outcome) => expectKind(outcome, 'rotation').view.rotation.id)).toEqual([id, id]);
  });

  it('creates one secret if two managers take step 1 at once, and shows the second the step of the first', async () => {
    const { setting, second, act } = await rotating();
    const forms = [await act('create'), await act('create', second)].map(
      (outcome) => expectKind(outcome, 'create-form').form,
    );
    const submit = (nonce: string, asker: Asker) =>
      setting.run({ kind: 'submit-create', nonce, name: 'fresh', expiry: EXPIRY }, asker);
    const outcomes = await Promise.all([
      submit(forms[0]?.nonce ?? '', setting.manager),
      submit(forms[1]?.nonce ?? '', second),
    ]);
    const news = outcomes.map((outcome) => expectKind(outcome, 'rotation').view.news);
    expect(news.sort()).toEqual(['secret-created', 'step-taken']);
    expect(setting.directory.calls.addSecret).toBe(1);
  });

  it('shows the second of two managers who tick at once that the step was done', async () => {
    const { setting, second, act, create } = await rotating();
    await create();
    const outcomes = await Promise.all([act('updated'), act('updated', second)]);
    const news = outcomes.map((outcome) => expectKind(outcome, 'rotation').view.news);
    expect(news.filter((each) => each === 'step-taken')).toHaveLength(1);
    const rows = (await setting.ledger.audit.rows()).filter(({ action }) => action === 'rotation.updated');
    expect(rows).toHaveLength(1);
  });

  it('takes its steps in their order only', async () => {
    const { act, create, view } = await rotating();
    expectKind(await act('confirmed'), 'rotation');
    expectKind(await act('delete'), 'rotation');
    expectKind(await act('replaced'), 'rotation');
    expect((await view()).rotation).toMatchObject({ state: 'open', updated: undefined, confirmed: undefined });
    await create();
    await act('confirmed');
    expect((await view()).rotation.confirmed).toBeUndefined();
  });

  it('gives a stranger and a manager of another application one neutral answer', async () => {
    const { setting, act } = await rotating();
    const stranger = someone('Carl');
    await setting.signIn(stranger);
    expect(expectKind(await act('show', stranger), 'refused').refusal).toBe('rotation-gone');
    const unknown = await setting.run({ kind: 'rotation', id: 'made-up', act: 'show', keyId: '' }, setting.manager);
    expect(expectKind(unknown, 'refused').refusal).toBe('rotation-gone');
  });

  it('redraws the digests about it at once when it is marked as replaced, and when it is begun again', async () => {
    const { setting, act, create } = await rotating();
    await create();
    setting.woken.length = 0;
    await act('replaced');
    expect(setting.woken).toContain('send-outbox');
    setting.woken.length = 0;
    await setting.run({ kind: 'open', purpose: 'rotate', query: 'matchwell-dm', hint: 'h0~' }, setting.manager);
    expect(setting.woken).toContain('send-outbox');
  });

  it('redraws its digests at once if the old secret turns out to be deleted elsewhere', async () => {
    const { setting, dm, act, create, view } = await rotating();
    await create();
    await setting.directory.removeSecret(dm.clientId, dm.secrets[0]?.keyId ?? '');
    setting.woken.length = 0;
    await act('show');
    expect((await view()).rotation.state).toBe('deleted');
    expect(setting.woken).toContain('send-outbox');
  });

  it('leaves both secrets when it is abandoned, and the ladder goes on', async () => {
    const { setting, act, create, dm } = await rotating();
    await create();
    const ended = expectKind(await act('abandon'), 'rotation').view.rotation;
    expect(ended).toMatchObject({ state: 'abandoned' });
    expect((await setting.directory.application(dm.clientId))?.secrets).toHaveLength(2);
    await setting.nextDay();
    expect(setting.told()).toEqual([`channel ${setting.manager.conversation.id}: 4 s0`]);
    expect(setting.announced.at(-1)).toMatchObject({ digest: { items: [{ newer: true }] } });
  });

  it('deletes nothing when it is marked as replaced, needs a fresh sign-in for that, records it, and ends the ladder', async () => {
    const { setting, act, create, dm } = await rotating();
    await create();
    setting.clock.pass(20 * 60_000);
    expect(await act('replaced')).toMatchObject({ kind: 'sign-in', need: 'step-up' });
    await setting.signIn(setting.manager);
    expect(expectKind(await act('replaced'), 'rotation').view.rotation.state).toBe('replaced');
    expect((await setting.directory.application(dm.clientId))?.secrets).toHaveLength(2);
    expect((await setting.ledger.audit.rows()).map(({ action }) => action)).toContain('rotation.replaced');
    await setting.nextDay();
    expect(setting.told()).toEqual([]);
  });

  it('does not silence the ladder if the secret that replaced the old one is deleted', async () => {
    const { setting, dm, act, create } = await rotating();
    await create();
    await act('replaced');
    const fresh = (await setting.directory.application(dm.clientId))?.secrets[1]?.keyId ?? '';
    const opened = await setting.run({ kind: 'delete-secret', clientId: dm.clientId, keyId: fresh }, setting.manager);
    const { nonce } = expectKind(opened, 'delete-form').form;
    await setting.run({ kind: 'confirm-delete', nonce, typedName: '' }, setting.manager);
    await setting.nextDay();
    expect(setting.told()).toEqual([`channel ${setting.manager.conversation.id}: 4 s0`]);
    expect(setting.announced.at(-1)).toMatchObject({ digest: { items: [{ newer: false }] } });
  });

  it('can be stopped even if its application does not exist any more', async () => {
    const { setting, dm, act } = await rotating();
    setting.directory.drop(dm.clientId);
    expect(expectKind(await act('show'), 'refused').refusal).toBe('directory-absent');
    expect(expectKind(await act('abandon'), 'rotations').rotations).toEqual([]);
  });

  it('lets the ladder go on if it is begun again for a replaced secret', async () => {
    const { setting, act, create } = await rotating();
    await create();
    await act('replaced');
    const again = await setting.run(
      { kind: 'open', purpose: 'rotate', query: 'matchwell-dm', hint: 'h0' },
      setting.manager,
    );
    expect(expectKind(again, 'rotation').view.rotation.state).toBe('open');
    await setting.nextDay();
    expect(setting.told()).toHaveLength(1);
  });

  it('accepts a secret that exists already as the new one', async () => {
    const { setting, dm, act, view } = await rotating();
    const newer = {
      keyId: 'newer',
      name: 'made elsewhere',
      hint: 'n~1',
      start: new Date(START.getTime() + 1),
      end: new Date(inDays(300)),
    };
    const upcoming = { ...newer, keyId: 'upcoming', start: new Date(inDays(1)) };
    setting.directory.put({ ...dm, secrets: [...dm.secrets, newer, upcoming] });
    const tooEarly = expectKind(await act('adopt', setting.manager, 'upcoming'), 'rotation').view;
    expect(tooEarly).toMatchObject({ news: 'new-secret-gone', rotation: { fresh: undefined } });
    expect((await view()).candidates.map(({ keyId }) => keyId)).toEqual(['newer']);
    const other = expectKind(await act('adopt', setting.manager, dm.secrets[0]?.keyId), 'rotation').view;
    expect(other).toMatchObject({ news: 'new-secret-gone', rotation: { fresh: undefined } });
    const adopted = expectKind(await act('adopt', setting.manager, 'newer'), 'rotation').view.rotation;
    expect(adopted.fresh).toMatchObject({ adopted: true, secret: { name: 'made elsewhere' } });
  });

  it('goes back to step 1 if its new secret was deleted, and is over if its old secret was deleted', async () => {
    const { setting, dm, create, view } = await rotating();
    await create();
    const all = await setting.directory.application(dm.clientId);
    setting.directory.put(dm);
    expect((await view()).rotation.fresh).toBeDefined();
    setting.clock.pass(4 * 60_000);
    expect(await view()).toMatchObject({ news: 'new-secret-gone', rotation: { fresh: undefined, state: 'open' } });
    setting.directory.put({ ...dm, secrets: all?.secrets.slice(1) ?? [] });
    expect((await view()).rotation).toMatchObject({ state: 'deleted', ended: { by: undefined } });
  });

  it('is finished when the old secret is deleted with the plain command', async () => {
    const { setting, create, view } = await rotating();
    await create();
    const form = await setting.run(
      { kind: 'open', purpose: 'delete', query: 'matchwell-dm h0~', hint: '' },
      setting.manager,
    );
    const { nonce } = expectKind(form, 'delete-form').form;
    await setting.run({ kind: 'confirm-delete', nonce, typedName: '' }, setting.manager);
    expect((await view()).rotation).toMatchObject({ state: 'deleted', ended: { by: { name: 'Ada' } } });
  });
});

describe('the sign-in report', () => {
  const hours = (n: number) => new Date(START.getTime() + n * 3_600_000);

  async function evident() {
    const rotation = await rotating({ report: true });
    const { setting, dm, create } = rotation;
    await create();
    const fresh = (await setting.directory.application(dm.clientId))?.secrets[1]?.keyId ?? '';
    const old = dm.secrets[0]?.keyId ?? '';
    const used = (keyId: string, at: Date) => ({ clientId: dm.clientId, keyId, at });
    const read = () => setting.usecases.readUses(new AbortController().signal);
    return { ...rotation, fresh, old, used, read };
  }

  it('shows for ever when the new secret was first used, and shows when the old one was last used', async () => {
    const { setting, view, fresh, old, used } = await evident();
    expect(await view()).toMatchObject({ reportOn: true, evidence: undefined });
    await setting.ledger.lastUses.note([used(old, hours(3))]);
    expect((await view()).evidence).toMatchObject({ newFirstUsed: undefined, oldLastUsed: hours(3) });
    await setting.ledger.lastUses.note([used(fresh, hours(5))]);
    expect((await view()).evidence).toMatchObject({ newFirstUsed: hours(5) });
    await setting.ledger.lastUses.note([used(fresh, hours(19))]);
    expect((await view()).evidence).toMatchObject({ newFirstUsed: hours(5), oldLastUsed: hours(3) });
  });

  it('asks Entra only at the last two steps, which depend on it', async () => {
    const { setting, act } = await evident();
    expect(setting.report.asked).toBe(0);
    await act('show');
    expect(setting.report.asked).toBe(0);
    await act('updated');
    expect(setting.report.asked).toBe(1);
    await act('confirmed');
    expect(setting.report.asked).toBe(2);
  });

  it('warns before the deletion if the old secret is still used, or if the new one is not used', async () => {
    const { setting, act, old, used } = await evident();
    await act('updated');
    await act('confirmed');
    setting.report.of = [used(old, hours(1))];
    const { form } = expectKind(await act('delete'), 'delete-form');
    expect(form.warnings).toEqual(['old-still-used', 'new-unused']);
  });

  it('goes on with what was read before if Entra does not answer', async () => {
    const { setting, act, old, used, read } = await evident();
    setting.report.of = [used(old, hours(1))];
    await read();
    setting.report.of = undefined;
    await act('updated');
    await act('confirmed');
    expect(expectKind(await act('delete'), 'delete-form').form.warnings).toEqual(['old-still-used', 'new-unused']);
  });

  it('is read in the background too, so that no first use is missed', async () => {
    const { setting, view, fresh, used, read } = await evident();
    for (const at of [hours(20), hours(30)]) {
      setting.report.of = [used(fresh, at)];
      setting.clock.pass(2 * 3_600_000);
      await read();
    }
    await setting.signIn(setting.manager);
    expect((await view()).evidence?.newFirstUsed).toEqual(hours(20));
  });
});

describe('a digest during a rotation', () => {
  it('names the step and who began it, continues it with its button, and is drawn again with each step', async () => {
    const { setting, act, create } = await rotating();
    await setting.sweepAndSend();
    const rotation = () => setting.announced.at(-1)?.digest.facts?.get(1)?.rotation;
    expect(rotation()).toMatchObject({ step: 'create', by: { name: 'Ada' } });
    const { id } = setting.announced.at(-1)?.digest ?? { id: '' };
    const pressed = { kind: 'digest-item', act: 'rotate', digest: id, item: 1 } as const;
    const begun = expectKind(await setting.run(pressed, setting.manager), 'rotation').view.rotation;
    expect(begun.id).toBe(expectKind(await act('show'), 'rotation').view.rotation.id);
    const steps = [() => create(), () => act('updated'), () => act('confirmed'), () => act('abandon')];
    const seen: unknown[] = [];
    for (const step of steps) {
      await step();
      await setting.usecases.sendOutbox();
      expect(setting.announced.at(-1)?.how).toBe('update');
      seen.push(rotation()?.step);
    }
    expect(seen).toEqual(['update', 'confirm', 'delete', undefined]);
  });
});

describe('two secrets that are both in use', () => {
  it('are two systems: no digest calls the newer one a replacement', async () => {
    const old = application('Partner-NL-Matchwell-DM', inDays(5), inDays(300));
    const [first, second] = old.secrets;
    if (first === undefined || second === undefined) throw new Error('two secrets');
    const dm = { ...old, secrets: [{ ...first, start: new Date(START.getTime() - 9 * 86_400_000) }, second] };
    const setting = await createReminderSetting({ report: true }, dm);
    await setting.link(setting.manager, 'Matchwell');
    const use = ({ keyId }: typeof first) => ({ clientId: dm.clientId, keyId, at: setting.clock.clock() });
    await setting.ledger.lastUses.note([use(second)]);
    await setting.sweepAndSend();
    expect(setting.announced.at(-1)?.digest.items).toMatchObject([{ newer: true, newerSecret: { name: 's1' } }]);
    await setting.ledger.lastUses.note([use(first), use(second)]);
    await setting.nextDay();
    expect(setting.announced.at(-1)?.digest.items).toMatchObject([{ newer: false }]);
    expect(setting.announced.at(-1)?.digest.facts?.get(1)?.lastUse).toMatchObject({ inUse: true });
  });
});

describe('the commands expiring and notify', () => {
  it('expiring shows the secrets that end within so many days, soonest first, and none that have ended', async () => {
    const dm = application('Partner-NL-Matchwell-DM', inDays(-3), inDays(50), inDays(200));
    const smc = application('Partner-NL-Matchwell-SMC', inDays(10));
    const setting = await createReminderSetting({}, dm, smc);
    const shown = expectKind(await setting.run({ kind: 'expiring', days: 60 }, setting.manager), 'expiring');
    expect(shown.rows.map(({ daysLeft }) => daysLeft)).toEqual([10, 50]);
  });

  it('notify is refused if e-mail is not set up, and otherwise keeps the choice', async () => {
    const without = await createReminderSetting({});
    const refused = await without.run({ kind: 'notify', mail: 'off' }, without.manager);
    expect(expectKind(refused, 'refused').refusal).toBe('no-mail');
    const setting = await createReminderSetting({ mail: true });
    const choose = (mail: 'off' | 'text' | undefined) => setting.run({ kind: 'notify', mail }, setting.manager);
    expect(await choose(undefined)).toEqual({ kind: 'mail-choice', choice: 'html', changed: false });
    expect(await choose('text')).toEqual({ kind: 'mail-choice', choice: 'text', changed: true });
    expect(await choose('off')).toEqual({ kind: 'mail-choice', choice: 'off', changed: true });
    expect(await choose(undefined)).toEqual({ kind: 'mail-choice', choice: 'off', changed: false });
  });
});

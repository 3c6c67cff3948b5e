import { describe, expect, it, vi } from 'vitest';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import { application, createSetting, expectKind, type Setting, someone } from '../shared/setting.ts';
import { created } from './created-secret.ts';

async function prepared(...ends: readonly string[]) {
  const setting = await createSetting();
  const asker = someone();
  const app = application('Partner-NL-Matchwell-DM', ...ends);
  setting.directory.put(app);
  await setting.assign(asker, app);
  await setting.signIn(asker);
  const open = (hint = '') =>
    setting.run({ kind: 'open', purpose: 'delete', query: `matchwell ${hint}`, hint: '' }, asker);
  const confirm = (nonce: string, typedName = '') => setting.run({ kind: 'confirm-delete', nonce, typedName }, asker);
  return { setting, asker, app, open, confirm };
}

const left = async (setting: Setting, clientId: string) =>
  (await setting.directory.application(clientId))?.secrets.length;

describe('deleting a secret', () => {
  it('asks which secret is meant, finds it by its hint, and names it', async () => {
    const { open } = await prepared('2027-01-01', '2027-02-01');
    expect(expectKind(await open(), 'choose-secret').application.secrets).toHaveLength(2);
    const { form } = expectKind(await open('H1~'), 'delete-form');
    expect(form).toMatchObject({ secret: { hint: 'h1~' }, lastLive: false });
  });

  it('deletes after the confirmation, and answers a second confirmation in the same way', async () => {
    const { setting, app, open, confirm } = await prepared('2027-01-01', '2027-02-01');
    const { form } = expectKind(await open('h0~'), 'delete-form');
    expect(expectKind(await confirm(form.nonce), 'deleted').already).toBe(false);
    expect(expectKind(await confirm(form.nonce), 'deleted').already).toBe(true);
    expect(await left(setting, app.clientId)).toBe(1);
    expect((await setting.ledger.audit.rows()).map((row) => row.action)).toContain('secret.deleted');
  });

  it('asks for the name of the application before it deletes the last live secret', async () => {
    const { setting, app, open, confirm } = await prepared('2027-01-01', '2026-01-01');
    const { form } = expectKind(await open('h0~'), 'delete-form');
    expect(form.lastLive).toBe(true);
    expect(expectKind(await confirm(form.nonce), 'delete-form').form.mismatch).toBe(false);
    expect(expectKind(await confirm(form.nonce, 'wrong'), 'delete-form').form).toMatchObject({
      mismatch: true,
      typedName: 'wrong',
    });
    expect(await left(setting, app.clientId)).toBe(2);
    expectKind(await confirm(form.nonce, ' partner-nl-matchwell-DM '), 'deleted');
    expect(await left(setting, app.clientId)).toBe(1);
  });

  it('threat 14, last live secret deleted: keeps it if two deletions race', async () => {
    const { setting, app, open, confirm } = await prepared('2027-01-01', '2027-02-01');
    const first = expectKind(await open('h0~'), 'delete-form').form;
    const second = expectKind(await open('h1~'), 'delete-form').form;
    expect([first.lastLive, second.lastLive]).toEqual([false, false]);
    const outcomes = await Promise.all([confirm(first.nonce), confirm(second.nonce)]);
    expect(outcomes.map((o) => o.kind).sort()).toEqual(['delete-form', 'deleted']);
    expect(await left(setting, app.clientId)).toBe(1);
  });

  it('completes an unclear deletion later, and tells the person', async () => {
    const { setting, app, open, confirm } = await prepared('2027-01-01', '2027-02-01');
    const { form } = expectKind(await open('h0~'), 'delete-form');
    setting.directory.failNext('removeSecret', new DirectoryFault('unreachable', { ambiguous: true }));
    expect(expectKind(await confirm(form.nonce), 'refused').refusal).toBe('outcome-unknown');
    setting.clock.pass(61_000);
    await setting.usecases.reconcile();
    expect(await left(setting, app.clientId)).toBe(1);
    await setting.usecases.sendOutbox();
    expect(setting.notices).toMatchObject([{ kind: 'deletion-completed' }]);
  });

  it('says that a secret is already gone if it was deleted in the meantime', async () => {
    const { setting, app, asker, open, confirm } = await prepared('2027-01-01', '2027-02-01');
    const { form } = expectKind(await open('h0~'), 'delete-form');
    await setting.directory.removeSecret(app.clientId, app.secrets[0]?.keyId ?? '');
    expect(expectKind(await confirm(form.nonce), 'deleted').already).toBe(true);
    const gone = { kind: 'delete-secret', clientId: app.clientId, keyId: app.secrets[0]?.keyId ?? '' } as const;
    expect(expectKind(await setting.run(gone, asker), 'deleted').already).toBe(true);
  });

  it('does not call a new secret deleted that Entra does not know everywhere yet, and deletes it later', async () => {
    const { setting, app, asker, confirm } = await prepared('2027-01-01');
    const keyId = await created(setting, asker, app.clientId);
    const open = { kind: 'delete-secret', clientId: app.clientId, keyId } as const;
    const { nonce } = expectKind(await setting.run(open, asker), 'delete-form').form;
    vi.spyOn(setting.directory, 'removeSecret').mockResolvedValueOnce('absent');
    expect(expectKind(await confirm(nonce), 'refused').refusal).toBe('outcome-unknown');
    expect((await setting.ledger.audit.rows()).map(({ action }) => action)).not.toContain('secret.deleted');
    setting.clock.pass(61_000);
    await setting.usecases.reconcile();
    expect(setting.directory.truth(app.clientId)?.secrets).toEqual(app.secrets);
    expect((await setting.ledger.operations.find(nonce))?.state).toBe('done');
  });
});

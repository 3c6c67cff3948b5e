import { describe, expect, it } from 'vitest';
import { DirectoryFault } from '../../../../../bot/ports/secrets/directory.ts';
import { application, createSettingWith, expectKind, type Setting, START, someone } from '../../shared/setting.ts';

const HOUR = 3_600_000;
const hoursAgo = (hours: number) => new Date(START.getTime() - hours * HOUR);

/** An application with three expired secrets and a live one. */
async function prepared() {
  const app = application('Partner-NL-Matchwell-DM', '2026-08-01', '2026-07-01', '2026-09-01', '2027-02-01');
  const setting = await createSettingWith({ report: true }, app);
  const asker = someone();
  await setting.assign(asker, app);
  await setting.signIn(asker);
  const keys = app.secrets.map(({ keyId }) => keyId);
  const open = async () =>
    expectKind(await setting.run({ kind: 'delete-expired', clientId: app.clientId }, asker), 'expired-form');
  const confirm = (...nonces: readonly (string | undefined)[]) =>
    setting.run({ kind: 'confirm-expired', nonces: nonces.flatMap((nonce) => nonce ?? []) }, asker);
  const used = (index: number, at: Date) => ({ clientId: app.clientId, keyId: keys[index] ?? '', at });
  return { setting, asker, app, keys, open, confirm, used };
}

async function leftOf({ directory }: Setting, clientId: string): Promise<readonly string[]> {
  return ((await directory.application(clientId))?.secrets ?? []).map(({ keyId }) => keyId);
}

async function rowsOf({ ledger }: Setting, action: string) {
  return (await ledger.audit.rows()).filter((row) => row.action === action);
}

describe('deleting several expired secrets', () => {
  it('names each expired secret with its last use, the oldest first, and none that is live', async () => {
    const { setting, keys, open, used } = await prepared();
    setting.report.of = [used(0, hoursAgo(24 * 90)), used(3, hoursAgo(1))];
    const { secrets, more } = await open();
    expect(secrets.map(({ secret }) => secret.keyId)).toEqual([keys[1], keys[0], keys[2]]);
    expect(secrets.map(({ secret }) => secret.lastUse?.at)).toEqual([undefined, hoursAgo(24 * 90), undefined]);
    expect(more).toBe(0);
    expect(new Set(secrets.map(({ nonce }) => nonce)).size).toBe(3);
  });

  it('removes and records each of them on its own, and tells what has become of it', async () => {
    const { setting, app, keys, open, confirm } = await prepared();
    const { secrets } = await open();
    const done = expectKind(await confirm(...secrets.map(({ nonce }) => nonce)), 'expired-deleted');
    expect(done.results.map(({ keyId, how }) => [keyId, how])).toEqual(
      [keys[1], keys[0], keys[2]].map((keyId) => [keyId, 'deleted']),
    );
    expect(await leftOf(setting, app.clientId)).toEqual([keys[3]]);
    const rows = await rowsOf(setting, 'secret.deleted');
    expect(rows.map(({ keyId }) => keyId).toSorted()).toEqual(keys.slice(0, 3).toSorted());
    expect(new Set(rows.map(({ reference }) => reference)).size).toBe(3);
  });

  it('goes on after one that fails, and says which and why', async () => {
    const { setting, app, keys, open, confirm } = await prepared();
    const { secrets } = await open();
    setting.directory.failNext('removeSecret', new DirectoryFault('forbidden', { ambiguous: false }));
    const done = expectKind(await confirm(...secrets.map(({ nonce }) => nonce)), 'expired-deleted');
    expect(done.results.map(({ how }) => how)).toEqual(['failed', 'deleted', 'deleted']);
    expect(done.results[0]).toMatchObject({ keyId: keys[1], refusal: 'directory-forbidden' });
    expect(await leftOf(setting, app.clientId)).toEqual([keys[1], keys[3]]);
    expect(await rowsOf(setting, 'secret.delete.undone')).toHaveLength(1);
  });

  it('does not call a secret deleted of which Entra’s answer was unclear', async () => {
    const { setting, open, confirm } = await prepared();
    const { secrets } = await open();
    setting.directory.failNext('removeSecret', new DirectoryFault('unreachable', { ambiguous: true }));
    const done = expectKind(await confirm(...secrets.map(({ nonce }) => nonce)), 'expired-deleted');
    expect(done.results[0]).toMatchObject({ how: 'failed', refusal: 'outcome-unknown' });
  });

  it('never deletes a live secret, although the form of one is sent with the others', async () => {
    const { setting, app, asker, keys, open, confirm } = await prepared();
    const { secrets } = await open();
    const button = { kind: 'delete-secret', clientId: app.clientId, keyId: keys[3] ?? '' } as const;
    const live = expectKind(await setting.run(button, asker), 'delete-form').form.nonce;
    const done = expectKind(await confirm(live, secrets[0]?.nonce), 'expired-deleted');
    expect(done.results.map(({ how }) => how)).toEqual(['kept', 'deleted']);
    expect(await leftOf(setting, app.clientId)).toContain(keys[3]);
  });

  it('deletes nothing if one of the forms is of somebody else, and nothing twice', async () => {
    const { setting, app, open, confirm } = await prepared();
    const colleague = someone('Bob');
    await setting.assign(colleague, app);
    await setting.signIn(colleague);
    const theirs = expectKind(
      await setting.run({ kind: 'delete-expired', clientId: app.clientId }, colleague),
      'expired-form',
    );
    const mine = (await open()).secrets.map(({ nonce }) => nonce);
    expect(expectKind(await confirm(...mine, theirs.secrets[0]?.nonce), 'refused').refusal).toBe('form-expired');
    expect(setting.directory.calls.removeSecret).toBe(0);
    expectKind(await confirm(...mine, ...mine), 'expired-deleted');
    const again = expectKind(await confirm(...mine), 'expired-deleted');
    expect(again.results.map(({ how }) => how)).toEqual(['gone', 'gone', 'gone']);
    expect(setting.directory.calls.removeSecret).toBe(3);
  });

  it('needs a fresh sign-in, and says if there is nothing to delete', async () => {
    const { setting, asker, open, confirm } = await prepared();
    const { secrets } = await open();
    setting.clock.pass(30 * 60_000);
    expect(expectKind(await confirm(secrets[0]?.nonce), 'sign-in').need).toBe('step-up');
    expect(expectKind(await setting.run({ kind: 'confirm-expired', nonces: [] }, asker), 'sign-in').need).toBe(
      'step-up',
    );
    await setting.signIn(asker);
    expect(expectKind(await confirm(), 'refused').refusal).toBe('form-expired');
  });
});

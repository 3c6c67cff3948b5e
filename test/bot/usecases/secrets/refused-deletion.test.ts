import { describe, expect, it, vi } from 'vitest';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import { application, createSetting, expectKind, someone } from '../shared/setting.ts';
import { created } from './created-secret.ts';

const unclear = () => new DirectoryFault('unreachable', { ambiguous: true });
const refusal = () => new DirectoryFault('forbidden', { ambiguous: false });
const busy = () => new DirectoryFault('throttled', { ambiguous: false });

/** Somebody has confirmed a deletion, and Entra’s answer was unclear. */
async function prepared(carriedOut = false) {
  const setting = await createSetting();
  const asker = someone();
  const app = application('Partner-NL-Matchwell-DM', '2027-01-01', '2027-02-01');
  setting.directory.put(app);
  await setting.assign(asker, app);
  await setting.signIn(asker);
  const [first, second] = app.secrets.map(({ keyId }) => keyId);
  const open = async (keyId = '') => {
    const opened = await setting.run({ kind: 'delete-secret', clientId: app.clientId, keyId }, asker);
    return expectKind(opened, 'delete-form').form;
  };
  const { nonce } = await open(first);
  setting.directory.failNext('removeSecret', unclear(), carriedOut);
  await setting.run({ kind: 'confirm-delete', nonce, typedName: '' }, asker);
  const fail = (fault: () => DirectoryFault, times: number) => {
    for (let time = 0; time < times; time += 1) setting.directory.failNext('removeSecret', fault());
  };
  const state = async () => (await setting.ledger.operations.find(nonce))?.state;
  const reconcileAfter = async (ms: number) => {
    setting.clock.pass(ms);
    await setting.usecases.reconcile();
  };
  return { setting, asker, app, first, second, open, fail, state, reconcileAfter };
}

describe('reconciliation of a deletion that Entra refuses', () => {
  it('gives it up when the secret is certainly still there, tells the person, and counts the secret again', async () => {
    const { setting, asker, first, second, open, fail, state, reconcileAfter } = await prepared();
    fail(refusal, 9);
    await reconcileAfter(61_000);
    expect(await state()).toBe('intended');
    await reconcileAfter(180_000);
    expect(await state()).toBe('undone');
    await setting.usecases.sendOutbox();
    expect(setting.notices).toMatchObject([{ kind: 'deletion-stopped', why: 'refused', secret: { keyId: first } }]);
    await setting.signIn(asker);
    expect((await open(second)).lastLive).toBe(false);
  });

  it('says that the secret is deleted if the unclear attempt had removed it', async () => {
    const { setting, fail, state, reconcileAfter } = await prepared(true);
    fail(refusal, 9);
    await reconcileAfter(241_000);
    expect(await state()).toBe('done');
    await setting.usecases.sendOutbox();
    expect(setting.notices).toMatchObject([{ kind: 'deletion-completed' }]);
  });
});

describe('reconciliation while Entra is busy', () => {
  it('asks less and less often, every ten minutes at last, and carries the deletion out in the end', async () => {
    const { setting, fail, state, reconcileAfter } = await prepared();
    fail(busy, 500);
    const asked: number[] = [];
    for (let step = 1; step <= 480; step += 1) {
      const before = setting.directory.calls.removeSecret;
      await reconcileAfter(15_000);
      if (setting.directory.calls.removeSecret > before) asked.push(step * 15);
    }
    const gaps = asked.map((at, index) => at - (asked[index - 1] ?? 0));
    expect(gaps.slice(1, 4)).toEqual([15, 30, 60]);
    expect(gaps.slice(-3)).toEqual([600, 600, 600]);
    expect(asked.length).toBeLessThan(20);
    setting.directory.calm();
    await reconcileAfter(600_000);
    expect(await state()).toBe('done');
  });
});

describe('a new secret that Entra does not know everywhere yet', () => {
  it('is not taken for deleted by reconciliation', async () => {
    const { setting, asker, app, open, state, reconcileAfter } = await prepared();
    await reconcileAfter(61_000);
    expect(await state()).toBe('done');
    const keyId = await created(setting, asker, app.clientId);
    const { nonce } = await open(keyId);
    const removal = vi.spyOn(setting.directory, 'removeSecret');
    removal.mockResolvedValueOnce('absent').mockResolvedValueOnce('absent');
    const outcome = await setting.run({ kind: 'confirm-delete', nonce, typedName: '' }, asker);
    expect(expectKind(outcome, 'refused').refusal).toBe('outcome-unknown');
    await reconcileAfter(61_000);
    expect((await setting.ledger.operations.find(nonce))?.state).toBe('intended');
    await reconcileAfter(15_000);
    expect((await setting.ledger.operations.find(nonce))?.state).toBe('done');
    expect(setting.directory.truth(app.clientId)?.secrets.map((secret) => secret.keyId)).not.toContain(keyId);
  });

  it('is not said to be deleted while the directory does not show it', async () => {
    const { setting, asker, app, open, reconcileAfter } = await prepared();
    await reconcileAfter(61_000);
    const keyId = await created(setting, asker, app.clientId);
    const { nonce } = await open(keyId);
    const confirm = () => setting.run({ kind: 'confirm-delete', nonce, typedName: '' }, asker);
    setting.directory.lag(60_000);
    setting.clock.pass(5_000);
    expect(expectKind(await confirm(), 'refused').refusal).toBe('not-shown-yet');
    for (const kind of ['delete-secret', 'rotate-secret'] as const) {
      const outcome = await setting.run({ kind, clientId: app.clientId, keyId }, asker);
      expect(expectKind(outcome, 'refused').refusal).toBe('not-shown-yet');
    }
    setting.clock.pass(60_000);
    expect(expectKind(await confirm(), 'deleted').already).toBe(false);
    expect(setting.directory.truth(app.clientId)?.secrets.map((secret) => secret.keyId)).not.toContain(keyId);
  });

  it('is said to be deleted if the bot has deleted it', async () => {
    const { setting, asker, app, open, reconcileAfter } = await prepared();
    await reconcileAfter(61_000);
    const keyId = await created(setting, asker, app.clientId);
    const { nonce } = await open(keyId);
    expectKind(await setting.run({ kind: 'confirm-delete', nonce, typedName: '' }, asker), 'deleted');
    const again = await setting.run({ kind: 'delete-secret', clientId: app.clientId, keyId }, asker);
    expect(expectKind(again, 'deleted').already).toBe(true);
  });
});

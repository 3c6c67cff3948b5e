import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { REPLICATION_MS } from '../../../../bot/domain/secrets/operation.ts';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import { createUseCases } from '../../../../bot/usecases/index.ts';
import { application, createSetting, event, expectKind, someone } from '../shared/setting.ts';

const UNCLEAR = new DirectoryFault('unreachable', { ambiguous: true });
const LONGEST_PAUSE_MS = 10 * 60_000;

/** A manager of an application, and a reconciliation of which is known what it wakes when and what it logs. */
async function prepared() {
  const setting = await createSetting();
  const asker = someone();
  const app = application('Partner-NL-Matchwell-DM', '2027-08-01', '2027-09-01');
  setting.directory.put(app);
  await setting.assign(asker, app);
  await setting.signIn(asker);
  const formToCreate = async () => {
    const open = { kind: 'open', purpose: 'create', query: app.clientId, hint: '' } as const;
    return expectKind(await setting.run(open, asker), 'create-form').form.nonce;
  };
  const submit = (nonce: string) =>
    setting.run({ kind: 'submit-create', nonce, name: 'fresh', expiry: '2027-11-24' }, asker);
  const wakes: { readonly task: string; readonly at: Date }[] = [];
  const errors: { readonly said: string; readonly attempts: unknown }[] = [];
  const { reconcile } = createUseCases({
    ...setting.deps,
    jobs: { wake: async (task, at) => void wakes.push({ task, at }) },
    log: { ...setting.deps.log, error: (said, fields) => void errors.push({ said, attempts: fields?.['attempts'] }) },
  });
  /** Waits until the task is woken next, and lets it run. Returns how long that was. */
  const next = async (): Promise<number> => {
    const at = wakes.findLast(({ task }) => task === 'reconcile')?.at ?? new Date(0);
    const pause = at.getTime() - setting.clock.clock().getTime();
    setting.clock.pass(pause);
    await reconcile();
    return pause;
  };
  const stateOf = async (nonce: string) => (await setting.ledger.operations.find(nonce))?.state;
  return { setting, app, asker, formToCreate, submit, reconcile, next, wakes, errors, stateOf };
}

describe('reconciliation', () => {
  it('does not take "absent" for a removal while Entra may not show the new secret everywhere', async () => {
    const { setting, app, formToCreate, submit, reconcile, stateOf } = await prepared();
    const nonce = await formToCreate();
    setting.results.push('unknown');
    vi.spyOn(setting.directory, 'removeSecret').mockResolvedValueOnce('absent').mockResolvedValueOnce('absent');
    await submit(nonce);
    setting.clock.pass(2_000);
    await reconcile();
    expect(await stateOf(nonce)).toBe('added');
    setting.clock.pass(2_000);
    await reconcile();
    expect(await stateOf(nonce)).toBe('undone');
    expect(setting.directory.truth(app.clientId)?.secrets).toEqual(app.secrets);
  });

  it('leaves the secret of another creation with the same name and end, which its own could not know', async () => {
    const { setting, app, formToCreate, submit, reconcile, stateOf } = await prepared();
    const [first, second] = [await formToCreate(), await formToCreate()];
    setting.directory.lag(60_000);
    expectKind(await submit(first), 'created');
    setting.directory.failNext('addSecret', UNCLEAR);
    expect(expectKind(await submit(second), 'refused').refusal).toBe('outcome-unknown');
    setting.directory.lag(0);
    setting.clock.pass(REPLICATION_MS + 1);
    await reconcile();
    expect([await stateOf(first), await stateOf(second)]).toEqual(['done', 'undone']);
    expect(setting.directory.truth(app.clientId)?.secrets).toHaveLength(3);
  });

  it('goes on at once with what did not fit into one run, and not if all of it did', async () => {
    const { setting, app, asker, reconcile, wakes, stateOf } = await prepared();
    const at = setting.clock.clock();
    const nonces = Array.from({ length: 21 }, () => randomUUID());
    const facts = { secretName: 'fresh', secretEnd: new Date('2027-11-24'), knownKeyIds: [], deletion: undefined };
    for (const nonce of nonces) {
      const form = { nonce, kind: 'create', asker, application: app, keyId: undefined, rotationId: undefined } as const;
      await setting.ledger.operations.open({ ...form, openedAt: at });
      expect(await setting.ledger.operations.begin(nonce, { at, leaseUntil: at, ...facts }, event)).toBe('begun');
    }
    setting.clock.pass(REPLICATION_MS + 1);
    await reconcile();
    expect(wakes).toContainEqual({ task: 'reconcile', at: setting.clock.clock() });
    wakes.splice(0);
    await reconcile();
    expect(wakes.map(({ task }) => task)).not.toContain('reconcile');
    expect(new Set(await Promise.all(nonces.map(stateOf)))).toEqual(new Set(['undone']));
  });

  it('tries after ever longer pauses, and never waits for more than ten minutes', async () => {
    const { setting, app, asker, reconcile, next, stateOf } = await prepared();
    const open = { kind: 'delete-secret', clientId: app.clientId, keyId: app.secrets[0]?.keyId ?? '' } as const;
    const { nonce } = expectKind(await setting.run(open, asker), 'delete-form').form;
    for (let times = 1; times <= 12; times += 1) setting.directory.failNext('removeSecret', UNCLEAR);
    await setting.run({ kind: 'confirm-delete', nonce, typedName: '' }, asker);
    setting.clock.pass(60_000);
    await reconcile();
    const pauses: number[] = [];
    for (let times = 1; times <= 10; times += 1) pauses.push(await next());
    expect(Math.max(...pauses)).toBe(LONGEST_PAUSE_MS);
    expect(pauses.slice(-3)).toEqual([LONGEST_PAUSE_MS, LONGEST_PAUSE_MS, LONGEST_PAUSE_MS]);
    expect(await stateOf(nonce)).toBe('intended');
    await next();
    expect(await stateOf(nonce)).toBe('done');
  });

  it('tells operators of a change that is unsettled after four attempts, at each further one', async () => {
    const { setting, formToCreate, submit, reconcile, next, errors, stateOf } = await prepared();
    const nonce = await formToCreate();
    setting.directory.failNext('addSecret', UNCLEAR);
    await submit(nonce);
    setting.clock.pass(60_000);
    await reconcile();
    for (let attempts = 2; attempts <= 4; attempts += 1) await next();
    expect(errors).toEqual([]);
    await next();
    await next();
    const said = 'change still unsettled';
    expect(errors).toEqual([
      { said, attempts: 5 },
      { said, attempts: 6 },
    ]);
    expect(await stateOf(nonce)).toBe('intended');
  });
});

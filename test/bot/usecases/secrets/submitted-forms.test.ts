import { describe, expect, it, vi } from 'vitest';
import type { Outcome } from '../../../../bot/domain/shared/outcome.ts';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import { createUseCases } from '../../../../bot/usecases/index.ts';
import type { Deps } from '../../../../bot/usecases/shared/deps.ts';
import { application, createSetting, event, expectKind, someone } from '../shared/setting.ts';

const EXPIRY = '2027-11-24';

/** A manager of an application with two secrets, and what this person may do with its forms. */
async function prepared(asker = someone()) {
  const setting = await createSetting();
  const app = application('Partner-NL-Matchwell-DM', '2027-01-01', '2027-02-01');
  setting.directory.put(app);
  await setting.assign(asker, app);
  await setting.signIn(asker);
  const formToCreate = async (of = asker) => {
    const open = { kind: 'open', purpose: 'create', query: app.clientId, hint: '' } as const;
    return expectKind(await setting.run(open, of), 'create-form').form.nonce;
  };
  const formToDelete = async () => {
    const open = { kind: 'delete-secret', clientId: app.clientId, keyId: app.secrets[0]?.keyId ?? '' } as const;
    return expectKind(await setting.run(open, asker), 'delete-form').form.nonce;
  };
  const submit = (nonce: string, { name = 'fresh', over = {}, by = asker }: Submission = {}) =>
    createUseCases({ ...setting.deps, ...over }).run({ kind: 'submit-create', nonce, name, expiry: EXPIRY }, by);
  return { setting, app, asker, formToCreate, formToDelete, submit };
}

interface Submission {
  readonly name?: string;
  readonly over?: Partial<Deps>;
  readonly by?: ReturnType<typeof someone>;
}

describe('a submitted form', () => {
  it('deletes nothing and says nothing of a secret if it was opened for a creation', async () => {
    const { setting, asker, formToCreate } = await prepared();
    const nonce = await formToCreate();
    const outcome = await setting.run({ kind: 'confirm-delete', nonce, typedName: '' }, asker);
    expect(expectKind(outcome, 'refused').refusal).toBe('form-expired');
    expect(setting.directory.calls.removeSecret).toBe(0);
    expect((await setting.ledger.audit.rows()).at(-1)).toMatchObject({ action: 'access.refused' });
  });

  it('creates nothing if it was opened for a deletion', async () => {
    const { setting, formToDelete, submit } = await prepared();
    const outcome = await submit(await formToDelete());
    expect(expectKind(outcome, 'refused').refusal).toBe('form-expired');
    expect(setting.directory.calls.addSecret).toBe(0);
  });

  it('is not shown again, and Entra is not asked, if the person has lost the role for the application', async () => {
    const { setting, app, asker, formToCreate, submit } = await prepared();
    const nonce = await formToCreate();
    // With the last application the session would end, too.
    await setting.assign(asker, application('Partner-NL-Other-DM'));
    await setting.ledger.assignments.remove(asker.person, app.clientId, event);
    const before = setting.directory.calls.application;
    for (const name of ['', 'fresh'])
      expect(expectKind(await submit(nonce, { name }), 'refused').refusal).toBe('not-yours');
    expect(setting.directory.calls.application).toBe(before);
  });
});

describe('a form that is submitted to create a secret', () => {
  it('is answered without a question to Entra while its creation is under way, also if its name is empty', async () => {
    const { setting, formToCreate, submit } = await prepared();
    const nonce = await formToCreate();
    setting.directory.failNext('addSecret', new DirectoryFault('unreachable', { ambiguous: true }));
    expect(expectKind(await submit(nonce), 'refused').refusal).toBe('outcome-unknown');
    const before = { ...setting.directory.calls };
    for (const name of ['', 'fresh'])
      expect(expectKind(await submit(nonce, { name }), 'refused').refusal).toBe('in-progress');
    expect(setting.directory.calls).toEqual(before);
  });

  it('says that nothing was created if its secret was removed again', async () => {
    const { setting, formToCreate, submit } = await prepared();
    const nonce = await formToCreate();
    setting.results.push('unknown');
    await submit(nonce);
    expect((await setting.ledger.operations.find(nonce))?.state).toBe('undone');
    expect(expectKind(await submit(nonce), 'refused').refusal).toBe('nothing-created');
    expect(setting.directory.calls.addSecret).toBe(1);
  });

  it('waits while another manager changes the same application', async () => {
    const { setting, app, formToCreate, submit } = await prepared();
    const bea = someone('Bea');
    await setting.assign(bea, app);
    await setting.signIn(bea);
    const [first, second] = [await formToCreate(), await formToCreate(bea)];
    const { ledger, directory } = setting;
    // Bea does not wait at all, so that the test need not.
    const impatient: Deps['ledger'] = {
      ...ledger,
      locks: { ...ledger.locks, withLock: (name, _waitMs, run) => ledger.locks.withLock(name, 0, run) },
    };
    const meanwhile: Outcome[] = [];
    const addSecret: Deps['directory']['addSecret'] = async (...given) => {
      meanwhile.push(await submit(second, { over: { ledger: impatient }, by: bea }));
      return directory.addSecret(...given);
    };
    expectKind(await submit(first, { over: { directory: { ...directory, addSecret } } }), 'created');
    expect(meanwhile).toMatchObject([{ kind: 'refused', refusal: 'busy' }]);
    expect(directory.calls.addSecret).toBe(1);
    expectKind(await submit(second, { by: bea }), 'created');
    expect(directory.truth(app.clientId)?.secrets).toHaveLength(4);
  });

  it('never has a secret removed that was there before with the same name and end', async () => {
    const { setting, app, formToCreate, submit } = await prepared();
    const twin = await formToCreate();
    expectKind(await submit(twin), 'created');
    const made = setting.directory.truth(app.clientId)?.secrets.find(({ name }) => name === 'fresh');
    if (made === undefined) throw new Error('nothing was created');
    // Somebody has made this one elsewhere, so that the ledger does not know it.
    const foreign = { ...made, keyId: 'foreign' };
    setting.directory.put({ ...app, secrets: [foreign] });
    const nonce = await formToCreate();
    setting.directory.failNext('addSecret', new DirectoryFault('unreachable', { ambiguous: true }));
    expect(expectKind(await submit(nonce), 'refused').refusal).toBe('outcome-unknown');
    setting.clock.pass(240_000);
    await setting.usecases.reconcile();
    expect((await setting.ledger.operations.find(nonce))?.state).toBe('undone');
    expect(setting.directory.truth(app.clientId)?.secrets).toEqual([foreign]);
  });

  it('has the task that removes messages woken when the minutes of its message are over', async () => {
    const { setting, formToCreate, submit } = await prepared();
    const wake = vi.fn(async () => {});
    expectKind(await submit(await formToCreate(), { over: { jobs: { wake } } }), 'created');
    const minutes = setting.deps.settings.secretMessageMinutes;
    const end = new Date(setting.clock.clock().getTime() + minutes * 60_000);
    expect(wake).toHaveBeenCalledWith('remove-messages', end);
  });
});

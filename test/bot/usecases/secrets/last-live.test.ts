import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Application } from '../../../../bot/domain/shared/application.ts';
import { isLive } from '../../../../bot/domain/shared/expiry.ts';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import { application, createSetting, expectKind, type Setting, someone } from '../shared/setting.ts';

const DAY_MS = 86_400_000;
const NAME = 'Partner-NL-Matchwell-DM';

let setting: Setting;
let asker: Asker;
beforeAll(async () => {
  setting = await createSetting();
  asker = someone();
  await setting.signIn(asker);
});

async function managed(secrets: number): Promise<Application> {
  const end = new Date(setting.clock.clock().getTime() + 300 * DAY_MS).toISOString();
  const app = application(NAME, ...Array<string>(secrets).fill(end));
  setting.directory.put(app);
  await setting.assign(asker, app);
  await setting.signIn(asker);
  return app;
}

const keyOf = (app: Application, index: number) => app.secrets[index]?.keyId ?? '';
const unclear = () => new DirectoryFault('unreachable', { ambiguous: true });

async function openDelete({ clientId }: Application, keyId: string) {
  return expectKind(await setting.run({ kind: 'delete-secret', clientId, keyId }, asker), 'delete-form').form;
}

const confirm = (nonce: string, typedName = '') => setting.run({ kind: 'confirm-delete', nonce, typedName }, asker);

function liveIn({ clientId }: Application): number {
  const now = setting.clock.clock();
  return setting.directory.truth(clientId)?.secrets.filter((secret) => isLive(secret, now)).length ?? 0;
}

/** Lets reconciliation do all that it can. */
async function settleAll(): Promise<void> {
  for (let minutes = 0; minutes < 5; minutes += 1) {
    setting.clock.pass(61_000);
    await setting.usecases.reconcile();
  }
  await setting.usecases.sendOutbox();
}

describe('the guard of the last live secret', () => {
  it('asks for the name if only a secret is left that is not valid yet', async () => {
    const app = await managed(1);
    const now = setting.clock.clock().getTime();
    const later = { ...app.secrets[0], keyId: 'later', name: 'later', hint: 'lat' };
    const upcoming = { ...later, start: new Date(now + 30 * DAY_MS), end: new Date(now + 360 * DAY_MS) };
    setting.directory.put({ ...app, secrets: [...app.secrets, upcoming] });
    const form = await openDelete(app, keyOf(app, 0));
    expect(form.lastLive).toBe(true);
    expect(expectKind(await confirm(form.nonce), 'delete-form').form.lastLive).toBe(true);
    const other = await openDelete(app, 'later');
    expect(other.lastLive).toBe(false);
    expectKind(await confirm(other.nonce), 'deleted');
    expect(liveIn(app)).toBe(1);
  });

  it('asks for the name while the directory does not show yet that the other secret was deleted', async () => {
    const app = await managed(2);
    setting.directory.lag(60_000);
    const forms = [await openDelete(app, keyOf(app, 0)), await openDelete(app, keyOf(app, 1))];
    expectKind(await confirm(forms[0]?.nonce ?? ''), 'deleted');
    setting.clock.pass(5000);
    expect(expectKind(await confirm(forms[1]?.nonce ?? ''), 'delete-form').form.lastLive).toBe(true);
    expect((await openDelete(app, keyOf(app, 1))).lastLive).toBe(true);
    setting.directory.lag(0);
    expect(liveIn(app)).toBe(1);
  });

  it('asks for the name while a deletion of the other secret is unclear', async () => {
    const app = await managed(2);
    const forms = [await openDelete(app, keyOf(app, 0)), await openDelete(app, keyOf(app, 1))];
    setting.directory.failNext('removeSecret', unclear());
    expect(expectKind(await confirm(forms[0]?.nonce ?? ''), 'refused').refusal).toBe('outcome-unknown');
    expect(expectKind(await confirm(forms[1]?.nonce ?? ''), 'delete-form').form.lastLive).toBe(true);
    await settleAll();
    expect(liveIn(app)).toBe(1);
    expect(setting.notices.at(-1)).toMatchObject({ kind: 'deletion-completed', secret: { keyId: keyOf(app, 0) } });
  });

  it('counts a secret as gone while its creation is unclear, because reconciliation removes it', async () => {
    const app = await managed(1);
    const create = { kind: 'open', purpose: 'create', query: app.clientId, hint: '' } as const;
    const { form } = expectKind(await setting.run(create, asker), 'create-form');
    setting.directory.failNext('addSecret', unclear(), true);
    const submit = { kind: 'submit-create', nonce: form.nonce, name: form.name, expiry: form.expiry } as const;
    expect(expectKind(await setting.run(submit, asker), 'refused').refusal).toBe('outcome-unknown');
    expect(liveIn(app)).toBe(2);
    const old = await openDelete(app, keyOf(app, 0));
    expect(expectKind(await confirm(old.nonce), 'delete-form').form.lastLive).toBe(true);
    await settleAll();
    expect(liveIn(app)).toBe(1);
  });
});

describe('reconciliation of an unclear deletion', () => {
  it('does not delete what has become the last live secret meanwhile, and tells the person', async () => {
    const app = await managed(2);
    const form = await openDelete(app, keyOf(app, 0));
    setting.directory.failNext('removeSecret', unclear());
    await confirm(form.nonce);
    await setting.directory.removeSecret(app.clientId, keyOf(app, 1));
    await settleAll();
    expect(liveIn(app)).toBe(1);
    expect(setting.notices.at(-1)).toMatchObject({ kind: 'deletion-stopped', secret: { keyId: keyOf(app, 0) } });
    expect((await setting.ledger.operations.find(form.nonce))?.state).toBe('undone');
    const actions = (await setting.ledger.audit.rows()).slice(-3).map(({ action, detail }) => `${action} ${detail}`);
    expect(actions).toContain('secret.delete.undone not completed: it is the last live secret');
  });

  it('deletes the last live secret if the person had confirmed that', async () => {
    const app = await managed(1);
    const form = await openDelete(app, keyOf(app, 0));
    setting.directory.failNext('removeSecret', unclear());
    expect(expectKind(await confirm(form.nonce, NAME), 'refused').refusal).toBe('outcome-unknown');
    await settleAll();
    expect(liveIn(app)).toBe(0);
    expect(setting.notices.at(-1)).toMatchObject({ kind: 'deletion-completed' });
  });

  it('does not say that it stopped a deletion which the directory had carried out', async () => {
    const app = await managed(2);
    const form = await openDelete(app, keyOf(app, 0));
    setting.directory.failNext('removeSecret', unclear());
    await confirm(form.nonce);
    await setting.directory.removeSecret(app.clientId, keyOf(app, 1));
    setting.clock.pass(10_000);
    await setting.directory.removeSecret(app.clientId, keyOf(app, 0));
    setting.directory.lag(55_000);
    setting.clock.pass(51_000);
    await setting.usecases.reconcile();
    expect((await setting.ledger.operations.find(form.nonce))?.state).toBe('intended');
    await settleAll();
    setting.directory.lag(0);
    expect(setting.notices.at(-1)).toMatchObject({ kind: 'deletion-completed', secret: { keyId: keyOf(app, 0) } });
  });
});

const OUTCOMES = ['done', 'refused', 'unclear-done', 'unclear-late', 'unclear-not-done', 'dies'] as const;
type How = (typeof OUTCOMES)[number];

type What = 'A' | 'B' | 'new';

/** Two changes of an application, in their order, and all that decides how they end. */
const runs = fc.record({
  what: fc.constantFrom<readonly What[]>(['A', 'B'], ['B', 'A'], ['A', 'new'], ['new', 'A']),
  how: fc.tuple(fc.constantFrom(...OUTCOMES), fc.constantFrom(...OUTCOMES)),
  lagMs: fc.integer({ min: 0, max: 60_000 }),
  gapMs: fc.constantFrom(0, 5000, 50_000, 100_000, 200_000),
  between: fc.boolean(),
  together: fc.boolean(),
  formsFirst: fc.boolean(),
});

type Run = typeof runs extends fc.Arbitrary<infer T> ? T : never;

/** Plans what the directory does with the next change. The returned function carries out what it does late. */
function plan(how: How, method: 'addSecret' | 'removeSecret', app: Application, keyId: string): () => Promise<void> {
  const { directory } = setting;
  if (how === 'refused') directory.failNext(method, new DirectoryFault('forbidden', { ambiguous: false }));
  else if (how !== 'done') directory.failNext(method, unclear(), how === 'unclear-done');
  if (how === 'dies') return async () => void setting.clock.pass(61_000);
  if (how !== 'unclear-late' || method === 'addSecret') return async () => {};
  const before = directory.calls.removeSecret;
  return async () => {
    if (directory.calls.removeSecret === before) return;
    setting.clock.pass(20_000);
    await directory.removeSecret(app.clientId, keyId).catch(() => {});
  };
}

async function prepareChange(app: Application, what: What) {
  if (what === 'new') {
    const create = { kind: 'open', purpose: 'create', query: app.clientId, hint: '' } as const;
    const { form } = expectKind(await setting.run(create, asker), 'create-form');
    const submit = { kind: 'submit-create', nonce: form.nonce, name: form.name, expiry: form.expiry } as const;
    return { method: 'addSecret', keyId: '', nonce: form.nonce, act: () => setting.run(submit, asker) } as const;
  }
  const keyId = keyOf(app, what === 'A' ? 0 : 1);
  const { clientId } = app;
  const opened = await setting.run({ kind: 'delete-secret', clientId, keyId }, asker);
  const nonce = opened.kind === 'delete-form' ? opened.form.nonce : '';
  return { method: 'removeSecret', keyId, nonce, act: () => confirm(nonce) } as const;
}

async function play(run: Run, app: Application): Promise<readonly { keyId: string; nonce: string }[]> {
  const { what, how, lagMs, gapMs, between, together, formsFirst } = run;
  setting.directory.lag(lagMs);
  const changes = formsFirst || together ? await Promise.all(what.map((each) => prepareChange(app, each))) : [];
  const acts: Promise<unknown>[] = [];
  for (const [index, each] of what.entries()) {
    const change = changes[index] ?? (await prepareChange(app, each));
    changes[index] = change;
    const late = plan(how[index] ?? 'done', change.method, app, change.keyId);
    acts.push(change.act());
    if (together) continue;
    await acts[index];
    setting.directory.calm();
    await late();
    setting.clock.pass(gapMs);
    if (between) await setting.usecases.reconcile();
  }
  await Promise.all(acts);
  setting.directory.calm();
  await settleAll();
  setting.directory.lag(0);
  return changes;
}

/** What the ledger says became of a deletion, and whether the secret is there. */
async function resultOf(app: Application, { keyId, nonce }: { keyId: string; nonce: string }) {
  const state = (await setting.ledger.operations.find(nonce))?.state;
  const there = setting.directory.truth(app.clientId)?.secrets.some((secret) => secret.keyId === keyId);
  return { state, there };
}

describe('threat 46, the last live secret goes under read lag or a pending deletion: two unconfirmed changes', () => {
  it('leave a live secret, in every order, with every outcome and with reads that lag up to a minute', async () => {
    await fc.assert(
      fc.asyncProperty(runs, async (run) => {
        const app = await managed(run.what.includes('new') ? 1 : 2);
        const changes = await play(run, app);
        expect(liveIn(app)).toBeGreaterThan(0);
        for (const change of changes.filter(({ keyId, nonce }) => keyId !== '' && nonce !== '')) {
          const { state, there } = await resultOf(app, change);
          expect(['open', 'done', 'undone']).toContain(state);
          expect(there, `a deletion that is ${state}`).toBe(state !== 'done');
        }
      }),
      { numRuns: 50 },
    );
  }, 120_000);
});

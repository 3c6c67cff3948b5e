import { describe, expect, it, vi } from 'vitest';
import { calendarDay } from '../../../../bot/domain/shared/calendar.ts';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import { createUseCases } from '../../../../bot/usecases/index.ts';
import { application, createSetting, event, expectKind, type Setting, someone } from '../shared/setting.ts';

const EXPIRY = '2027-11-24';

async function formOf(setting: Setting, asker = someone()) {
  const app = application('Partner-NL-Matchwell-DM', '2027-01-01');
  setting.directory.put(app);
  await setting.assign(asker, app);
  await setting.signIn(asker);
  const { form } = expectKind(
    await setting.run({ kind: 'open', purpose: 'create', query: 'matchwell', hint: '' }, asker),
    'create-form',
  );
  const submit = (over: object = {}, usecases: Pick<Setting, 'run'> = setting) =>
    usecases.run({ kind: 'submit-create', nonce: form.nonce, name: form.name, expiry: EXPIRY, ...over }, asker);
  return { app, asker, form, submit };
}

const live = async (setting: Setting, clientId: string) =>
  (await setting.directory.application(clientId))?.secrets.length;

describe('creating a secret', () => {
  it('prefills the form with the person and one year', async () => {
    const { form } = await formOf(await createSetting());
    expect(form).toMatchObject({
      name: 'Ada, November 2026',
      expiry: EXPIRY,
      firstDay: '2026-11-25',
      lastDay: EXPIRY,
      problems: [],
    });
  });

  it('prefills a name that the application does not have yet', async () => {
    const setting = await createSetting();
    const { app, asker, submit } = await formOf(setting);
    expectKind(await submit(), 'created');
    const again = await setting.run({ kind: 'open', purpose: 'create', query: app.clientId, hint: '' }, asker);
    expect(expectKind(again, 'create-form').form.name).toBe('Ada, November 2026 (2)');
  });

  it('creates one secret, delivers it once in the conversation of the form, and records both', async () => {
    const setting = await createSetting();
    const { app, form, submit } = await formOf(setting);
    const created = expectKind(await submit(), 'created');
    expect(created).toMatchObject({ where: 'here', minutes: 5 });
    expect(setting.sent).toHaveLength(1);
    expect(setting.sent[0]?.message.value.reveal()).toBe(setting.directory.values[0]);
    const actions = (await setting.ledger.audit.rows()).map((row) => row.action);
    expect(actions).toEqual(expect.arrayContaining(['secret.create.intended', 'secret.created']));
    expect(await setting.ledger.messages.find(form.nonce)).toMatchObject({ targeted: true });
    expect(await live(setting, app.clientId)).toBe(2);
    expect(JSON.stringify([created, await setting.ledger.audit.rows()])).not.toContain(setting.directory.values[0]);
  });

  it('threat 13, double creation: creates one secret for a double click, and says so to the second click', async () => {
    const setting = await createSetting();
    const { submit } = await formOf(setting);
    const outcomes = await Promise.all([submit(), submit(), submit()]);
    expect(outcomes.filter((o) => o.kind === 'created')).toHaveLength(1);
    expect(expectKind(await submit(), 'refused').refusal).toBe('already-created');
    expect(setting.directory.calls.addSecret).toBe(1);
    expect(setting.sent).toHaveLength(1);
  });

  it.each([
    ['an empty name', { name: ' ' }, 'name-empty'],
    ['control characters', { name: 'a\u202Eb' }, 'name-control'],
    ['more than a year', { expiry: '2027-11-25' }, 'expiry-too-late'],
    ['the past', { expiry: '2026-11-24' }, 'expiry-past'],
  ])('shows %s beside the form, keeps what was typed and creates nothing', async (_what, over, problem) => {
    const setting = await createSetting();
    const { submit } = await formOf(setting);
    const { form } = expectKind(await submit(over), 'create-form');
    expect(form.problems).toContain(problem);
    expect(form).toMatchObject(over);
    expect(setting.directory.calls.addSecret).toBe(0);
    expectKind(await submit(), 'created');
  });

  it('delivers to the 1:1 chat if the targeted message is refused', async () => {
    const setting = await createSetting();
    const { submit } = await formOf(setting);
    setting.results.push('refused');
    expect(expectKind(await submit(), 'created').where).toBe('personal');
    expect(setting.sent.map((s) => s.to)).toEqual(['personal']);
  });

  it.each([
    ['both are refused', ['refused', 'refused'] as const, someone()],
    ['the answer is unclear', ['unknown'] as const, someone()],
    ['the second answer is unclear', ['refused', 'unknown'] as const, someone()],
    ['the only place refuses', ['refused'] as const, someone('Ada', 'personal')],
  ])('threat 11, orphan secret: removes the secret again if %s', async (_why, results, asker) => {
    const setting = await createSetting();
    const { app, submit, form } = await formOf(setting, asker);
    setting.results.push(...results);
    expect(expectKind(await submit(), 'refused')).toMatchObject({
      refusal: 'nothing-created',
      reference: expect.any(String),
    });
    expect(await live(setting, app.clientId)).toBe(1);
    expect((await setting.ledger.operations.find(form.nonce))?.state).toBe('undone');
    expect(setting.sent.length).toBeLessThanOrEqual(1);
  });

  const ends: readonly (readonly [string, (setting: Setting, asker: Asker, clientId: string) => Promise<unknown>])[] = [
    ['the session ends', (setting, asker) => setting.ledger.sessions.end(asker.person, event)],
    [
      'an operator signs the person out',
      (setting) => setting.ledger.sessions.endAll('everybody', setting.clock.clock(), () => event),
    ],
    [
      'the assignment ends',
      (setting, asker, clientId) => setting.ledger.assignments.remove(asker.person, clientId, event),
    ],
    ['the session expires', async (setting) => setting.clock.pass(3_600_001)],
  ];

  it.each(ends)('does not try the 1:1 chat if %s while Teams refuses the first message', async (_what, end) => {
    const setting = await createSetting();
    const { app, asker, submit } = await formOf(setting);
    const { delivery } = setting.deps;
    setting.results.push('refused');
    const usecases = createUseCases({
      ...setting.deps,
      delivery: {
        ...delivery,
        here: async (...given) => {
          const result = await delivery.here(...given);
          await end(setting, asker, app.clientId);
          return result;
        },
      },
    });
    expect(expectKind(await submit({}, usecases), 'refused').refusal).toBe('access-ended');
    expect([setting.sent.length, await live(setting, app.clientId)]).toEqual([0, 1]);
    expect(setting.directory.calls).toMatchObject({ addSecret: 1, removeSecret: 1 });
  });

  it('leaves a removal that fails to reconciliation, which tells the person', async () => {
    const setting = await createSetting();
    const { app, submit } = await formOf(setting);
    setting.results.push('unknown');
    setting.directory.failNext('removeSecret', new DirectoryFault('unreachable', { ambiguous: true }));
    expect(expectKind(await submit(), 'refused').refusal).toBe('removal-pending');
    setting.clock.pass(61_000);
    await setting.usecases.reconcile();
    expect(await live(setting, app.clientId)).toBe(1);
    await setting.usecases.sendOutbox();
    expect(setting.notices).toMatchObject([{ kind: 'creation-undone' }]);
  });

  it('does not take "absent" right after a creation for a removal: Entra may not show the secret everywhere yet', async () => {
    const setting = await createSetting();
    const { app, form, submit } = await formOf(setting);
    setting.results.push('unknown');
    vi.spyOn(setting.directory, 'removeSecret').mockResolvedValueOnce('absent');
    expect(expectKind(await submit(), 'refused').refusal).toBe('removal-pending');
    expect((await setting.ledger.operations.find(form.nonce))?.state).toBe('added');
    setting.clock.pass(2_000);
    await setting.usecases.reconcile();
    expect(await live(setting, app.clientId)).toBe(1);
    expect((await setting.ledger.operations.find(form.nonce))?.state).toBe('undone');
  });

  it('removes an undelivered secret within seconds if its removal failed once, and again if it fails again', async () => {
    const setting = await createSetting();
    const { app, submit } = await formOf(setting);
    setting.results.push('unknown');
    const fault = new DirectoryFault('unreachable', { ambiguous: false });
    for (let times = 1; times <= 3; times += 1) setting.directory.failNext('removeSecret', fault);
    await submit();
    const asked: number[] = [];
    for (let second = 1; second <= 10; second += 1) {
      const before = setting.directory.calls.removeSecret;
      setting.clock.pass(1_000);
      await setting.usecases.reconcile();
      if (setting.directory.calls.removeSecret > before) asked.push(second);
    }
    expect(asked).toEqual([2, 4, 8]);
    expect(await live(setting, app.clientId)).toBe(1);
  });

  it.each([
    ['throttled', 'busy'],
    ['lifetime', 'lifetime'],
    ['credential-type', 'credential-type'],
    ['two-at-most', 'two-at-most'],
    ['full', 'full'],
    ['forbidden', 'directory-forbidden'],
    ['absent', 'directory-absent'],
  ] as const)('says plainly that Entra’s answer was %s', async (problem, refusal) => {
    const setting = await createSetting();
    const { submit } = await formOf(setting);
    setting.directory.failNext('addSecret', new DirectoryFault(problem, { ambiguous: false }));
    expect(expectKind(await submit(), 'refused')).toMatchObject({ refusal, reference: expect.any(String) });
    expect(setting.sent).toHaveLength(0);
  });

  it('offers the longest life that the policy allows if it refused a longer one, in a new form', async () => {
    const setting = await createSetting();
    const { form, asker, submit } = await formOf(setting);
    setting.directory.policy.longestLife = 90;
    setting.directory.failNext('addSecret', new DirectoryFault('lifetime', { ambiguous: false }));
    const again = expectKind(await submit(), 'create-form').form;
    const lastDay = calendarDay(new Date(setting.clock.clock().getTime() + 90 * 86_400_000), 'UTC');
    expect(again).toMatchObject({ name: 'Ada, November 2026', expiry: lastDay, lastDay, problems: ['expiry-policy'] });
    expect(again.nonce).not.toBe(form.nonce);
    const { nonce, name, expiry } = again;
    expectKind(await setting.run({ kind: 'submit-create', nonce, name, expiry }, asker), 'created');
    expect(setting.sent).toHaveLength(1);
  });

  it.each([undefined, 0, 400])(
    'keeps to the sentence if the limit cannot be read or is not what refused: %s days',
    async (days) => {
      const setting = await createSetting();
      const { submit } = await formOf(setting);
      setting.directory.policy.longestLife = days;
      setting.directory.failNext('addSecret', new DirectoryFault('lifetime', { ambiguous: false }));
      expect(expectKind(await submit(), 'refused').refusal).toBe('lifetime');
    },
  );

  it('never repeats an unclear creation: reconciliation finds the secret by its facts and removes that one', async () => {
    const setting = await createSetting();
    const { app, submit } = await formOf(setting);
    setting.directory.failNext('addSecret', new DirectoryFault('unreachable', { ambiguous: true }), true);
    expect(expectKind(await submit(), 'refused').refusal).toBe('outcome-unknown');
    await setting.directory.addSecret(app.clientId, {
      name: 'Ada, November 2026',
      end: new Date('2027-11-24T00:00:00Z'),
    });
    expect(await live(setting, app.clientId)).toBe(3);
    setting.clock.pass(61_000);
    await setting.usecases.reconcile();
    expect(await live(setting, app.clientId)).toBe(2);
    await setting.usecases.sendOutbox();
    expect(setting.notices).toHaveLength(1);
  });

  it('waits for replication before it calls a creation void', async () => {
    const setting = await createSetting();
    const { form, submit } = await formOf(setting);
    setting.directory.failNext('addSecret', new DirectoryFault('unreachable', { ambiguous: true }));
    await submit();
    setting.clock.pass(61_000);
    await setting.usecases.reconcile();
    expect((await setting.ledger.operations.find(form.nonce))?.state).toBe('intended');
    setting.clock.pass(180_000);
    await setting.usecases.reconcile();
    expect((await setting.ledger.operations.find(form.nonce))?.state).toBe('undone');
  });

  it('settles although the person cannot be reached just now, and tells them later', async () => {
    const setting = await createSetting();
    const { form, submit } = await formOf(setting);
    setting.directory.failNext('addSecret', new DirectoryFault('unreachable', { ambiguous: true }), true);
    await submit();
    setting.unreachable.push({ kind: 'later', code: 'ServiceError', afterMs: undefined, maybe: false });
    setting.clock.pass(61_000);
    await setting.usecases.reconcile();
    expect((await setting.ledger.operations.find(form.nonce))?.state).toBe('undone');
    await setting.usecases.sendOutbox();
    expect(setting.notices).toEqual([]);
    setting.clock.pass(10_000);
    await setting.usecases.sendOutbox();
    expect(setting.notices).toMatchObject([{ kind: 'creation-undone' }]);
  });

  it('settles if the application itself is gone', async () => {
    const setting = await createSetting();
    const { form, submit } = await formOf(setting);
    setting.results.push('unknown');
    setting.directory.failNext('removeSecret', new DirectoryFault('unreachable', { ambiguous: true }));
    await submit();
    setting.directory.failNext('removeSecret', new DirectoryFault('absent', { ambiguous: false }));
    setting.clock.pass(240_000);
    await setting.usecases.reconcile();
    expect((await setting.ledger.operations.find(form.nonce))?.state).toBe('undone');
  });

  it('creates nothing for a manager who lost the role between form and submit', async () => {
    const setting = await createSetting();
    const { app, asker, submit } = await formOf(setting);
    // With the last application the session would end, too.
    await setting.assign(asker, application('Partner-NL-Other-DM'));
    await setting.ledger.assignments.remove(asker.person, app.clientId, event);
    expect(expectKind(await submit(), 'refused').refusal).toBe('not-yours');
    expect(setting.directory.calls.addSecret).toBe(0);
  });

  it('gives a neutral answer to another person who has the nonce of the form, and records it', async () => {
    const setting = await createSetting();
    const { form, app } = await formOf(setting);
    const other = someone('Eve');
    await setting.assign(other, app);
    await setting.signIn(other);
    const outcome = await setting.run({ kind: 'submit-create', nonce: form.nonce, name: 'x', expiry: EXPIRY }, other);
    expect(expectKind(outcome, 'refused').refusal).toBe('form-expired');
    expect((await setting.ledger.audit.rows()).map((row) => row.action)).toContain('access.refused');
    expect(setting.directory.calls.addSecret).toBe(0);
  });

  it('lets a form expire after an hour', async () => {
    const setting = await createSetting();
    const { asker, submit } = await formOf(setting);
    setting.clock.pass(3_600_001);
    await setting.signIn(asker);
    expect(expectKind(await submit(), 'refused').refusal).toBe('form-expired');
  });

  it('removes the message after its minutes, or at once when it is marked as stored', async () => {
    const setting = await createSetting();
    const { asker, form, submit } = await formOf(setting);
    await submit();
    await setting.usecases.removeDueMessages();
    expect(setting.removed).toEqual([]);
    setting.clock.pass(5 * 60_000);
    await setting.usecases.removeDueMessages();
    await setting.usecases.removeDueMessages();
    expect(setting.removed).toEqual([`a-${form.nonce}`]);
    expectKind(await setting.run({ kind: 'stored', nonce: form.nonce }, asker), 'stored');
    expect(setting.removed).toHaveLength(1);
  });

  it('asks for a step-up, keeps what was typed, and goes on after it', async () => {
    const setting = await createSetting();
    const { asker, form } = await formOf(setting);
    setting.clock.pass(11 * 60_000);
    const command = { kind: 'submit-create', nonce: form.nonce, name: 'typed', expiry: '2027-06-01' } as const;
    const signIn = expectKind(await setting.run(command, asker), 'sign-in');
    expect(signIn).toMatchObject({ need: 'step-up', sso: false });
    expect(setting.directory.calls.addSecret).toBe(0);
    const claims = {
      person: asker.person,
      name: 'Ada',
      roles: [],
      acrs: ['c1'],
      authTime: setting.clock.clock(),
      issuedAt: setting.clock.clock(),
    };
    const { tid, oid } = asker.person;
    await setting.ledger.signIns.finish(signIn.signInId, claims, setting.deps.random.hash(`${tid}:${oid}:654321`));
    expect(expectKind(await setting.run({ kind: 'code', code: '000000' }, asker), 'refused').refusal).toBe(
      'code-wrong',
    );
    expect(expectKind(await setting.run({ kind: 'code', code: '654321' }, asker), 'created').secret.name).toBe('typed');
  });
});

import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Notice } from '../../../../bot/domain/messages/notice.ts';
import type { UnexpectedCredential } from '../../../../bot/domain/secrets/unexpected.ts';
import type { Application } from '../../../../bot/domain/shared/application.ts';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import { DirectoryFault } from '../../../../bot/ports/secrets/directory.ts';
import { createReminderSetting, DAY_MS, inDays, type ReminderSetting } from '../reminders/reminder-setting.ts';
import { application, expectKind, START, someone } from '../shared/setting.ts';

const backup = () => ({ keyId: randomUUID(), name: 'backup', hint: 'b~', start: START, end: new Date('2036-11-24') });

type Told = Extract<Notice, { kind: 'unexpected-credentials' }>;

/** The cards that ask about unexpected credentials, with their place. */
function asked({ posts }: ReminderSetting) {
  return posts.flatMap(({ how, to, notice }) =>
    notice.kind === 'unexpected-credentials' ? [{ how, to, notice: notice satisfies Told }] : [],
  );
}

/** A day passes, and then the bot does what it does each minute. */
async function nextDay(setting: ReminderSetting): Promise<void> {
  await setting.nextDay();
  await setting.usecases.lookBetweenSweeps();
  await setting.usecases.sendOutbox();
}

/** An application that was looked at once, with its managers' channel. */
async function watched(...more: readonly Application[]) {
  const dm = application('Partner-NL-Matchwell-DM', inDays(300));
  const setting = await createReminderSetting({}, dm, ...more);
  await setting.link(setting.manager, 'Matchwell');
  await setting.sweepAndSend();
  await setting.usecases.lookBetweenSweeps();
  return { setting, dm };
}

function add({ directory }: ReminderSetting, to: Application, secret = backup()) {
  const before = directory.truth(to.clientId) ?? to;
  directory.put({ ...before, secrets: [...before.secrets, secret] });
  return secret;
}

async function openOne({ setting, dm }: Awaited<ReturnType<typeof watched>>): Promise<UnexpectedCredential> {
  const [found] = await setting.ledger.unexpectedCredentials.unanswered([dm.clientId]);
  if (found === undefined) throw new Error('nothing is unexpected');
  return found;
}

const ours = (credential: string, shared = true) =>
  ({ kind: 'unexpected-act', act: 'ours', credential, page: 1, shared }) as const;
const removal = (credential: string) =>
  ({ kind: 'unexpected-act', act: 'remove', credential, page: 1, shared: true }) as const;

describe('credentials that were added outside the bot', () => {
  it('are not asked about at the first sweep: what is there is the baseline', async () => {
    const { setting } = await watched();
    expect(asked(setting)).toEqual([]);
    await nextDay(setting);
    expect(asked(setting)).toEqual([]);
  });

  it('are asked about once, in the managers’ channel and of the administrators', async () => {
    const { setting, dm } = await watched();
    const secret = add(setting, dm);
    await nextDay(setting);
    const credentials = [{ credential: { kind: 'secret', keyId: secret.keyId, name: 'backup' } }];
    expect(asked(setting)).toMatchObject([
      {
        how: 'channel',
        to: setting.manager.conversation.id,
        notice: { application: { clientId: dm.clientId }, credentials },
      },
      { how: 'chat', notice: { credentials } },
    ]);
    await nextDay(setting);
    expect(asked(setting)).toHaveLength(2);
  });

  it('are asked of each manager in the 1:1 chat if there is no channel', async () => {
    const dm = application('Partner-NL-Matchwell-DM', inDays(300));
    const setting = await createReminderSetting({}, dm);
    await setting.ledger.conversations.remember({
      ...setting.manager,
      conversation: someone('Ada', 'personal').conversation,
    });
    await setting.sweepAndSend();
    add(setting, dm);
    await nextDay(setting);
    expect(asked(setting).map(({ how }) => how)).toEqual(['chat', 'chat']);
  });

  it('are none if the bot has created them', async () => {
    const { setting, dm } = await watched();
    const form = expectKind(
      await setting.run({ kind: 'open', purpose: 'create', query: dm.clientId, hint: '' }, setting.manager),
      'create-form',
    );
    const submit = { kind: 'submit-create', nonce: form.form.nonce, name: 'mine', expiry: '2027-08-01' } as const;
    expectKind(await setting.run(submit, setting.manager), 'created');
    await nextDay(setting);
    expect(asked(setting)).toEqual([]);
  });

  it('are not looked for at applications that the bot does not look after', async () => {
    const { setting } = await watched();
    const other = application('Somebody else’s app', inDays(300));
    setting.directory.put(other);
    await nextDay(setting);
    add(setting, other);
    await nextDay(setting);
    expect(asked(setting)).toEqual([]);
  });

  it('are found at certificates, too, and at an application that is new: what it has at first sight is its baseline', async () => {
    const { setting } = await watched();
    const smc = application('Partner-NL-Matchwell-SMC', inDays(300));
    setting.directory.put(smc);
    await nextDay(setting);
    expect(asked(setting)).toEqual([]);
    const certificate = { keyId: randomUUID(), name: 'CN=x', start: START, end: new Date('2027-01-01') };
    setting.directory.put({ ...smc, certificates: [certificate] });
    await nextDay(setting);
    expect(asked(setting)[0]?.notice.credentials).toMatchObject([
      { credential: { kind: 'certificate', name: 'CN=x' } },
    ]);
  });

  it('are found at federated credentials within a day, and the directory is asked once a day', async () => {
    const { setting, dm } = await watched();
    await setting.usecases.lookBetweenSweeps();
    expect(setting.directory.calls.federatedCredentials).toBe(1);
    const trusted = { id: randomUUID(), name: 'gh', issuer: 'https://issuer.example', subject: 'repo:evil' };
    setting.directory.trust(dm.clientId, [trusted]);
    await nextDay(setting);
    expect(setting.directory.calls.federatedCredentials).toBe(2);
    expect(asked(setting)[0]?.notice.credentials).toMatchObject([
      { credential: { kind: 'federated', keyId: trusted.id, end: undefined, trusts: { subject: 'repo:evil' } } },
    ]);
  });

  it('stay unknown at federated credentials if the directory does not tell: a minute later, or a day later', async () => {
    const { setting } = await watched();
    setting.clock.pass(DAY_MS);
    setting.directory.failNext('federatedCredentials', new DirectoryFault('unreachable', { ambiguous: false }));
    setting.directory.failNext('federatedCredentials', new DirectoryFault('forbidden', { ambiguous: false }));
    for (let times = 0; times < 4; times++) await setting.usecases.lookBetweenSweeps();
    expect(setting.directory.calls.federatedCredentials).toBe(3);
  });

  it('come to one message for the administrators if many applications have something new at once', async () => {
    const many = Array.from({ length: 11 }, (_, i) => application(`Partner-NL-A${i}-DM`, inDays(300)));
    const { setting } = await watched(...many);
    for (const one of many) add(setting, one);
    await nextDay(setting);
    const counts = { applications: 11, credentials: 11, unmanaged: 0 };
    expect(setting.notices).toContainEqual({ kind: 'many-unexpected', ...counts });
    expect(asked(setting).filter(({ how }) => how === 'chat')).toEqual([]);
  });
});

describe('the message about many unexpected credentials', () => {
  it('says how many applications have nobody to ask', async () => {
    const many = Array.from({ length: 11 }, (_, i) => application(`Partner-NL-A${i}-DM`, inDays(300)));
    const { setting } = await watched();
    for (const one of many) setting.directory.put(one);
    const [managed] = many;
    if (managed !== undefined) await setting.assign(setting.manager, managed);
    await nextDay(setting);
    for (const one of many) add(setting, one);
    await nextDay(setting);
    expect(setting.notices.filter(({ kind }) => kind === 'many-unexpected')).toMatchObject([{ unmanaged: 10 }]);
  });
});

describe('the answer about an unexpected credential', () => {
  it('is recorded with the person, and the cards of everybody are drawn again', async () => {
    const scene = await watched();
    const { setting, dm } = scene;
    add(setting, dm);
    await nextDay(setting);
    const { id } = await openOne(scene);
    expect(await setting.run(ours(id), setting.manager)).toEqual({ kind: 'note', note: { kind: 'is-ours' } });
    await setting.usecases.sendOutbox();
    const drawn = asked(setting).filter(({ how }) => how === 'update');
    expect(drawn).toHaveLength(2);
    for (const { notice } of drawn)
      expect(notice.credentials).toMatchObject([{ answer: { how: 'ours', by: { name: 'Ada' } } }]);
    const rows = (await setting.ledger.audit.rows()).filter(({ action }) => action.startsWith('credential.'));
    expect(rows.map(({ action, actor }) => [action, actor?.name])).toEqual([
      ['credential.found', undefined],
      ['credential.ours', 'Ada'],
    ]);
    expect(await setting.run(ours(id), setting.administrator)).toEqual({
      kind: 'note',
      note: { kind: 'answered-before' },
    });
  });

  it('needs a fresh sign-in if it is "It is ours", because it ends the question for everybody', async () => {
    const scene = await watched();
    add(scene.setting, scene.dm);
    await nextDay(scene.setting);
    const { id } = await openOne(scene);
    scene.setting.clock.pass(11 * 60_000);
    expect(await scene.setting.run(ours(id), scene.setting.manager)).toMatchObject({
      kind: 'sign-in',
      need: 'step-up',
    });
    expect((await openOne(scene)).id).toBe(id);
  });

  it('is the delete form if a manager removes a client secret, and the question ends with the deletion', async () => {
    const scene = await watched();
    const { setting, dm } = scene;
    const secret = add(setting, dm);
    await nextDay(setting);
    const { id } = await openOne(scene);
    const { form } = expectKind(await setting.run(removal(id), setting.manager), 'delete-form');
    expect(form.secret.keyId).toBe(secret.keyId);
    await setting.run({ kind: 'confirm-delete', nonce: form.nonce, typedName: dm.displayName }, setting.manager);
    await setting.usecases.sendOutbox();
    expect(asked(setting).at(-1)).toMatchObject({
      how: 'update',
      notice: { credentials: [{ answer: { how: 'gone', by: { name: 'Ada' } } }] },
    });
    expect(await setting.ledger.unexpectedCredentials.unanswered()).toEqual([]);
  });

  it('says who removes it if the bot does not: a certificate, or a secret of an application that is not the asker’s', async () => {
    const scene = await watched();
    const { setting, dm } = scene;
    add(setting, dm);
    await nextDay(setting);
    const { id } = await openOne(scene);
    expect(await setting.run(removal(id), setting.administrator)).toMatchObject({
      kind: 'remove-elsewhere',
      manages: false,
    });
    const certificate = { keyId: randomUUID(), name: 'c', start: START, end: new Date('2027-01-01') };
    setting.directory.put({ ...(setting.directory.truth(dm.clientId) ?? dm), certificates: [certificate] });
    await nextDay(setting);
    expect(await setting.run(removal((await openOne(scene)).id), setting.manager)).toMatchObject({
      kind: 'remove-elsewhere',
      manages: true,
    });
  });

  it('is none if the credential was removed elsewhere: the cards say so', async () => {
    const scene = await watched();
    const { setting, dm } = scene;
    add(setting, dm);
    await nextDay(setting);
    setting.directory.put(dm);
    await nextDay(setting);
    await nextDay(setting);
    await setting.usecases.sendOutbox();
    expect(asked(setting).at(-1)).toMatchObject({
      how: 'update',
      notice: { credentials: [{ answer: { how: 'gone', by: undefined } }] },
    });
  });

  it('is one answer for somebody else, whether the credential exists or not', async () => {
    const scene = await watched();
    const { setting, dm } = scene;
    add(setting, dm);
    await nextDay(setting);
    const stranger = someone('Mallory');
    await setting.signIn(stranger, { authTime: setting.clock.clock() });
    const { id } = await openOne(scene);
    for (const credential of [id, randomUUID()]) {
      expect(await setting.run(ours(credential), stranger)).toEqual({ kind: 'note', note: { kind: 'not-concerned' } });
      expect(await setting.run(ours(credential, false), stranger)).toMatchObject({
        kind: 'refused',
        refusal: 'not-yours',
      });
    }
    expect((await openOne(scene)).answer).toBeUndefined();
  });
});

describe('certificates and federated credentials', () => {
  it('are listed by `list` and `show` as the last looks saw them, without a request of their own', async () => {
    const { setting, dm } = await watched();
    const certificate = { keyId: randomUUID(), name: 'CN=x', start: START, end: new Date('2036-01-01') };
    setting.directory.put({ ...dm, certificates: [certificate] });
    setting.directory.trust(dm.clientId, [{ id: 'f', name: 'deploy', issuer: 'i', subject: 's' }]);
    await nextDay(setting);
    const before = setting.directory.calls.federatedCredentials;
    const others = [
      {
        kind: 'certificate',
        keyId: certificate.keyId,
        name: 'CN=x',
        end: certificate.end,
        status: 'valid',
        overlong: true,
      },
      { kind: 'federated', keyId: 'f', name: 'deploy', end: undefined, status: undefined, overlong: false },
    ];
    const list = expectKind(await setting.run({ kind: 'list', filter: '', page: 1 }, setting.manager), 'applications');
    expect(list.applications).toMatchObject([{ others }]);
    const show = { kind: 'open', purpose: 'show', query: dm.clientId, hint: '' } as const;
    expect(expectKind(await setting.run(show, setting.administrator), 'application').application).toMatchObject({
      others,
    });
    expect(setting.directory.calls.federatedCredentials).toBe(before);
  });
});

describe('`unexpected`', () => {
  it('lists what waits for an answer: of one’s own applications, or of all for an administrator', async () => {
    const other = application('Partner-DE-Spender-DM', inDays(300));
    const { setting, dm } = await watched();
    setting.directory.put(other);
    await nextDay(setting);
    add(setting, dm);
    add(setting, other);
    await nextDay(setting);
    const list = async (asker: Asker) =>
      expectKind(await setting.run({ kind: 'unexpected', page: 1 }, asker), 'unexpected');
    expect(await list(setting.manager)).toMatchObject({ total: 1, whose: 'own' });
    expect(await list(setting.administrator)).toMatchObject({ total: 2, whose: 'all' });
    const nobody = someone('Nobody');
    await setting.signIn(nobody, { authTime: setting.clock.clock() });
    expect(await setting.run({ kind: 'unexpected', page: 1 }, nobody)).toMatchObject({ kind: 'no-applications' });
  });
});

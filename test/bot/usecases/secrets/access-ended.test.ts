import { beforeEach, describe, expect, it } from 'vitest';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import { ADMIN_ROLE, type VerifiedClaims } from '../../../../bot/domain/sign-in/session.ts';
import { createUseCases } from '../../../../bot/usecases/index.ts';
import type { Deps } from '../../../../bot/usecases/shared/deps.ts';
import { application, createSetting, event, expectKind, type Setting, someone } from '../shared/setting.ts';

const MINUTE_MS = 60_000;
const ADA = someone();
const APP = application('Partner-NL-Matchwell-DM', '2027-01-01');
const OTHER = application('Partner-NL-Other-DM');

let setting: Setting;

async function signIn(over: Partial<VerifiedClaims> = {}): Promise<void> {
  const now = setting.clock.clock();
  const claims = { person: ADA.person, name: ADA.name, roles: [], acrs: ['c1'], authTime: now, issuedAt: now, ...over };
  const expiresAt = new Date(now.getTime() + 480 * MINUTE_MS);
  await setting.ledger.sessions.start({ ...claims, signedInAt: now, expiresAt }, event);
}

beforeEach(async () => {
  setting = await createSetting(APP, OTHER);
  for (const each of [APP, OTHER]) await setting.assign(ADA, each);
  await signIn({ roles: [ADMIN_ROLE] });
});

const unassign = ({ clientId }: typeof APP) => setting.ledger.assignments.remove(ADA.person, clientId, event);
const signOut = async () => expectKind(await setting.run({ kind: 'sign-out' }, ADA), 'signed-out');

/** How access ends. Each is done while Entra answers. */
const ENDS: readonly (readonly [string, () => Promise<unknown>])[] = [
  ['the role for the application is withdrawn', () => unassign(APP)],
  ['the last application is unassigned', async () => [await unassign(OTHER), await unassign(APP)]],
  ['the person signs out', signOut],
  [
    'an operator signs the person out',
    () => setting.ledger.sessions.endAll([ADA.person], setting.clock.clock(), () => event),
  ],
  [
    'the session is replaced by a silent sign-in',
    async () => [await signOut(), await later(), await signIn({ acrs: [] })],
  ],
  ['the claims of an administrator are older than an hour', async () => setting.clock.pass(61 * MINUTE_MS)],
  ['the session is over', async () => setting.clock.pass(480 * MINUTE_MS)],
];
const later = async () => setting.clock.pass(1_000);

/** The nonce of a form for a new secret, opened in either of two ways. */
const FORMS: readonly (readonly [string, () => Promise<string>])[] = [
  ['a creation', async () => formIn(await setting.run(opening('create'), ADA))],
  [
    'a rotation',
    async () => {
      const { id } = expectKind(await setting.run(opening('rotate'), ADA), 'rotation').view.rotation;
      return formIn(await setting.run({ kind: 'rotation', id, act: 'create', keyId: '' }, ADA));
    },
  ],
];
const opening = (purpose: 'create' | 'rotate') => ({ kind: 'open', purpose, query: APP.clientId, hint: '' }) as const;
const formIn = (outcome: Parameters<typeof expectKind>[0]) => expectKind(outcome, 'create-form').form.nonce;

const submit = (nonce: string, over: Partial<Deps> = {}, asker: Asker = ADA) =>
  createUseCases({ ...setting.deps, ...over }).run(
    { kind: 'submit-create', nonce, name: 'fresh', expiry: '2027-11-01' },
    asker,
  );

/** Entra answers, and meanwhile access ends. */
function endingMeanwhile(end: () => Promise<unknown>): Pick<Deps, 'directory'> {
  const addSecret: Deps['directory']['addSecret'] = async (...given) => {
    const issued = await setting.directory.addSecret(...given);
    await end();
    return issued;
  };
  return { directory: { ...setting.directory, addSecret } };
}

const recorded = async () => (await setting.ledger.audit.rows()).map(({ action, detail }) => `${action}: ${detail}`);

/** The secret is gone, nobody was sent its value, and an open rotation is still at its first step. */
async function expectNothingLeft(nonce: string): Promise<void> {
  const secrets = (await setting.directory.application(APP.clientId))?.secrets ?? [];
  expect(secrets.map(({ keyId }) => keyId)).toEqual(APP.secrets.map(({ keyId }) => keyId));
  expect(setting.directory.calls).toMatchObject({ addSecret: 1, removeSecret: 1 });
  expect(setting.sent).toEqual([]);
  const operation = await setting.ledger.operations.find(nonce);
  expect(operation?.state).toBe('undone');
  const rotation = await setting.ledger.rotations.find(operation?.rotationId ?? '');
  expect(rotation?.fresh).toBeUndefined();
  expect(await recorded()).toContain('secret.created: access ended, not delivered');
}

describe.each(FORMS)('threat 42, role or session ends while Entra answers: %s', (_kind, open) => {
  it('delivers the value if nothing ends while Entra answers', async () => {
    const nonce = await open();
    await submit(nonce, endingMeanwhile(later));
    expect(setting.sent).toHaveLength(1);
  });

  it('delivers the value if the step-up alone runs out while Entra answers', async () => {
    await signIn();
    const nonce = await open();
    await submit(
      nonce,
      endingMeanwhile(async () => setting.clock.pass(11 * MINUTE_MS)),
    );
    expect(setting.sent).toHaveLength(1);
  });

  it.each(ENDS)('delivers nothing and removes the secret if %s while Entra answers', async (_what, end) => {
    const nonce = await open();
    expect(expectKind(await submit(nonce, endingMeanwhile(end)), 'refused').refusal).toBe('access-ended');
    await expectNothingLeft(nonce);
    expect((await recorded()).at(-1)).toBe('secret.create.undone: access ended');
  });

  it.each(ENDS)(
    'is brought to its end without its value if %s and the process dies before it records the secret',
    async (_what, end) => {
      const nonce = await open();
      const added = () => Promise.reject(new Error('killed'));
      const ledger = { ...setting.ledger, operations: { ...setting.ledger.operations, added } };
      await expect(submit(nonce, { ledger, ...endingMeanwhile(end) })).rejects.toThrow('killed');
      setting.clock.pass(61_000);
      await setting.usecases.reconcile();
      await expectNothingLeft(nonce);
      expect((await recorded()).at(-1)).toBe('secret.create.undone: reconciled');
      await setting.usecases.sendOutbox();
      expect(setting.notices).toMatchObject([{ kind: 'creation-undone', name: 'fresh' }]);
    },
  );
});

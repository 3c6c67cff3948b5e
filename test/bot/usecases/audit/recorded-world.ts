import type { RotationAct } from '../../../../bot/domain/shared/command.ts';
import type { Asker } from '../../../../bot/domain/shared/person.ts';
import type { VerifiedClaims } from '../../../../bot/domain/sign-in/session.ts';
import { createAccessSetting, mentioned } from '../access/access-setting.ts';
import { inDays } from '../reminders/reminder-setting.ts';
import { application, expectKind, START, someone } from '../shared/setting.ts';

/** Matchwell's application with two secrets, Ada who manages it from a channel, and Carl who has no role. */
export async function world() {
  const dm = application('Partner-NL-Matchwell-DM', inDays(5), inDays(300));
  const setting = await createAccessSetting(dm);
  const ada = await setting.join(someone('Ada'), { manages: [dm] });
  const carl = await setting.join(someone('Carl', 'personal'));
  const sent = async () => ({ kind: 'sent', posted: undefined }) as const;
  const mail = { send: sent, sendTo: sent };
  Object.assign(setting.deps, { mailer: mail });
  const [expiring, lasting] = dm.secrets.map(({ keyId }) => keyId);
  const secrets = { expiring: expiring ?? '', lasting: lasting ?? '' };
  return { setting, dm, ada, carl, eve: setting.administrator, secrets };
}

export type RecordedWorld = Awaited<ReturnType<typeof world>>;

export const FRESH = { name: 'fresh', expiry: inDays(200).slice(0, 10) };

export async function create({ setting, dm, ada }: RecordedWorld, fresh = FRESH) {
  const opened = await setting.run({ kind: 'open', purpose: 'create', query: dm.clientId, hint: '' }, ada);
  const { nonce } = expectKind(opened, 'create-form').form;
  return { nonce, outcome: await setting.run({ kind: 'submit-create', nonce, ...fresh }, ada) };
}

export async function remove({ setting, dm, ada, secrets }: RecordedWorld) {
  const button = { kind: 'delete-secret', clientId: dm.clientId, keyId: secrets.lasting } as const;
  const { nonce } = expectKind(await setting.run(button, ada), 'delete-form').form;
  return setting.run({ kind: 'confirm-delete', nonce, typedName: '' }, ada);
}

export async function created(all: RecordedWorld) {
  const { nonce } = await create(all);
  return () => all.setting.run({ kind: 'stored', nonce }, all.ada);
}

export async function change(
  { setting, dm, carl, eve }: RecordedWorld,
  kind: 'assign' | 'unassign',
  confirmedBy = 'Wilma',
) {
  const opened = await setting.run({ kind, people: [mentioned(carl)], query: dm.clientId, clientIds: [] }, eve);
  const { nonce } = expectKind(opened, 'assignment-form').form;
  return setting.run({ kind: 'submit-assignment', nonce, confirmedBy, lastToo: false }, eve);
}

export async function requested({ setting, dm, carl }: RecordedWorld): Promise<string> {
  const id = await setting.request(carl, dm.displayName);
  await setting.tell();
  return id;
}

export async function confirmed(all: RecordedWorld): Promise<string> {
  const id = await requested(all);
  await all.setting.review(all.ada, id, 'confirm');
  return id;
}

export function link({ setting, ada }: RecordedWorld) {
  return setting.run({ kind: 'link', query: 'Matchwell', scope: '' }, ada);
}

export async function swept(all: RecordedWorld) {
  await link(all);
  await all.setting.usecases.sweepIfDue();
  await all.setting.usecases.sendOutbox();
  return all.setting.announced[0]?.digest.id ?? '';
}

export async function undelivered(all: RecordedWorld, act: 'retry' | 'drop') {
  all.setting.announceResults.push({ kind: 'refused', code: 'BadSyntax' });
  const message = await swept(all);
  await all.setting.run({ kind: 'undelivered-act', act, message }, all.eve);
}

/** Carl gets a role, and Teams refuses the message that says so. */
export async function undeliveredMessage(all: RecordedWorld, act?: 'retry' | 'drop') {
  const { setting, eve } = all;
  await change(all, 'assign');
  setting.announceResults.push({ kind: 'refused', code: 'BadSyntax' });
  await setting.tell();
  const [dead] = await setting.ledger.outbox.dead();
  if (act !== undefined) await setting.run({ kind: 'undelivered-act', act, message: dead?.id ?? '' }, eve);
}

/** Ada's rotation of the secret that expires. */
export async function rotating({ setting, dm, ada, secrets }: RecordedWorld) {
  const button = { kind: 'rotate-secret', clientId: dm.clientId, keyId: secrets.expiring } as const;
  const { id } = expectKind(await setting.run(button, ada), 'rotation').view.rotation;
  return (act: RotationAct, keyId = '') => setting.run({ kind: 'rotation', id, act, keyId }, ada);
}

export async function adopted(all: RecordedWorld) {
  const act = await rotating(all);
  const { lasting } = all.secrets;
  const [old, fresh] = all.dm.secrets;
  if (old === undefined || fresh === undefined) throw new Error('the world has two secrets');
  const later = { ...fresh, start: new Date(START.getTime() + 1_000) };
  all.setting.directory.put({ ...all.dm, secrets: [old, later] });
  all.setting.clock.pass(2_000);
  await act('adopt', lasting);
  return { act, old, later };
}

export function claimsOf({ person, name }: Asker, authTime: Date): VerifiedClaims {
  return { person, name, roles: [], acrs: ['c1'], authTime, issuedAt: authTime };
}

export async function stepUp({ setting, ada, dm }: RecordedWorld) {
  const opened = await setting.run({ kind: 'open', purpose: 'create', query: dm.clientId, hint: '' }, ada);
  const { nonce } = expectKind(opened, 'create-form').form;
  setting.clock.pass(11 * 60_000);
  const asked = expectKind(await setting.run({ kind: 'submit-create', nonce, ...FRESH }, ada), 'sign-in');
  const { tid, oid } = ada.person;
  const code = setting.deps.random.hash(`${tid}:${oid}:123456`);
  await setting.ledger.signIns.finish(asked.signInId, claimsOf(ada, setting.clock.clock()), code);
  expectKind(await setting.run({ kind: 'code', code: '123456' }, ada), 'created');
}

export async function signOn({ setting }: RecordedWorld) {
  const dora = someone('Dora', 'personal');
  const { signInId } = expectKind(await setting.run({ kind: 'links' }, dora), 'sign-in');
  setting.exchangeResult = { kind: 'valid', claims: claimsOf(dora, START) };
  await setting.usecases.exchange({ signInId, token: 't' }, dora);
}

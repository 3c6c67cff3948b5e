import { randomUUID } from 'node:crypto';
import type { AccessRequest } from '../../bot/domain/access/access-request.ts';
import type { Contact, ContactState } from '../../bot/domain/messages/contact.ts';
import type { Link } from '../../bot/domain/reminders/link.ts';
import type { Operation } from '../../bot/domain/secrets/operation.ts';
import { secretCredential } from '../../bot/domain/secrets/unexpected.ts';
import type { Application } from '../../bot/domain/shared/application.ts';
import { ADMIN_SCOPE, organisationsOf, type Scope, scopesOf } from '../../bot/domain/shared/organisation.ts';
import { type Asker, named } from '../../bot/domain/shared/person.ts';
import { secretRef } from '../../bot/usecases/rotation/rotate.ts';
import { APIS } from '../bot/domain/shared/apis.ts';
import { event, expectKind, someone } from '../bot/usecases/shared/setting.ts';
import { aReminder, posted, takenUp } from '../contracts/samples/reminders.ts';
import { CHANNEL, inChannel } from './people.ts';
import { refOf, type Scene } from './world.ts';

/** Each function prepares something of the scene that is on somebody's screen, and returns what its buttons carry. */

/** The open form of a change of ours. */
export async function secretForm({ setting, ours, old }: Scene, kind: Operation['kind'], asker: Asker) {
  const nonce = randomUUID();
  const about = { application: refOf(ours), keyId: kind === 'delete' ? old.keyId : undefined, rotationId: undefined };
  await setting.ledger.operations.open({ nonce, kind, asker, openedAt: setting.clock.clock(), ...about });
  return nonce;
}

/** A form that makes a newcomer a manager of ours. */
export async function assignmentForm({ setting, ours }: Scene, asker: Asker): Promise<string> {
  const form = { nonce: randomUUID(), act: 'assign', asker, openedAt: setting.clock.clock() } as const;
  const people = [named(someone('Newcomer'))];
  await setting.ledger.assignments.openForm({ ...form, people, applications: [refOf(ours)] });
  return form.nonce;
}

/** The message with the value of a secret that the manager has created. */
export async function secretMessage(world: Scene): Promise<string> {
  const { manager } = world.people;
  const nonce = await secretForm(world, 'create', manager);
  const submit = { kind: 'submit-create', nonce, name: 'created', expiry: '2027-08-01' } as const;
  expectKind(await world.setting.run(submit, manager), 'created');
  return nonce;
}

type Step = 'create' | 'update' | 'confirm' | 'delete';

/** A rotation of the old secret of ours by the new one, at this step. */
export async function rotationAt({ setting, ours, old, fresh, people }: Scene, step: Step): Promise<string> {
  const { rotations } = setting.ledger;
  const id = randomUUID();
  const tick = { by: named(people.manager), at: setting.clock.clock() };
  const row = { ...event, clientId: ours.clientId };
  const started = await rotations.start({ id, application: refOf(ours), old: secretRef(old), by: tick }, row);
  if (step === 'create') return started.id;
  await rotations.adopt(id, secretRef(fresh), tick, row);
  if (step === 'confirm' || step === 'delete') await rotations.tick(id, 'updated', tick, row);
  if (step === 'delete') await rotations.tick(id, 'confirmed', tick, row);
  return id;
}

/** This person is on the old secret of ours. */
export async function claimBy({ setting, ours, old }: Scene, asker: Asker) {
  const claim = { by: named(asker), at: setting.clock.clock() };
  await setting.ledger.reminders.claim(ours.clientId, old.keyId, claim, true, event);
  return { clientId: ours.clientId, keyId: old.keyId };
}

/** A digest about the old secret of ours, in a channel. */
export function digestIn({ setting, ours, old }: Scene, conversationId: string = CHANNEL): Promise<string> {
  const destination = { kind: 'channel', conversationId } as const;
  const { keyId, name: secretName, hint, end } = old;
  const item = aReminder({ application: refOf(ours), keyId, secretName, hint, end, stage: 7, destination });
  return posted(setting.ledger, item);
}

/** A digest that was given up. */
export async function deadDigest({ setting, ours, old }: Scene): Promise<string> {
  const about = { application: refOf(ours), keyId: old.keyId, secretName: old.name, hint: old.hint };
  const [due] = await takenUp(setting.ledger, aReminder(about));
  if (due === undefined) throw new Error('nothing was due');
  await setting.ledger.outbox.giveUp(due.id, 'ChannelGone', event, []);
  return due.id;
}

/** The channel is the managers' channel of the application's organisation. */
export async function linkOf({ setting, people }: Scene, application: Application): Promise<string> {
  const id = randomUUID();
  const [scope = ADMIN_SCOPE] = scopesOf(APIS, application);
  const conversation = { ...people.manager.conversation, id: CHANNEL };
  const link: Link = {
    ...{ id, scope, channel: { teamId: undefined, teamName: 'T', name: 'C', conversation } },
    ...{ linkedBy: named(people.manager), linkedAt: setting.clock.clock(), deadSince: undefined },
  };
  await setting.ledger.links.add(link, event);
  return id;
}

/** A designated contact of the organisation of ours, which has been in its state for an hour. */
export async function contactOf({ setting, ours, people }: Scene, state: ContactState): Promise<string> {
  const [organisation] = organisationsOf(APIS, [ours]);
  if (organisation === undefined) throw new Error('ours has no organisation');
  const contact: Contact = {
    ...{ id: randomUUID(), organisation, address: 'desk@example.org', state, addedBy: named(people.manager) },
    ...{ since: new Date(setting.clock.clock().getTime() - 3_600_000), unreachableSince: undefined, mailedAgain: 0 },
  };
  await setting.ledger.contacts.add([contact], 10, () => ({ audit: [], messages: [] }));
  return contact.id;
}

/** A request to manage ours, waiting for its organisation, or confirmed by it. */
export async function requestFor(world: Scene, asker: Asker, state: 'waiting' | 'confirmed'): Promise<string> {
  const { setting, ours, people } = world;
  const scope: Scope = { kind: 'application', key: ours.clientId, name: ours.displayName };
  const id = await requestOf(world, asker, scope);
  const confirmation = { by: named(people.manager), at: setting.clock.clock() };
  if (state === 'confirmed') await setting.ledger.requests.confirm(id, confirmation, { audit: event, messages: [] });
  return id;
}

/** A request that was found to mean this, or nothing. */
export async function requestOf({ setting }: Scene, asker: Asker, scope: Scope | undefined): Promise<string> {
  const now = setting.clock.clock();
  const request: AccessRequest = {
    ...{ id: randomUUID(), asker, query: `words ${randomUUID()}`, why: 'because', who: 'Jan', state: 'new' },
    ...{ requestedAt: now, expiresAt: new Date(now.getTime() + 86_400_000), repeats: 0 },
    ...{ scope: undefined, confirmation: undefined, decision: undefined },
  };
  setting.people.put({ ...asker.person, name: asker.name, address: '', guest: false });
  await setting.ledger.requests.add(request, event);
  await setting.ledger.requests.route(request.id, scope, { audit: event, messages: [] });
  return request.id;
}

/** Somebody who asks for access, and presses nothing. */
export function applicant(): Asker {
  return inChannel(someone('Robin'));
}

/** The manager has finished the sign-in page, and has a code. */
export async function finishedSignIn({ setting, people: { manager } }: Scene): Promise<string> {
  const code = '123456';
  const { signInId: id } = expectKind(await stepUpAsked(setting, manager), 'sign-in');
  const { tid, oid } = manager.person;
  const claims = { person: manager.person, name: manager.name, roles: [], acrs: ['c1'] };
  const now = setting.clock.clock();
  const hash = setting.deps.random.hash(`${tid}:${oid}:${code}`);
  await setting.ledger.signIns.finish(id, { ...claims, authTime: now, issuedAt: now }, hash);
  return code;
}

async function stepUpAsked(setting: Scene['setting'], asker: Asker) {
  await setting.ledger.sessions.end(asker.person, event);
  return setting.run({ kind: 'list', filter: '', page: 1 }, asker);
}

/** The id of a credential of ours that the bot did not create. The secret is one that ours has had all the time. */
export async function unexpectedAt({ setting, ours, old }: Scene, kind: 'secret' | 'certificate'): Promise<string> {
  const { watchedApplications } = setting.ledger;
  const look = { at: setting.clock.clock(), newId: randomUUID, audit: () => event };
  const seen = { application: refOf(ours), print: 'none', credentials: [], kinds: ['secret', 'certificate'] } as const;
  await watchedApplications.noteKeys([seen], look);
  const credential = { ...secretCredential(old), kind };
  const [found] = await watchedApplications.noteKeys([{ ...seen, print: 'one', credentials: [credential] }], look);
  if (found === undefined) throw new Error('nothing is unexpected');
  return found.id;
}

import { type Asker, baseConversationId, type PersonId } from '../../bot/domain/shared/person.ts';
import { ADMIN_ROLE } from '../../bot/domain/sign-in/session.ts';
import { type Setting, someone } from '../bot/usecases/shared/setting.ts';

/**
 * The kinds of people, in the order of the table's columns, each with the head of its column. "The application" is the one
 * that is asked for.
 */
export const PEOPLE = [
  'manager', // manager: of the application
  'guest who manages', // guest-m: the application; a guest in the directory
  'manager of another', // another: application, of another organisation
  'colleague', // nobody: without any role
  'guest', // guest: in the directory, without any role
  'same id, other tenant', // twin: the manager's object id in another tenant
  'administrator', // admin: who manages nothing
  'signed out', // out: a manager of the application
  'silent', // silent: a manager and administrator, signed in silently: without the context of a step-up
  'manager, stale', // stale-m: whose step-up is over
  'administrator, stale', // stale-a: whose step-up is over
  'administrator, old claims', // old-a: who signed in more than an hour ago
] as const;
export type Kind = (typeof PEOPLE)[number];

const MANAGERS: readonly Kind[] = ['manager', 'guest who manages', 'signed out', 'silent', 'manager, stale'];
const GUESTS: readonly Kind[] = ['guest who manages', 'guest'];
const ADMINISTRATORS: readonly Kind[] = [
  'administrator',
  'silent',
  'administrator, stale',
  'administrator, old claims',
];
/** How many minutes ago they signed in, if it is not one. */
const MINUTES_AGO: Readonly<Partial<Record<Kind, number>>> = {
  'manager, stale': 11,
  'administrator, stale': 11,
  'administrator, old claims': 61,
};

/** A channel that everybody reads; each speaks in a thread of it. */
export const CHANNEL = '19:managers@thread.tacv2';

export function inChannel(asker: Asker, id = CHANNEL): Asker {
  const conversation = { ...asker.conversation, kind: 'channel', id: `${id};messageid=1` } as const;
  return { ...asker, conversation };
}

export function inChat(asker: Asker): Asker {
  return { ...asker, conversation: { ...asker.conversation, kind: 'personal', id: `a:${asker.name}` } };
}

/** Somebody of this kind, with the roles and the sign-in that make them so. */
export async function join(
  setting: Setting,
  kind: Kind,
  person: PersonId | undefined,
  managed: Managed,
): Promise<Asker> {
  const asker = inChannel(someone(kind));
  const joined = { ...asker, person: person ?? asker.person };
  if (MANAGERS.includes(kind)) await setting.assign(joined, managed.ours);
  if (kind === 'manager of another') await setting.assign(joined, managed.theirs);
  if (kind === 'signed out') return joined;
  const at = new Date(setting.clock.clock().getTime() - (MINUTES_AGO[kind] ?? 1) * 60_000);
  await setting.signIn(joined, {
    roles: ADMINISTRATORS.includes(kind) ? [ADMIN_ROLE] : [],
    acrs: kind === 'silent' ? [] : ['c1'],
    authTime: at,
    issuedAt: at,
  });
  return joined;
}

type Managed = Readonly<Record<'ours' | 'theirs', Parameters<Setting['assign']>[1]>>;

/** Puts somebody of this kind into the directory, which knows the people of one tenant. */
export function enrol(setting: Setting, kind: Kind, { person }: Asker): void {
  if (kind === 'same id, other tenant') return;
  setting.people.put({ ...person, name: kind, address: '', guest: GUESTS.includes(kind) });
}

/** The place of a conversation, as the record keeps it. */
export function placeOf(asker: Asker): string {
  return baseConversationId(asker.conversation.id);
}

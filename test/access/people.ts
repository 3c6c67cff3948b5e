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
  'without MFA', // no-mfa: a manager and administrator, signed in with a password alone
  'manager, stale', // stale-m: whose step-up is over
  'administrator, stale', // stale-a: whose step-up is over
] as const;
export type Kind = (typeof PEOPLE)[number];

const MANAGERS: readonly Kind[] = ['manager', 'guest who manages', 'signed out', 'without MFA', 'manager, stale'];
const GUESTS: readonly Kind[] = ['guest who manages', 'guest'];
const ADMINISTRATORS: readonly Kind[] = ['administrator', 'without MFA', 'administrator, stale'];
const STALE: readonly Kind[] = ['manager, stale', 'administrator, stale'];

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
  await setting.signIn(joined, {
    roles: ADMINISTRATORS.includes(kind) ? [ADMIN_ROLE] : [],
    amr: kind === 'without MFA' ? ['pwd'] : ['pwd', 'mfa'],
    authTime: new Date(setting.clock.clock().getTime() - (STALE.includes(kind) ? 11 : 1) * 60_000),
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

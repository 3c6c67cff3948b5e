import { randomUUID } from 'node:crypto';
import type { Application, ApplicationRef, ClientSecret } from '../../bot/domain/shared/application.ts';
import type { Asker } from '../../bot/domain/shared/person.ts';
import { inDays } from '../bot/usecases/reminders/reminder-setting.ts';
import { createSettingWith, type Setting, START } from '../bot/usecases/shared/setting.ts';
import { testDatabase } from '../ledger/test-database.ts';
import { enrol, join, type Kind, PEOPLE } from './people.ts';

/** Whose application is asked for. */
export const ORGANISATION = 'Matchwell';

/** One application that is asked for, and the people and applications around it. */
export interface Scene {
  readonly setting: Setting;
  readonly ours: Application;
  /** Its secrets: `old` ends first, and `fresh` is newer. */
  readonly old: ClientSecret;
  readonly fresh: ClientSecret;
  readonly people: { readonly manager: Asker };
}

/** Two applications of two organisations, and one person of every kind. */
export interface AccessWorld extends Scene {
  /** What "manager of another" manages. */
  readonly theirs: Application;
  readonly people: Readonly<Record<Kind, Asker>>;
}

/**
 * The first world of a worker is made step by step, and its rows are kept. The later ones bring the rows back: they have
 * the same people and applications, and a setting of their own.
 */
export async function createWorld(): Promise<AccessWorld> {
  cast ??= await createCast();
  const setting = await createSettingWith({ mail: true, state: STATE }, cast.ours, cast.theirs);
  for (const kind of PEOPLE) enrol(setting, kind, cast.people[kind]);
  return { setting, ...cast };
}

const STATE = 'access world';
let cast: Cast | undefined;
type Cast = Omit<AccessWorld, 'setting'>;

async function createCast(): Promise<Cast> {
  const old = secret('ours-old', 'oO~', 5);
  const fresh = secret('ours-new', 'oN~', 300);
  const ours = application(`Partner-NL-${ORGANISATION}-DM`, old, fresh);
  const theirs = application('Partner-BE-Elsewhere-SMC', secret('theirs', 'tT~', 200));
  const setting = await createSettingWith({}, ours, theirs);
  const people = new Map<Kind, Asker>();
  for (const kind of PEOPLE) people.set(kind, await join(setting, kind, twinOf(kind, people), { ours, theirs }));
  await testDatabase.keep(STATE);
  return { ours, theirs, old, fresh, people: allOf(people) };
}

function twinOf(kind: Kind, people: ReadonlyMap<Kind, Asker>) {
  const oid = people.get('manager')?.person.oid;
  return kind === 'same id, other tenant' && oid !== undefined ? { tid: randomUUID(), oid } : undefined;
}

function allOf(people: ReadonlyMap<Kind, Asker>): AccessWorld['people'] {
  const one = (kind: Kind): Asker => {
    const found = people.get(kind);
    if (found === undefined) throw new Error(`nobody is ${kind}`);
    return found;
  };
  return {
    manager: one('manager'),
    'guest who manages': one('guest who manages'),
    'manager of another': one('manager of another'),
    colleague: one('colleague'),
    guest: one('guest'),
    'same id, other tenant': one('same id, other tenant'),
    administrator: one('administrator'),
    'signed out': one('signed out'),
    silent: one('silent'),
    'manager, stale': one('manager, stale'),
    'administrator, stale': one('administrator, stale'),
    'administrator, old claims': one('administrator, old claims'),
  };
}

export function application(displayName: string, ...secrets: readonly ClientSecret[]): Application {
  return { clientId: randomUUID(), displayName, secrets };
}

export function secret(name: string, hint: string, days: number): ClientSecret {
  return { keyId: randomUUID(), name, hint, start: START, end: new Date(inDays(days)) };
}

export function refOf({ clientId, displayName }: ApplicationRef): ApplicationRef {
  return { clientId, displayName };
}

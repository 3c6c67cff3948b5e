import { randomUUID } from 'node:crypto';
import type { LocalPerson } from '../../infra/local/people.ts';
import type { LocalTeams } from '../../infra/local/teams/index.ts';
import { DAY_MS, type LocalApplication, type LocalSecret } from '../../infra/local/world.ts';

/** Somebody who manages one application, whose secrets nobody else is told of. */
export interface Manager {
  readonly person: LocalPerson;
  readonly application: LocalApplication;
}

/** So many managers; each application has a secret for each of the given days left. */
export function createManagers(count: number, daysLeft: readonly number[], now = new Date()): readonly Manager[] {
  return createPeople(count).map((person) => ({ person, application: applicationOf(person, daysLeft, now) }));
}

export function createPeople(count: number): readonly LocalPerson[] {
  return Array.from({ length: count }, (_, i) => {
    const number = String(i + 1).padStart(4, '0');
    return {
      oid: randomUUID(),
      name: `Manager ${number}`,
      upn: `manager.${number}@registers.example`,
      accountId: `29:1manager-${number}`,
      roles: [],
      about: '',
    };
  });
}

function applicationOf({ name }: LocalPerson, daysLeft: readonly number[], now: Date): LocalApplication {
  const number = name.replace('Manager ', '');
  return {
    id: randomUUID(),
    appId: randomUUID(),
    displayName: `Partner-XX-Register${number}-DM`,
    ownedByBot: true,
    passwordCredentials: daysLeft.map((days, i) => secretOf(`Secret ${number} ${i + 1}`, days, now)),
  };
}

/** The end is a little after the present time of day, so that a secret has this many calendar days left in a zone in which it is midday. */
export function secretOf(displayName: string, daysLeft: number, now: Date): LocalSecret {
  const end = now.getTime() + daysLeft * DAY_MS + 30 * 60_000;
  return {
    keyId: randomUUID(),
    displayName,
    hint: 'abc',
    startDateTime: new Date(end - 365 * DAY_MS).toISOString(),
    endDateTime: new Date(end).toISOString(),
  };
}

/** What has become of reminders that should arrive once each. */
export interface Tally {
  readonly due: number;
  /** Arrived, once or more. */
  readonly sent: number;
  /** Arrived more than once. */
  readonly doubled: number;
  readonly lost: number;
  readonly messages: number;
}

/** Counts in the 1:1 chats in how many of the bot's messages each secret is named. */
export function tally(teams: LocalTeams, managers: readonly Manager[]): Tally {
  const chats = managers.map(({ person, application }) => {
    const texts = digestsIn(teams, person);
    const names = application.passwordCredentials.map(({ displayName }) => displayName ?? '');
    return { messages: texts.length, copies: names.map((name) => texts.filter((text) => text.includes(name)).length) };
  });
  const copies = chats.flatMap((chat) => chat.copies);
  return {
    due: copies.length,
    sent: copies.filter((times) => times > 0).length,
    doubled: copies.filter((times) => times > 1).length,
    lost: copies.filter((times) => times === 0).length,
    messages: chats.reduce((sum, { messages }) => sum + messages, 0),
  };
}

/** The digests in a person's 1:1 chat, each as the text of its card. */
export function digestsIn(teams: LocalTeams, person: LocalPerson): readonly string[] {
  return teams
    .messages(person.oid, 'personal')
    .filter(({ author }) => author.oid === null)
    .map(({ attachments }) => JSON.stringify(attachments));
}

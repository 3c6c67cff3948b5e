import { randomUUID } from 'node:crypto';
import { isNotNull, sql } from 'drizzle-orm';
import type { Database } from '../../bot/adapters/postgres/base/database.ts';
import { createLedger } from '../../bot/adapters/postgres/base/ledger.ts';
import { locks } from '../../bot/adapters/postgres/base/schema.ts';
import { outgoing } from '../../bot/adapters/postgres/messages/schema-messages.ts';
import { administrators, reminders, sweeps } from '../../bot/adapters/postgres/reminders/schema-reminders.ts';
import type { Lane } from '../../bot/domain/messages/outbox.ts';
import { named } from '../../bot/domain/shared/person.ts';
import { PEOPLE } from '../../infra/local/seed.ts';
import { createWorld, type LocalApplication } from '../../infra/local/world.ts';
import { event } from '../contracts/samples/ledger.ts';
import type { LoadWorld } from './load-world.ts';
import { secretOf } from './managers.ts';
import { askerOf } from './seed-ledger.ts';

/** The first day of the walk: no stage has begun. */
export const FIRST_DAY = 43;
const [ANNA, BRAM, EVA] = [PEOPLE.anna, PEOPLE.bram, PEOPLE.eva];

/** Applications whose reminders differ: each has a secret that ends on the same day. */
type Kind = 'unclaimed' | 'claimed' | 'renewed';

/** Who can be told: the managers' channel, each manager in person, a designated contact, and the administrators. */
type Place = 'channel' | 'Anna' | 'Bram' | 'contact' | 'administrators';

const CONTACT = 'service.desk@matchwell.example';

/** The tenant of one walk. Anna and Bram manage all three, and want no mail; Anna is on the claimed one; the renewed one has a newer secret. */
export function createLadderTenant(now: Date) {
  const applications = {
    unclaimed: applicationOf('Partner-NL-Unclaimed-DM', [FIRST_DAY], now),
    claimed: applicationOf('Partner-NL-Claimed-DM', [FIRST_DAY], now),
    renewed: applicationOf('Partner-NL-Renewed-DM', [FIRST_DAY, 400], now),
  } as const;
  const { people, mailbox } = createWorld(now);
  return { people, applications, settings: { MAIL_FROM: mailbox } };
}

export type LadderTenant = ReturnType<typeof createLadderTenant>;

function applicationOf(displayName: string, daysLeft: readonly number[], now: Date): LocalApplication {
  const passwordCredentials = daysLeft.map((days) => secretOf(`${displayName} ${days}`, days, now));
  return { id: randomUUID(), appId: randomUUID(), displayName, ownedByBot: true, passwordCredentials };
}

/**
 * Everybody was met, the channel is linked to each organisation, Anna is on the claimed one, and the organisation of the
 * unclaimed one has a designated contact.
 */
export async function seedLadder(database: Database, load: LoadWorld, { applications }: LadderTenant): Promise<void> {
  const all = Object.values(applications);
  const managed = all.flatMap((application) => [ANNA, BRAM].map((person) => ({ person, application })));
  await load.seed(database, managed);
  const ledger = createLedger(database);
  const [anna, eva] = [askerOf(load, ANNA), askerOf(load, EVA)];
  await ledger.conversations.remember(eva);
  await database.orm.insert(administrators).values(eva.person);
  const id = load.teams.conversationId(ANNA.oid, 'channel');
  const channel = {
    conversation: { ...anna.conversation, kind: 'channel' as const, id },
    ...{ teamId: undefined, teamName: 'Stem Cell Partners', name: 'Credential managers' },
  };
  for (const kind of ['Unclaimed', 'Claimed', 'Renewed']) {
    const scope = { kind: 'organisation', key: `nl/${kind.toLowerCase()}`, name: `${kind} (NL)` } as const;
    const link = {
      id: randomUUID(),
      scope,
      channel,
      linkedBy: named(anna),
      linkedAt: new Date(),
      deadSince: undefined,
    };
    await ledger.links.add(link, event({ action: 'link.added' }));
  }
  for (const person of [anna, askerOf(load, BRAM)])
    await ledger.mailChoices.set(person.person, 'off', event({ action: 'mail.chosen' }));
  const contact = {
    ...{ id: randomUUID(), address: CONTACT, state: 'confirmed' as const, addedBy: named(eva), since: new Date() },
    organisation: { kind: 'organisation' as const, key: 'nl/unclaimed', name: 'Unclaimed (NL)' },
    unreachableSince: undefined,
    mailedAgain: 0,
  };
  await ledger.contacts.add([contact], 1, () => ({ audit: [event({ action: 'contact.confirmed' })], messages: [] }));
  const [secret] = applications.claimed.passwordCredentials;
  const claim = { by: named(anna), at: new Date() };
  const audit = event({ action: 'reminder.claimed' });
  await ledger.reminders.claim(applications.claimed.appId, secret?.keyId ?? '', claim, false, audit);
}

/** Time goes on for the secrets, and for what the bot remembers of its sweeps: one is due again, also if no day passes. */
export async function daysPass(database: Database, load: LoadWorld, days: number): Promise<void> {
  load.world.passDays(days);
  const earlier = sql`${sweeps.startedAt} - ${`${Math.max(days, 1)} days`}::interval`;
  await database.orm.update(sweeps).set({ startedAt: earlier, finishedAt: earlier });
}

/** A minute passes for the database: nobody alive holds what a dead process held. */
export async function leasesLapse({ orm }: Database): Promise<void> {
  const past = sql`now() - interval '1 second'`;
  await orm.update(locks).set({ until: past });
  await orm.update(outgoing).set({ leaseUntil: past }).where(isNotNull(outgoing.leaseUntil));
}

/** A reminder of one application in one place. `stage` as in the ledger. */
interface Told {
  readonly place: Place;
  readonly kind: Kind;
  readonly stage: number;
}

const STAGES = [42, 21, 7, 6, 5, 4, 3, 2, 1, 0];
/** Days after the end on which a reminder of an application that cannot connect comes: each for two weeks, then weekly. */
const DARK = [...Array.from({ length: 14 }, (_, i) => -1 - i), -21, -28];
/** Days after the end on which a reminder of an expired secret beside a live one comes: each week. */
const WEEKLY = [-1, -7, -14, -21, -28];

/** What is told on the first look at a day. This is the contract of decision 0033 once more, in the simplest words. */
export function toldOn(day: number): readonly Told[] {
  const told = (place: Place, kind: Kind, stage: number): Told => ({ place, kind, stage });
  const people = ['Anna', 'Bram'] as const;
  const afterEnd = day - 1;
  if (day >= 0) {
    if (!STAGES.includes(day)) return [];
    return [
      ...(['unclaimed', 'claimed', 'renewed'] as const).map((kind) => told('channel', kind, day)),
      told('contact', 'unclaimed', day),
      ...(day > 3 ? [] : people.flatMap((one) => [told(one, 'unclaimed', day), told(one, 'renewed', day)])),
      ...(day > 0 ? [] : [told('administrators', 'unclaimed', 0), told('administrators', 'claimed', 0)]),
    ];
  }
  return [
    ...(DARK.includes(day) ? [told('channel', 'unclaimed', afterEnd), told('channel', 'claimed', afterEnd)] : []),
    ...(DARK.includes(day) ? [told('contact', 'unclaimed', afterEnd)] : []),
    ...(DARK.includes(day) ? people.map((one) => told(one, 'unclaimed', afterEnd)) : []),
    ...(WEEKLY.includes(day) ? [told('channel', 'renewed', day === -1 ? -1 : afterEnd)] : []),
    ...[told('administrators', 'unclaimed', afterEnd), told('administrators', 'claimed', afterEnd)],
  ];
}

export function linesOf(told: readonly Told[]): readonly string[] {
  return told.map(({ place, kind }) => `${place}: ${kind}`).sort();
}

export function placeIn(line: string): Place {
  return line.split(':')[0] as Place;
}

/** The lane of the outbox that carries the messages of a place. */
export function laneOf(place: Place): Lane {
  return place === 'contact' ? 'mail' : 'teams';
}

const PLACES: Readonly<Record<Exclude<Place, 'contact'>, readonly [oid: string, where: 'channel' | 'personal']>> = {
  channel: [ANNA.oid, 'channel'],
  Anna: [ANNA.oid, 'personal'],
  Bram: [BRAM.oid, 'personal'],
  administrators: [EVA.oid, 'personal'],
};

/**
 * Reads what has come since it was taken last, like `Bram: claimed`: one line for each application that a message names. A
 * place gets one message a day.
 */
export function createReader({ teams, world }: LoadWorld, { applications }: LadderTenant) {
  const read = new Set<string>();
  const inTeams = () =>
    (Object.keys(PLACES) as Exclude<Place, 'contact'>[]).flatMap((place) =>
      teams
        .messages(...PLACES[place])
        .filter(({ author }) => author.oid === null)
        .map(({ id, attachments }) => ({ place, id, text: JSON.stringify(attachments) })),
    );
  const byMail = () =>
    world.sentMail
      .map(({ to, content }, index) => ({ place: 'contact' as const, id: String(index), text: content, to }))
      .filter(({ to }) => to.includes(CONTACT));
  const unread = () => [...inTeams(), ...byMail()].filter(({ place, id }) => !read.has(`${place} ${id}`));
  const linesIn = (messages: ReturnType<typeof unread>) =>
    messages
      .flatMap(({ place, text }) =>
        (Object.keys(applications) as Kind[])
          .filter((kind) => text.includes(applications[kind].displayName))
          .map((kind) => `${place}: ${kind}`),
      )
      .sort();
  return {
    peek: () => linesIn(unread()),
    take: () => {
      const messages = unread();
      for (const { place, id } of messages) read.add(`${place} ${id}`);
      const mails = messages.filter(({ place }) => laneOf(place) === 'mail').length;
      return { lines: linesIn(messages), messages: { mail: mails, teams: messages.length - mails } };
    },
  };
}

/** Every reminder that the ledger has planned, as `toldOn` says it. */
export async function plannedIn({ orm }: Database, { applications }: LadderTenant): Promise<readonly Told[]> {
  const kinds = new Map((Object.keys(applications) as Kind[]).map((kind) => [applications[kind].appId, kind]));
  const rows = await orm.select().from(reminders);
  return rows.map(({ clientId, stage, destinationKey }) => ({
    place: placeOf(destinationKey),
    kind: kinds.get(clientId) as Kind,
    stage,
  }));
}

function placeOf(destinationKey: string): Place {
  if (destinationKey.endsWith(ANNA.oid)) return 'Anna';
  if (destinationKey.endsWith(BRAM.oid)) return 'Bram';
  return destinationKey.split(' ')[0] as Place;
}

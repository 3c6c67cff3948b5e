import { and, asc, eq, gt, inArray, isNotNull, isNull, lt, lte, ne, or, type SQL, sql } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import {
  addressKey,
  type Contact,
  type ContactState,
  MAILED_AGAIN_AT_MOST,
  USED_LINK_MS,
} from '../../../domain/messages/contact.ts';
import type { AddedContacts, ContactStep, Contacts } from '../../../ports/messages/contacts.ts';
import { appendAudits } from '../audit/audit-log.ts';
import { keyLock, lock, sharedLock } from '../base/advisory-locks.ts';
import type { Orm } from '../base/database.ts';
import { isOneOf } from '../base/one-of.ts';
import { lowerNamed, type Runner, storable } from '../base/transaction.ts';
import { putIn, redrawContact } from './put-message.ts';
import { contacts } from './schema-messages.ts';

type Row = typeof contacts.$inferSelect;

const NO_LINK = { tokenHash: null, tokenUntil: null };
const IS_PROPOSED = eq(contacts.state, 'proposed');
const IS_NOT_REFUSED = ne(contacts.state, 'refused');

export function createContacts({ transact, direct }: Runner): Contacts {
  const read = (which?: SQL) => direct((tx) => selectIn(tx, which));
  const change = (which: SQL | undefined, set: PgUpdateSetSource<typeof contacts>, step: ContactStep) =>
    transact(async (tx) => {
      const [row] = await tx.update(contacts).set(set).where(which).returning();
      return row && (await recorded(tx, toContact(row), step));
    });
  const remove = (which: SQL | undefined, step: ContactStep) =>
    transact(async (tx) => {
      const [row] = await tx.delete(contacts).where(which).returning();
      return row && (await recorded(tx, toContact(row), step));
    });
  return {
    add: (added, atMost, step) => transact((tx) => addIn(tx, added, atMost, step)),
    all: () => read(),
    of: (organisations) => read(and(isOneOf(contacts.organisation, organisations.map(storable)), IS_NOT_REFUSED)),
    find: async (id) => (await read(isContact(id)))[0],
    accept: (id, at, step) => change(and(isContact(id), IS_PROPOSED), { state: 'waiting', since: at }, step),
    decline: (id, event) => remove(and(isContact(id), IS_PROPOSED), recordOnly(event)),
    remove: (id, event) => remove(and(isContact(id), IS_NOT_REFUSED), recordOnly(event)),
    mailAgain: (id, at, notSince, step) => {
      const waits = and(eq(contacts.state, 'waiting'), lte(contacts.since, notSince));
      const isNotTooOften = lt(contacts.mailedAgain, MAILED_AGAIN_AT_MOST);
      const which = and(isContact(id), IS_NOT_REFUSED, isNotTooOften, or(waits, isNotNull(contacts.unreachableSince)));
      const mailedAgain = sql`${contacts.mailedAgain} + 1`;
      return change(which, { state: 'waiting', since: at, unreachableSince: null, mailedAgain, ...NO_LINK }, step);
    },
    offerLink: (id, { tokenHash, until }, wanted) =>
      direct(async (tx) => {
        const waits = and(
          eq(contacts.state, 'waiting'),
          isNull(contacts.unreachableSince),
          lte(contacts.since, wanted),
        );
        const set = { tokenHash, tokenUntil: until };
        const [row] = await tx
          .update(contacts)
          .set(set)
          .where(and(isContact(id), waits))
          .returning();
        return row && toContact(row);
      }),
    byLink: async (tokenHash, now) => (await read(hasLink(tokenHash, now)))[0],
    confirm: (tokenHash, now, audit) =>
      change(
        hasLink(tokenHash, now),
        { state: 'confirmed', since: now, mailedAgain: 0, ...usedLink(now) },
        (contact) => ({
          audit: [audit(contact)],
          messages: [],
        }),
      ),
    refuse: (tokenHash, now, step) => transact((tx) => refuseIn(tx, tokenHash, now, step)),
    answered: async (tokenHash, now, answer) => (await read(hasLink(tokenHash, now, answer)))[0],
    unreachable: async (id, since, step) => {
      const isNew = and(isContact(id), IS_NOT_REFUSED, isNull(contacts.unreachableSince));
      return (await change(isNew, { unreachableSince: since }, step)) !== undefined;
    },
  };
}

/** The organisation is locked, so that a row which is there stays, and nobody adds another one meanwhile. */
async function addIn(tx: Orm, given: readonly Contact[], atMost: number, step: ContactStep): Promise<AddedContacts> {
  const [first] = given;
  if (first === undefined) return { added: [], known: [], refused: [] };
  const { key } = first.organisation;
  await tx.execute(sql`SELECT ${sharedLock('contacts')}, ${keyLock('contacts-of-organisation', storable(key))}`);
  const before = await beforeIn(tx, given);
  const sameAs = (one: Contact) => before.here.find((other) => hasSameAddress(one, other));
  const wanted = given.filter((one) => !before.refused.some((other) => hasSameAddress(one, other)));
  const fresh = wanted.filter((one) => sameAs(one) === undefined);
  if (before.here.length + fresh.length > atMost) return 'full';
  const added: Contact[] = [];
  if (fresh.length > 0) added.push(...(await tx.insert(contacts).values(fresh.map(toRow)).returning()).map(toContact));
  for (const one of wanted) added.push(...(await acceptedIn(tx, sameAs(one), one)));
  for (const contact of added) await recorded(tx, contact, step);
  const known = wanted.flatMap((one) => sameAs(one) ?? []);
  return {
    added,
    known: known.filter(({ id }) => !added.some((one) => one.id === id)),
    refused: given.filter((one) => !wanted.includes(one)).map(({ address }) => address),
  };
}

interface Before {
  /** What the organisation has, without what was refused. */
  readonly here: readonly Contact[];
  /** Contacts of any organisation with one of these addresses, whose holder has refused mail. */
  readonly refused: readonly Contact[];
}

async function beforeIn(tx: Orm, given: readonly Contact[]): Promise<Before> {
  const [key = ''] = given.map(({ organisation }) => organisation.key);
  const isHere = eq(contacts.organisation, storable(key));
  const keys = given.map(({ address }) => addressKey(address));
  const isRefused = and(eq(contacts.state, 'refused'), isOneOf(contacts.addressKey, keys));
  const found = await selectIn(tx, or(isHere, isRefused));
  return {
    here: found.filter(({ organisation, state }) => organisation.key === storable(key) && state !== 'refused'),
    refused: found.filter(({ state }) => state === 'refused'),
  };
}

function hasSameAddress(one: Contact, other: Contact): boolean {
  return addressKey(one.address) === addressKey(other.address);
}

/** The contact is refused, and all others of its address that its holder has not confirmed: those may get no first e-mail. */
async function refuseIn(tx: Orm, tokenHash: string, now: Date, step: ContactStep): Promise<Contact | undefined> {
  await tx.execute(sql`SELECT ${lock('contacts')}`);
  const set = { state: 'refused', since: now, unreachableSince: null } as const;
  const refused = { ...set, ...usedLink(now) };
  const [row] = await tx.update(contacts).set(refused).where(hasLink(tokenHash, now)).returning();
  if (row === undefined) return undefined;
  const isUnanswered = inArray(contacts.state, ['proposed', 'waiting']);
  const which = and(eq(contacts.addressKey, row.addressKey), isUnanswered);
  const others = await tx
    .update(contacts)
    .set({ ...set, ...NO_LINK })
    .where(which)
    .returning();
  for (const one of [row, ...others]) await recorded(tx, toContact(one), step);
  return toContact(row);
}

/** What a manager has proposed needs no other confirmation, if an administrator adds it. */
async function acceptedIn(tx: Orm, known: Contact | undefined, given: Contact): Promise<readonly Contact[]> {
  if (known?.state !== 'proposed' || given.state === 'proposed') return [];
  const set = { state: given.state, since: given.since };
  return (await tx.update(contacts).set(set).where(isContact(known.id)).returning()).map(toContact);
}

async function recorded(tx: Orm, contact: Contact, step: ContactStep): Promise<Contact> {
  const { audit, messages } = step(contact);
  await putIn(tx, messages);
  const at = audit[0]?.at;
  if (at !== undefined) await redrawContact(tx, contact.id, at);
  await appendAudits(tx, audit);
  return contact;
}

function recordOnly(event: Parameters<Contacts['remove']>[1]): ContactStep {
  return () => ({ audit: [event], messages: [] });
}

async function selectIn(tx: Orm, which?: SQL): Promise<readonly Contact[]> {
  const order = [asc(contacts.organisationName), asc(contacts.organisation), asc(contacts.addressKey)];
  return (
    await tx
      .select()
      .from(contacts)
      .where(which)
      .orderBy(...order)
  ).map(toContact);
}

function isContact(id: string): SQL {
  return eq(contacts.id, storable(id));
}

function hasLink(tokenHash: string, now: Date, state: ContactState = 'waiting'): SQL | undefined {
  return and(eq(contacts.tokenHash, tokenHash), gt(contacts.tokenUntil, now), eq(contacts.state, state));
}

function usedLink(now: Date): Pick<Row, 'tokenUntil'> {
  return { tokenUntil: new Date(now.getTime() + USED_LINK_MS) };
}

function toRow({ id, organisation, address, state, addedBy, since, unreachableSince, mailedAgain }: Contact): Row {
  return {
    ...{ id, address, state, since, mailedAgain },
    organisation: storable(organisation.key),
    organisationName: storable(organisation.name),
    addressKey: addressKey(address),
    addedBy: lowerNamed(addedBy),
    unreachableSince: unreachableSince ?? null,
    ...NO_LINK,
  };
}

function toContact({ id, organisation, organisationName, address, state, addedBy, since, ...row }: Row): Contact {
  return {
    ...{ id, address, state, addedBy, since, mailedAgain: row.mailedAgain },
    organisation: { kind: 'organisation', key: organisation, name: organisationName },
    unreachableSince: row.unreachableSince ?? undefined,
  };
}

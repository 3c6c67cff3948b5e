import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { Contact } from '../../domain/messages/contact.ts';
import type { StepExtras } from './outbox.ts';

/** What is recorded and said of one contact, in the transaction of its change. */
export type ContactStep = (contact: Contact) => StepExtras;

/**
 * The added contacts, those that the organisation had already, and the addresses whose holders have refused mail for any
 * organisation. `full`: nothing was added, because it has too many.
 */
export type AddedContacts =
  | 'full'
  | {
      readonly added: readonly Contact[];
      readonly known: readonly Contact[];
      readonly refused: readonly string[];
    };

/** The link that a first e-mail carries. */
export interface OfferedLink {
  readonly tokenHash: string;
  readonly until: Date;
}

/** The designated contacts. All that changes a contact also redraws the card on which it was proposed. */
export interface Contacts {
  /**
   * Adds contacts of one organisation, which may have so many `atMost`. One that was proposed before and is now added by
   * an administrator is `waiting` from then on, and counts as added. An address that refused mail is never added again.
   */
  add(contacts: readonly Contact[], atMost: number, step: ContactStep): Promise<AddedContacts>;
  /** By organisation and address, with those that refused mail. */
  all(): Promise<readonly Contact[]>;
  /** Those of organisations with these keys, without those that refused mail. */
  of(organisations: readonly string[]): Promise<readonly Contact[]>;
  find(id: string): Promise<Contact | undefined>;
  /** A proposed contact is `waiting` from now on; undefined if it is not proposed any more. */
  accept(id: string, at: Date, step: ContactStep): Promise<Contact | undefined>;
  /** Removes a proposed contact; undefined if it is not proposed any more. */
  decline(id: string, audit: AuditEvent): Promise<Contact | undefined>;
  /** Removes a contact; undefined if there is none, or if it refused mail: that is not forgotten. */
  remove(id: string, audit: AuditEvent): Promise<Contact | undefined>;
  /**
   * Its first e-mail goes out again, if it was not sent since `notSince`: its earlier link ends, and it waits for its holder.
   * Undefined if the mail was sent since then or as often as MAILED_AGAIN_AT_MOST says, if the holder has confirmed it and it
   * can be reached, or if the holder has refused it.
   */
  mailAgain(id: string, at: Date, notSince: Date, step: ContactStep): Promise<Contact | undefined>;
  /**
   * Keeps the hash of the link that a first e-mail carries, in place of any earlier one. `wanted`: when that mail was put in.
   * Undefined if the contact waits for no mail, or if it waits for a later one: then the link of that one stays.
   */
  offerLink(id: string, link: OfferedLink, wanted: Date): Promise<Contact | undefined>;
  /** The contact whose link this is, while the link can be used. */
  byLink(tokenHash: string, now: Date): Promise<Contact | undefined>;
  /** Its holder has confirmed it, with the link; undefined if the link cannot be used any more. */
  confirm(tokenHash: string, now: Date, audit: (contact: Contact) => AuditEvent): Promise<Contact | undefined>;
  /**
   * Its holder wants no mail: it is `refused` from now on, and so is every contact with this address that its holder has not
   * confirmed. The step is taken for each. Undefined if the link cannot be used any more.
   */
  refuse(tokenHash: string, now: Date, step: ContactStep): Promise<Contact | undefined>;
  /** The contact whose holder has given this answer with the link, some minutes ago at most (USED_LINK_MS). */
  answered(tokenHash: string, now: Date, answer: 'confirmed' | 'refused'): Promise<Contact | undefined>;
  /** The mail service refuses its address for good. False if that was known, or if it is gone. */
  unreachable(id: string, since: Date, step: ContactStep): Promise<boolean>;
}

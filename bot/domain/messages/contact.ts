import type { OrganisationScope } from '../shared/organisation.ts';
import type { NamedPerson } from '../shared/person.ts';
import { withoutUnseen } from '../shared/typed.ts';

/**
 * `proposed`: an administrator has to accept it. `waiting`: its first e-mail is on the way or sent, and its holder has to
 * confirm it. `confirmed`: it gets what concerns its organisation. `refused`: its holder wants no mail. It is kept so that
 * nobody adds the address again.
 */
export type ContactState = 'proposed' | 'waiting' | 'confirmed' | 'refused';

/** A mail address that an organisation wants to be told at, such as that of a service desk. See decision 0034. */
export interface Contact {
  readonly id: string;
  readonly organisation: OrganisationScope;
  /** As readAddresses() gives it. */
  readonly address: string;
  readonly state: ContactState;
  /** The administrator who added it, or the manager who proposed it. */
  readonly addedBy: NamedPerson;
  /** Since when it is in its state. */
  readonly since: Date;
  /** Since when the mail service refuses the address for good; undefined if it does not. */
  readonly unreachableSince: Date | undefined;
  /** How often its first e-mail was sent again since its holder has confirmed it last, or since it was added. */
  readonly mailedAgain: number;
}

/** As many addresses as one organisation may have, so that nobody makes the bot a mailing list. */
export const CONTACTS_AT_MOST = 10;
/** As many addresses as one command takes. */
export const ADDRESSES_AT_ONCE = 5;
/** A first e-mail's link lives so long. */
export const CONTACT_LINK_MS = 7 * 24 * 60 * 60_000;
/** So long a link that was used is still known, so that a second press on the same button gets the same answer. */
export const USED_LINK_MS = 10 * 60_000;
/** A first e-mail is not sent again before. */
export const MAIL_AGAIN_MS = 10 * 60_000;
/** So often a first e-mail is sent again, so that an address whose holder does not answer is left alone. */
export const MAILED_AGAIN_AT_MOST = 3;

/** Whether reminders reach somebody there. */
export function isReachableContact({ state, unreachableSince }: Contact): boolean {
  return state === 'confirmed' && unreachableSince === undefined;
}

/** Whether its first e-mail can be sent again: its holder has not confirmed it, or it could not be reached. */
export function mayBeMailedAgain(contact: Contact): boolean {
  if (contact.state === 'refused' || wasMailedEnough(contact)) return false;
  return contact.state === 'waiting' || contact.unreachableSince !== undefined;
}

export function wasMailedEnough({ mailedAgain }: Contact): boolean {
  return mailedAgain >= MAILED_AGAIN_AT_MOST;
}

/** RFC 5321, 4.5.3.1: octets of the part before the `@`, and of a whole address in an envelope. */
const LOCAL_LIMIT = 64;
const ADDRESS_LIMIT = 254;
/** RFC 5322, 3.2.3: a dot-atom. Quoted parts are allowed there, and used by nobody. */
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+)*$/;
/** At least two labels, and the last one is no number: it is no IP address. */
const DOMAIN = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])$/;
const NAMED_DOMAIN = /^[\p{L}\p{M}\p{N}.-]+$/u;
/** What people put around an address. */
const AROUND = /^[<("'“„«[]+|[>)"'”»\].!?:]+$/gu;

export interface TypedAddresses {
  /** Each once, in the order in which they were typed. */
  readonly addresses: readonly string[];
  /** What is no address, as it was typed. */
  readonly bad: readonly string[];
}

/** Reads addresses with spaces, commas or semicolons between them. */
export function readAddresses(text: string): TypedAddresses {
  const words = withoutUnseen(text)
    .split(/[\s,;]+/)
    .map((word) => word.replace(AROUND, '').replace(/^mailto:/i, ''))
    .filter((word) => word !== '');
  const read = words.map((word) => ({ word, address: toAddress(word) }));
  const good = Map.groupBy(
    read.flatMap(({ address }) => address ?? []),
    addressKey,
  );
  return {
    addresses: [...good.values()].flatMap(([first]) => first ?? []),
    bad: [...new Set(read.filter(({ address }) => address === undefined).map(({ word }) => word))],
  };
}

/** Two addresses with one key are the same: no mail server in use looks at the case of the part before the `@`. */
export function addressKey(address: string): string {
  return address.toLowerCase();
}

/** The address with its domain in lower case and, if it has other letters, in the form that DNS knows. */
function toAddress(word: string): string | undefined {
  const [, local = '', typed = ''] = /^([^@]+)@([^@]+)$/.exec(word) ?? [];
  if (local.length > LOCAL_LIMIT || !LOCAL.test(local) || !NAMED_DOMAIN.test(typed)) return undefined;
  const domain = /^[!-~]+$/.test(typed) ? typed.toLowerCase() : (URL.parse(`https://${typed}`)?.hostname ?? '');
  const address = `${local}@${domain}`;
  return DOMAIN.test(domain) && address.length <= ADDRESS_LIMIT ? address : undefined;
}

/** The words of a command, apart from each other: what has an `@` is meant as an address. */
export function splitAddresses(rest: string): { readonly query: string; readonly addresses: string } {
  const words = rest.split(/[\s,;]+/).filter((word) => word !== '');
  const isAddress = (word: string) => word.includes('@');
  return {
    query: words.filter((word) => !isAddress(word)).join(' '),
    addresses: words.filter(isAddress).join(' '),
  };
}

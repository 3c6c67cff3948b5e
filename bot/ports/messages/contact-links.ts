import type { Contact } from '../../domain/messages/contact.ts';

/** What the link of a first e-mail leads to. Each answers undefined if the link is unknown, was used or has ended. */
export interface ContactLinks {
  /** The contact whose holder is asked. Changes nothing: scanners of mail open links. */
  find(token: string): Promise<Contact | undefined>;
  /** The holder has confirmed the contact. A second press soon after gets the confirmed contact too. */
  confirm(token: string): Promise<Contact | undefined>;
  /** The holder wants no mail, so the address is never added again, and the administrators are told. A second press soon after gets it too. */
  refuse(token: string): Promise<Contact | undefined>;
}

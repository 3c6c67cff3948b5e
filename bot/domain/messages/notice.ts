import type { AwayDoubt, AwayHow } from '../access/away.ts';
import type { RequestView } from '../access/outcomes.ts';
import type { Link } from '../reminders/link.ts';
import type { OutageView } from '../reminders/outages/outage-view.ts';
import type { Destination } from '../reminders/reminder.ts';
import type { SweepDoubt } from '../reminders/sweep.ts';
import type { ExposedStays } from '../rotation/rotation.ts';
import type { UnexpectedCredential } from '../secrets/unexpected.ts';
import type { ApplicationRef, Certificate, ClientSecret } from '../shared/application.ts';
import type { NamedPerson } from '../shared/person.ts';
import type { Contact, ContactState } from './contact.ts';

/** Said to operators while no notice can reach any administrator. */
export const NOBODY_CAN_BE_TOLD =
  'my alarms reach nobody: no administrator has been met, and no channel of the administrators is linked';

/** What a person is told outside a turn. */
export type Notice =
  | RoleNotice
  | NudgeNotice
  | ChangeNotice
  | ExposedNotice
  | SecretNews
  /** To a manager: people of other organisations can read these managers' channels now, so their links have ended. */
  | { readonly kind: 'channel-unlinked'; readonly links: readonly EndedLink[] }
  | UnansweredNotice
  | ColleaguesLeftNotice
  /** A request that the reader may review, or has reviewed. */
  | { readonly kind: 'request'; readonly view: RequestView }
  /** To the person who asked for access. `query` is what they typed. `reason`: why it was declined, as it was typed. */
  | {
      readonly kind: 'request-news';
      readonly query: string;
      readonly news: RequestNews;
      readonly reason?: string | undefined;
    }
  /** Credentials of an application that were added outside the bot, with what was said of each. */
  | {
      readonly kind: 'unexpected-credentials';
      readonly application: ApplicationRef;
      readonly credentials: readonly UnexpectedCredential[];
    }
  /** Certificates of an application that end soon, or have ended at `asOf`. */
  | {
      readonly kind: 'certificates-due';
      readonly application: ApplicationRef;
      readonly certificates: readonly Certificate[];
      readonly asOf: Date;
    }
  /** To an administrator: a manager has proposed a designated contact. */
  | { readonly kind: 'contact-proposed'; readonly view: ContactProposalView }
  /** To a manager or an administrator: a system cannot sign in. */
  | { readonly kind: 'outage'; readonly view: OutageView }
  | AdministratorNotice;

/** A proposal as the administrators see it. `state`: undefined if it was declined or removed. */
export interface ContactProposalView extends Pick<Contact, 'id' | 'organisation' | 'address' | 'addedBy'> {
  readonly state: ContactState | undefined;
}

/** What is said of a link that has ended. */
export type EndedLink = Pick<Link, 'scope' | 'channel'>;

export type RequestNews = 'confirmed' | 'declined' | 'expired';

/** A person has got or lost the role of a credential manager. */
export type RoleNotice =
  /** The person manages these applications now. `by` is undefined for the operator's command line. */
  | {
      readonly kind: 'assigned';
      readonly applications: readonly ApplicationRef[];
      readonly by: NamedPerson | undefined;
    }
  | { readonly kind: 'unassigned'; readonly applications: readonly ApplicationRef[] };

/** To a manager: an administrator asks them to look at the secrets of an application, or of several. */
export interface NudgeNotice {
  readonly kind: 'nudge';
  readonly application: ApplicationRef;
  /** More applications that the manager is asked to look at. */
  readonly others?: readonly ApplicationRef[] | undefined;
  readonly by: NamedPerson;
}

/** To the other managers: one of them has said that a secret is in wrong hands. */
export interface ExposedNotice {
  readonly kind: 'exposed';
  readonly application: ApplicationRef;
  readonly rotation: string;
  readonly secret: NamedSecret & Pick<ClientSecret, 'hint'>;
  readonly by: NamedPerson;
  /** It is removed so many hours after there is a new one. Undefined: it was to be removed, and stays. */
  readonly hours: number | undefined;
  /** Why it stays. Left out if it does not, and by an earlier version. */
  readonly stays?: ExposedStays;
}

/** How an interrupted change of a person's came to its end. */
export type ChangeNotice =
  /** A creation was interrupted. Its secret is removed, so nobody can use its value. */
  | {
      readonly kind: 'creation-undone';
      readonly application: ApplicationRef;
      readonly name: string;
      readonly startedAt: Date;
    }
  /** A deletion was interrupted and has been completed. The version before did not say of which secret. */
  | { readonly kind: 'deletion-completed'; readonly application: ApplicationRef; readonly secret?: NamedSecret }
  /**
   * A deletion was interrupted and was not completed: Entra has refused it, or, without a `why`, its secret has become the
   * last live one meanwhile.
   */
  | {
      readonly kind: 'deletion-stopped';
      readonly application: ApplicationRef;
      readonly secret: NamedSecret;
      readonly why?: 'refused';
    }
  /** Teams did not let the bot remove the message with the value, and it has stopped trying. */
  | { readonly kind: 'value-left'; readonly application: ApplicationRef };

/** To the other managers of an application: one of them has created or deleted a client secret. */
export interface SecretNews {
  readonly kind: 'secret-changed';
  readonly how: 'created' | 'deleted';
  readonly application: ApplicationRef;
  readonly secret: NamedSecret & Pick<ClientSecret, 'end'>;
  readonly by: NamedPerson;
}

/** Enough to name a secret of an application. */
export type NamedSecret = Pick<ClientSecret, 'keyId' | 'name'>;

/** A manager who has left, or whose account is disabled. */
export interface LeftManager {
  /** The name is untrusted text; empty if unknown. */
  readonly person: NamedPerson;
  readonly how: AwayHow;
  /** What the person manages, each with how many of its managers are there. */
  readonly applications: readonly (ApplicationRef & { readonly managers: number })[];
}

/** To a manager: others who manage the same applications are away. Only what the reader manages is named. */
export interface ColleaguesLeftNotice {
  readonly kind: 'colleagues-left';
  readonly people: readonly LeftManager[];
}

/** The answer to a command did not arrive in time. */
export interface UnansweredNotice {
  readonly kind: 'unanswered';
}

/** What waits for its one reader if the bot has no 1:1 chat with the reader. */
export type WaitingKind =
  | RoleNotice['kind']
  | ChangeNotice['kind']
  | ColleaguesLeftNotice['kind']
  | ExposedNotice['kind']
  | 'channel-unlinked'
  | 'unexpected-credentials'
  | 'request-news';

/** Messages wait for this person. It says of what kind they are, and never what only the person may read. */
export interface WaitingPerson {
  /** Untrusted text; empty if unknown. */
  readonly name: string;
  /** `closed`: the person had the chat, and has removed or blocked the bot. */
  readonly chat: 'unopened' | 'closed';
  /** Each kind once. */
  readonly about: readonly WaitingKind[];
}

/** Enough to name a designated contact. */
export type NamedContact = Pick<Contact, 'organisation' | 'address'>;

/** An application of which nobody can be told. */
export interface UntoldApplication extends ApplicationRef {
  /** The names of its managers. The bot has no chat with any of them. An empty name is unknown. Left out if it has no manager. */
  readonly managers?: readonly string[];
  /** The calendar day on which its first secret ends or has ended, `YYYY-MM-DD`. Older messages do not say. */
  readonly day?: string;
  /** It had ended when the administrators were told. */
  readonly expired?: boolean;
  /** Its designated contacts are told by mail. */
  readonly contacts?: boolean;
}

/** An application that cannot connect, or whose secret ends today with no newer one. */
export interface EscalatedApplication extends ApplicationRef {
  /** The calendar day on which the secret ends or has ended, `YYYY-MM-DD`. */
  readonly day: string;
  readonly cutOff: boolean;
  /** The names of its managers; an empty name is unknown. */
  readonly managers: readonly string[];
  /** The name of the manager who is on it, which may be empty. Left out if nobody is. */
  readonly claimedBy?: string;
  /** How the others were told. Each kind once. */
  readonly told: readonly Destination['kind'][];
}

/** What the administrators have to look after. */
export type AdministratorNotice =
  /** The bot cannot reach these managers' channels any more. */
  | { readonly kind: 'links-died'; readonly links: readonly EndedLink[] }
  /** People of other organisations can read these managers' channels now, so their links have ended. */
  | { readonly kind: 'channel-shared'; readonly links: readonly EndedLink[] }
  /** Somebody manages these applications, and Entra does not know them any more. */
  | { readonly kind: 'applications-gone'; readonly applications: readonly ApplicationRef[] }
  /** A secret of these applications expires, and the bot can tell nobody. */
  | { readonly kind: 'nobody-to-tell'; readonly applications: readonly UntoldApplication[] }
  /** The managers were told, and it comes to its end or has come to it. */
  | { readonly kind: 'escalated'; readonly applications: readonly EscalatedApplication[] }
  /** So many credentials of so many applications were added outside the bot, all at once. */
  | {
      readonly kind: 'many-unexpected';
      readonly applications: number;
      readonly credentials: number;
      /** How many of the applications have neither managers nor a managers' channel. Older messages do not say it. */
      readonly unmanaged?: number;
    }
  /** Systems of many applications cannot sign in since the same look at the log. `more`: applications that are not named. */
  | {
      readonly kind: 'many-outages';
      readonly applications: readonly (ApplicationRef & { readonly managers: number })[];
      readonly more: number;
    }
  /** Entra has not told of the federated credentials of these applications for two days. */
  | { readonly kind: 'federated-untold'; readonly applications: readonly ApplicationRef[] }
  /** These managers have left, or their accounts are disabled. */
  | { readonly kind: 'managers-left'; readonly people: readonly LeftManager[] }
  /** So many managers would be away at once that the directory is not believed. */
  | ({ readonly kind: 'leavers-suspicious' } & AwayDoubt)
  /** Messages have begun to wait for these people at `since` or later. Who that is, is found out when it is drawn. */
  | { readonly kind: 'unopened-chats'; readonly since: Date; readonly people: readonly WaitingPerson[] }
  /** Older messages do not say of what it read too little: it was of applications. */
  | ({ readonly kind: 'sweep-suspicious' } & Omit<SweepDoubt, 'of'> & Partial<Pick<SweepDoubt, 'of'>>)
  /** The bot may not read Entra's log of sign-ins: the right or the licence is missing. */
  | { readonly kind: 'log-denied' }
  | { readonly kind: 'sweep-failing'; readonly since: Date | undefined; readonly reference: string }
  /** The mail service refuses the address of a designated contact for good. */
  | ({ readonly kind: 'contact-unreachable' } & NamedContact)
  /** The holder of an address has said that they want no mail from here, so that it was removed. */
  | ({ readonly kind: 'contact-refused' } & NamedContact)
  /** The audit record's head, at this row, was not one that the bot had signed. */
  | { readonly kind: 'record-forged'; readonly seq: number }
  /** So many messages were given up. */
  | { readonly kind: 'undelivered'; readonly count: number };

import type { ApplicationRef, ClientId } from '../shared/application.ts';
import type { OrganisationScope } from '../shared/organisation.ts';
import type { Outcome } from '../shared/outcome.ts';
import type { Asker, NamedPerson, PersonId } from '../shared/person.ts';
import type {
  AdministratorNotice,
  ChangeNotice,
  ColleaguesLeftNotice,
  EndedLink,
  ExposedNotice,
  NudgeNotice,
  RequestNews,
  RoleNotice,
  SecretNews,
  UnansweredNotice,
} from './notice.ts';

/** The address of a message. Which channel or chat that is, is found out when the message is sent. */
export type Recipient = Reached | Administrators;

/** Each channel of the administrators, or each of them in person if they have no channel. */
interface Administrators {
  readonly kind: 'administrators';
}

/** A recipient that one message can be sent to. */
export type Reached =
  | { readonly kind: 'person'; readonly person: PersonId }
  | { readonly kind: 'mail'; readonly person: PersonId }
  /** By mail to a designated contact of an organisation, whose id this is. Its address is looked up when the mail is sent. */
  | { readonly kind: 'contact'; readonly contact: string }
  | { readonly kind: 'channel'; readonly conversationId: string }
  /** Where the person asked, for their eyes only. */
  | { readonly kind: 'asker'; readonly asker: Asker };

/** Each lane is a task of its own: a slow mail server holds up nothing in Teams. */
export const LANES = ['teams', 'mail'] as const;
export type Lane = (typeof LANES)[number];

/** The lane of each destination. Nothing but this decides which task sends a message. */
export const LANE_OF = {
  administrators: 'teams',
  person: 'teams',
  asker: 'teams',
  channel: 'teams',
  mail: 'mail',
  contact: 'mail',
} as const satisfies Record<Recipient['kind'], Lane>;

/** What may be sent later. The link of a sign-in is kept nowhere. */
export type LateAnswer = Exclude<Outcome, { kind: 'sign-in' }>;

/** What the asker was when the bot answered. An answer that comes later must not show more than they may see by then. */
export interface AnswerRights {
  readonly administrator: boolean;
  /** Those assigned to the asker. */
  readonly applications: readonly ClientId[];
}

/** What the card of a proposal needs, even if the contact with this id is gone by the time at which it is drawn again. */
export interface ContactProposal {
  readonly kind: 'contact-proposed';
  readonly contact: string;
  readonly organisation: OrganisationScope;
  readonly address: string;
  readonly by: NamedPerson;
}

/** To a contact: people have got or lost the role for applications of its organisation. */
export interface RolesNews {
  readonly kind: 'roles-changed';
  readonly added: readonly RoleChange[];
  readonly removed: readonly RoleChange[];
  /** Undefined for the operator's command line. */
  readonly by: NamedPerson | undefined;
}

export interface RoleChange {
  readonly person: NamedPerson;
  readonly applications: readonly ApplicationRef[];
}

/**
 * What a message is about, as plain data. The outbox keeps no finished text: a digest, a request or a role is looked up
 * when the message is sent, so that it says what is true then.
 */
export type OutboxContent =
  | RoleNotice
  | NudgeNotice
  | ChangeNotice
  | ExposedNotice
  | SecretNews
  | UnansweredNotice
  | ColleaguesLeftNotice
  /** An answer that Teams did not take at once. `rights`: undefined if the person had no session that served for reading. */
  | { readonly kind: 'answer'; readonly outcome: LateAnswer; readonly rights: AnswerRights | undefined }
  /** Reminders; the card is drawn again when one of them is claimed or comes to its end. */
  | { readonly kind: 'digest'; readonly digest: string }
  /** The card on which those who may review a request do so; it is drawn again when the request changes. */
  | { readonly kind: 'request'; readonly request: string }
  /** News for the asker, and the card that answered the request, which is drawn again when its state changes. */
  | { readonly kind: 'request-news'; readonly request: string; readonly news: RequestNews }
  | { readonly kind: 'requested'; readonly request: string }
  /**
   * To a manager: links of a channel have ended because others can read there now. `applications` are those of the links
   * that the person managed. As long as it is addressed to the administrators, the managers have to be found out.
   */
  | {
      readonly kind: 'channel-unlinked';
      readonly links: readonly EndedLink[];
      readonly applications: readonly ClientId[];
    }
  /**
   * Credentials of one application that were added outside the bot, by their ids. The card on which somebody says whose they
   * are is drawn again after that.
   */
  | {
      readonly kind: 'unexpected-credentials';
      readonly application: ApplicationRef;
      readonly credentials: readonly string[];
    }
  /** Certificates of one application that end soon or have ended, by their ids. */
  | {
      readonly kind: 'certificates-due';
      readonly application: ApplicationRef;
      readonly certificates: readonly string[];
    }
  /** The card on which the administrators accept a contact that a manager has proposed; it is drawn again after that. */
  | ContactProposal
  /** The first e-mail to a contact. Its link is made when it is sent, and is kept nowhere. */
  | { readonly kind: 'contact-invite' }
  | RolesNews
  /** A system cannot sign in. The card is drawn again while it goes on, and when it has ended. */
  | { readonly kind: 'outage'; readonly outage: string }
  /** The card of a rotation that a person was shown. It is drawn again when the log of sign-ins has confirmed the rotation. */
  | { readonly kind: 'rotation'; readonly rotation: string }
  /** The card of a creation that a person was shown. It is drawn again when the message with the value is gone. */
  | { readonly kind: 'created'; readonly created: Extract<Outcome, { kind: 'created' }> }
  /** To the administrators. */
  | { readonly kind: 'alarm'; readonly notice: AdministratorNotice };

/**
 * A message that is written down with the change that it tells of, and sent after it. See decision 0014, and decision 0017
 * for the outbox that sends it.
 */
export interface OutboxMessage {
  readonly id: string;
  readonly to: Recipient;
  readonly content: OutboxContent;
  /** When it was put in. */
  readonly at: Date;
  /** Only one message with this key waits at a time; others are not put in. */
  readonly onceKey?: string | undefined;
  /** Not to be sent before this; at once if it is left out. */
  readonly notBefore?: Date | undefined;
}

/** The code of a message for the administrators that is put off because the bot has met none of them. */
export const NOBODY_MET = 'NobodyMet';

/** One text per recipient, for keys. */
export function recipientKey(to: Recipient): string {
  switch (to.kind) {
    case 'person':
    case 'mail':
      return `${to.kind} ${to.person.tid.toLowerCase()} ${to.person.oid.toLowerCase()}`;
    case 'asker':
      return recipientKey({ kind: 'person', person: to.asker.person });
    case 'contact':
      return `contact ${to.contact}`;
    case 'channel':
      return `channel ${to.conversationId}`;
    case 'administrators':
      return 'administrators';
  }
}

/**
 * A press is answered in its card, and a moment later the ledger knows what that card shows now. So the cards of a rotation
 * are drawn again so long after a step: that of the person who pressed is true by then, and must not be drawn over a form.
 */
export function redrawTime(at: Date): Date {
  return new Date(at.getTime() + 3_000);
}

/** The person who gets it, if it goes to one. */
export function readerOf(to: Recipient): PersonId | undefined {
  switch (to.kind) {
    case 'person':
    case 'mail':
      return to.person;
    case 'asker':
      return to.asker.person;
    case 'contact':
    case 'channel':
    case 'administrators':
      return undefined;
  }
}

/** What a posted message shows, and is drawn again with; undefined if it never changes. */
export function subjectOf(content: OutboxContent): string | undefined {
  switch (content.kind) {
    case 'digest':
      return digestSubject(content.digest);
    case 'request':
    case 'requested':
      return requestSubject(content.request);
    case 'contact-proposed':
      return contactSubject(content.contact);
    case 'unexpected-credentials':
      return unexpectedSubject(content.application.clientId);
    case 'outage':
      return outageSubject(content.outage);
    case 'rotation':
      return rotationSubject(content.rotation);
    case 'created':
      return creationSubject(content.created.operation);
    default:
      return undefined;
  }
}

export function digestSubject(digest: string): string {
  return `digest ${digest}`;
}

export function requestSubject(request: string): string {
  return `request ${request}`;
}

export function outageSubject(outage: string): string {
  return `outage ${outage}`;
}

export function rotationSubject(rotation: string): string {
  return `rotation ${rotation}`;
}

export function creationSubject(nonce: string): string {
  return `creation ${nonce}`;
}

export function contactSubject(contact: string): string {
  return `contact ${contact}`;
}

export function unexpectedSubject(clientId: ClientId): string {
  return `unexpected ${clientId.toLowerCase()}`;
}

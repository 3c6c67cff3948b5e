import type { Contact } from '../../domain/messages/contact.ts';
import type { Notice } from '../../domain/messages/notice.ts';
import type { LateAnswer, RolesNews } from '../../domain/messages/outbox.ts';
import type { DigestView } from '../../domain/reminders/digest.ts';
import type { Channel } from '../../domain/reminders/link.ts';
import type { Asker, Conversation, PersonId } from '../../domain/shared/person.ts';

/** Where a message is posted. In a channel everybody reads it. */
export type Place =
  | { readonly kind: 'channel'; readonly conversation: Conversation }
  /** The person's 1:1 chat; it is opened if the bot has met them only elsewhere. */
  | { readonly kind: 'chat'; readonly person: Asker }
  /** Where the person asked, for their eyes only. */
  | { readonly kind: 'private'; readonly person: Asker };

/** What a posted card shows. */
export type PostContent =
  | { readonly kind: 'digest'; readonly digest: DigestView }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'answer'; readonly outcome: LateAnswer };

/** What goes to designated contacts alone. Nothing of it is posted in Teams. */
export type Letter =
  /** `url`: the page on which the holder of the address confirms it. */
  { readonly kind: 'contact-invite'; readonly url: string } | RolesNews;

/** All that a designated contact gets. */
export type ContactMail = Letter | Extract<PostContent, { kind: 'digest' }>;

export function isLetter(content: PostContent | Letter): content is Letter {
  return content.kind === 'contact-invite' || content.kind === 'roles-changed';
}

/** Where a message is, so that it can be changed later. */
export interface Posted {
  readonly conversation: Conversation;
  readonly activityId: string;
  /** One person alone sees it, among others. */
  readonly targeted?: boolean;
}

/**
 * What an attempt came to. `gone`: the bot cannot reach the place any more, and never will as things are. `refused`: it
 * will be refused again. `later`: try again, not before `afterMs` if the service said so. `maybe`: it may have
 * arrived all the same. `code` is the service's own word.
 */
export type AnnounceResult =
  | { readonly kind: 'sent'; readonly posted: Posted | undefined }
  | { readonly kind: 'gone' | 'refused'; readonly code: string }
  | { readonly kind: 'later'; readonly code: string; readonly afterMs: number | undefined; readonly maybe: boolean };

/** Names to show, free of invisible characters; empty if unknown. */
export interface ChannelNames {
  readonly name: string;
  readonly teamName: string;
}

/** Posts cards into Teams, and knows how its channels are called. One attempt a call. */
export interface Announcer {
  post(place: Place, content: PostContent): Promise<AnnounceResult>;
  /** Draws a posted card again, in its place. */
  redraw(posted: Posted, content: PostContent): Promise<AnnounceResult>;
  /** How a channel and its team are called. Never throws: a name that cannot be learnt is empty. */
  namesOf(channel: Channel): Promise<ChannelNames>;
}

/** Sends e-mails. One attempt a call. `gone`: no mail can reach the address. */
export interface Mailer {
  send(to: PersonId, digest: DigestView, format: 'html' | 'text'): Promise<AnnounceResult>;
  /** To the address of a designated contact. */
  sendTo(contact: Contact, content: ContactMail): Promise<AnnounceResult>;
}

import type { Notice } from '../../domain/messages/notice.ts';
import type { DigestView } from '../../domain/reminders/digest.ts';
import type { Channel } from '../../domain/reminders/link.ts';
import type { Asker, Conversation, PersonId } from '../../domain/shared/person.ts';

/** Where a digest is sent. A person's chat is opened where the bot has only met them elsewhere. */
export type Place =
  | { readonly kind: 'channel'; readonly conversation: Conversation }
  | { readonly kind: 'chat'; readonly person: Asker };

/** Where a message is, so that it can be changed later. */
export interface Posted {
  readonly conversation: Conversation;
  readonly activityId: string;
}

/**
 * What an attempt came to. `gone`: the bot cannot reach the place any more, and never will as things are. `refused`: it
 * will be refused again. `later`: try again, not before `afterMs` where the service said so. `maybe`: it may have
 * arrived all the same. `code` is the service's own word.
 */
export type AnnounceResult =
  | { readonly kind: 'sent'; readonly posted: Posted | undefined }
  | { readonly kind: 'gone' | 'refused'; readonly code: string }
  | { readonly kind: 'later'; readonly code: string; readonly afterMs: number | undefined; readonly maybe: boolean };

/** Names to show, free of invisible characters; empty where unknown. */
export interface ChannelNames {
  readonly name: string;
  readonly teamName: string;
}

/** Puts digests and notices into Teams, and knows how its channels are called. One attempt a call. */
export interface Announcer {
  send(place: Place, digest: DigestView): Promise<AnnounceResult>;
  /** Draws a digest that stands there anew. */
  update(posted: Posted, digest: DigestView): Promise<AnnounceResult>;
  /** In a channel everybody reads it. */
  tell(place: Place, notice: Notice): Promise<AnnounceResult>;
  /** Draws a notice that stands there anew. */
  retell(posted: Posted, notice: Notice): Promise<AnnounceResult>;
  /** How a channel and its team are called. Never throws: a name that cannot be learnt is empty. */
  namesOf(channel: Channel): Promise<ChannelNames>;
}

/** Sends digests as e-mail. One attempt a call. */
export interface Mailer {
  send(to: PersonId, digest: DigestView, format: 'html' | 'text'): Promise<AnnounceResult>;
}

import type { LocalPerson } from '../people.ts';

export type ConversationKind = 'personal' | 'channel' | 'groupChat';

/** https://learn.microsoft.com/microsoftteams/teams-channels-overview */
export type ChannelType = 'standard' | 'private' | 'shared';

export interface Team {
  readonly id: string;
  readonly name: string;
}

/**
 * What a team is, other than there and in use. An archived team can only be read. `otherBot`: an upgrade of the app has
 * taken the bot away from it.
 */
export type TeamState = 'archived' | 'deleted' | 'hardDeleted' | 'otherBot';

/** A team of another organisation, with which a shared channel can be shared. */
export interface OutsideTeam extends Team {
  readonly tenantId: string;
}

export interface Conversation {
  readonly id: string;
  readonly kind: ConversationKind;
  readonly name: string;
  readonly members: readonly LocalPerson[];
  /** The team of a channel. It is null in other conversations. */
  readonly team: Team | null;
  /** It is null in conversations that are no channels. A private and a shared channel have members of their own. */
  readonly channelType: ChannelType | null;
  /** The teams of other organisations that a shared channel is shared with. Their people are members of the channel. */
  readonly sharedWith: readonly OutsideTeam[];
}

/** An activity as JSON. The connector checks what it needs and keeps the rest unchanged. */
export type Activity = Readonly<Record<string, unknown>>;

/** What an invoke changed for one person only: another card in its place, or a line below it. */
export interface PersonalAnswer {
  readonly card?: unknown;
  readonly note?: string;
}

/**
 * `trying`: the client exchanges a token by itself. `needed`: the person must press the button. `failed`: the client
 * gave up and shows nothing, so the person waits for the bot.
 */
export type SignInState = 'trying' | 'needed' | 'done' | 'failed';

export interface StoredMessage {
  readonly id: string;
  readonly conversationId: string;
  /** The person who wrote it; null for the bot. */
  readonly author: LocalPerson | null;
  readonly at: string;
  activity: Activity;
  /** A targeted message is seen by this person alone. */
  readonly onlyFor: string | null;
  edited: boolean;
  readonly answers: Map<string, PersonalAnswer>;
  readonly signIn: Map<string, SignInState>;
}

/** A message as one person sees it. */
export interface MessageView {
  readonly id: string;
  readonly conversationId: string;
  readonly author: { readonly oid: string | null; readonly name: string };
  readonly at: string;
  readonly text: string;
  readonly attachments: readonly { readonly contentType: string; readonly content: unknown }[];
  readonly targeted: boolean;
  readonly edited: boolean;
  readonly note: string | null;
  /** What the author quotes, for the page. */
  readonly quoted: { readonly name: string; readonly preview: string } | null;
  readonly signIn: SignInState | null;
  readonly activity: Activity;
}

/** An invoke that a person's client sends. */
export interface Invoke {
  readonly person: LocalPerson;
  readonly conversation: Conversation;
  readonly name: string;
  readonly value: unknown;
  readonly replyToId?: string | undefined;
}

/** The bot's answer to an HTTP request. */
export interface BotAnswer {
  readonly status: number;
  readonly body: unknown;
}

export const BOT_NAME = 'API Credentials';
export const MENTION = `<at>${BOT_NAME}</at>`;

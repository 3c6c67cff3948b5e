/**
 * A person as Entra knows them. Both ids are lower-case GUIDs. E-mail and UPN are no keys, because they change hands.
 */
export interface PersonId {
  readonly tid: string;
  readonly oid: string;
}

/** A person with the name that was known when something happened. The name is untrusted text and may be empty. */
export interface NamedPerson extends PersonId {
  readonly name: string;
}

export function samePerson(a: PersonId, b: PersonId): boolean {
  return a.oid === b.oid && a.tid === b.tid;
}

/** Where a turn happens. `channel` and `groupChat` have other readers; `personal` is the 1:1 chat with the bot. */
export type ConversationKind = 'personal' | 'groupChat' | 'channel';

/** Everything needed to speak into a conversation again later. Plain data: it is stored with unsettled work. */
export interface Conversation {
  readonly kind: ConversationKind;
  /** Bot Framework conversation id. In a thread of a channel it has a `;messageid=` part. */
  readonly id: string;
  /** Base URL of the Bot Connector for this conversation; checked against the allow-list before every use. */
  readonly serviceUrl: string;
  /** The bot's own account id here (`28:…`). */
  readonly botAccountId: string;
  /** The zone (IANA name) of the person who is spoken to, if Teams has told it. A channel as a whole has none. */
  readonly zone?: string;
}

/** What Teams says of a channel, apart from its id. Names are untrusted text, and empty if Teams gives none. */
export interface ChannelFacts {
  readonly teamId: string | undefined;
  readonly teamName: string;
  readonly name: string;
}

/** The person of one turn, as authenticated by the Bot Connector, and where they asked. */
export interface Asker {
  readonly person: PersonId;
  /** The person's account id for this bot (`29:…`). */
  readonly accountId: string;
  /** Display name as Teams sent it; untrusted text. */
  readonly name: string;
  readonly conversation: Conversation;
  /** Defined if the conversation is a channel. */
  readonly channel?: ChannelFacts;
}

/** The conversation without a thread: two messages in one channel share it. */
export function baseConversationId(id: string): string {
  const cut = id.indexOf(';messageid=');
  return cut < 0 ? id : id.slice(0, cut);
}

/** Whether the id is that of a channel or of a chat between people, even if its kind says something else. */
export function isThread(conversationId: string): boolean {
  return /@thread\.|^19:/i.test(conversationId);
}

/** The person of a turn, in the form that is kept with what they did. */
export function named({ person, name }: Pick<Asker, 'person' | 'name'>): NamedPerson {
  return { ...person, name };
}

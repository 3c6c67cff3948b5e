import { EventEmitter } from 'node:events';
import type { LocalPerson } from '../people.ts';
import type { Roster } from './conversations.ts';
import { type Activity, BOT_NAME, type Conversation, type MessageView, type StoredMessage } from './types.ts';

export type StoreEvent =
  | { readonly kind: 'message'; readonly message: StoredMessage }
  | { readonly kind: 'removed'; readonly message: StoredMessage }
  | { readonly kind: 'typing'; readonly conversation: Conversation };

export interface NewMessage {
  readonly conversation: Conversation;
  readonly author: LocalPerson | null;
  readonly activity: Activity;
  readonly onlyFor: string | null;
}

/** The messages of all conversations. Only the store decides who may see a message. */
export class Store {
  readonly events = new EventEmitter<{ event: [StoreEvent] }>();
  #messages: StoredMessage[] = [];
  #lastId = 0;
  readonly #roster: Roster;

  constructor(roster: Roster) {
    this.#roster = roster;
    this.events.setMaxListeners(0);
  }

  /** Returns a new id. Ids look like those of Teams: they are milliseconds and always grow. */
  newId(): string {
    this.#lastId = Math.max(this.#lastId + 1, Date.now());
    return String(this.#lastId);
  }

  add(input: NewMessage): StoredMessage {
    const message: StoredMessage = {
      id: this.newId(),
      conversationId: input.conversation.id,
      author: input.author,
      at: new Date().toISOString(),
      activity: input.activity,
      onlyFor: input.onlyFor,
      edited: false,
      answers: new Map(),
      signIn: new Map(),
    };
    this.#messages.push(message);
    this.changed(message);
    return message;
  }

  find(conversationId: string, id: string): StoredMessage | undefined {
    return this.#messages.find((one) => one.conversationId === conversationId && one.id === id);
  }

  /** Replaces the content for everybody, also for people who saw something else there. */
  replace(message: StoredMessage, activity: Activity): void {
    message.activity = activity;
    message.edited = true;
    message.answers.clear();
    this.changed(message);
  }

  remove(message: StoredMessage): void {
    this.#messages = this.#messages.filter((one) => one !== message);
    this.events.emit('event', { kind: 'removed', message });
  }

  changed(message: StoredMessage): void {
    this.events.emit('event', { kind: 'message', message });
  }

  typing(conversation: Conversation): void {
    this.events.emit('event', { kind: 'typing', conversation });
  }

  /** Whether the person may see the message. If the message is for one person only, the others may not. */
  visible(message: StoredMessage, person: LocalPerson): boolean {
    const member = this.#roster.find(message.conversationId)?.members.includes(person) ?? false;
    return member && (message.onlyFor === null || message.onlyFor === person.oid);
  }

  seenBy(person: LocalPerson, conversationId: string): readonly MessageView[] {
    return this.#messages
      .filter((one) => one.conversationId === conversationId && this.visible(one, person))
      .map((one) => viewOf(one, person));
  }
}

/** Returns the message as this person sees it. */
export function viewOf(message: StoredMessage, person: LocalPerson): MessageView {
  const answer = message.answers.get(person.oid);
  const text = message.activity['text'];
  return {
    id: message.id,
    conversationId: message.conversationId,
    author: { oid: message.author?.oid ?? null, name: message.author?.name ?? BOT_NAME },
    at: message.at,
    text: typeof text === 'string' ? text : '',
    attachments: answer?.card === undefined ? attachmentsOf(message.activity) : [adaptive(answer.card)],
    targeted: message.onlyFor !== null,
    edited: message.edited,
    note: answer?.note ?? null,
    quoted: (message.activity['quoted'] as MessageView['quoted'] | undefined) ?? null,
    signIn: message.signIn.get(person.oid) ?? null,
    activity: message.activity,
  };
}

export function attachmentsOf(activity: Activity): { contentType: string; content: unknown }[] {
  const list: unknown = activity['attachments'];
  if (!Array.isArray(list)) return [];
  return list.map((one: { contentType?: unknown; content?: unknown }) => ({
    contentType: String(one.contentType),
    content: one.content,
  }));
}

function adaptive(content: unknown): { contentType: string; content: unknown } {
  return { contentType: 'application/vnd.microsoft.card.adaptive', content };
}

import type { LocalPerson } from '../world.ts';
import type { ClientActions } from './client-actions.ts';
import type { Roster } from './conversations.ts';
import type { Store } from './store.ts';
import type { BotAnswer, Conversation, ConversationKind, MessageView } from './types.ts';

/** Teams driven by a program instead of a person at the page. Unknown people and conversations throw. */
export interface TeamsDriver {
  conversationId(oid: string, kind: ConversationKind): string;
  /** Types a message; resolves with the bot's HTTP answer. */
  sendMessage(oid: string, kind: ConversationKind, text: string): Promise<BotAnswer>;
  invoke(oid: string, conversationId: string, name: string, value: unknown, replyToId?: string): Promise<BotAnswer>;
  /** What this person sees there, oldest first. */
  messages(oid: string, kind: ConversationKind): readonly MessageView[];
  /** Resolves with the first result that is not undefined, null or false; looks again after every change. */
  waitFor<T>(predicate: () => T | undefined | null | false, deadlineMs?: number): Promise<T>;
}

interface DriverParts {
  readonly roster: Roster;
  readonly store: Store;
  readonly actions: ClientActions;
}

const DEADLINE_MS = 10_000;
const LOOK_AGAIN_MS = 25;

export function createDriver({ roster, store, actions }: DriverParts): TeamsDriver {
  const known = (oid: string): LocalPerson => {
    const person = roster.person(oid);
    if (person === undefined) throw new Error(`nobody has the object id ${oid}`);
    return person;
  };
  const place = (person: LocalPerson, kind: ConversationKind): Conversation => {
    const conversation = roster.of(person, kind);
    if (conversation === undefined) throw new Error(`${person.name} is in no ${kind}`);
    return conversation;
  };
  return {
    conversationId: (oid, kind) => place(known(oid), kind).id,
    sendMessage: (oid, kind, text) => {
      const person = known(oid);
      return actions.message(person, place(person, kind), text);
    },
    invoke: (oid, conversationId, name, value, replyToId) => {
      const conversation = roster.find(conversationId);
      if (conversation === undefined) throw new Error(`no conversation ${conversationId}`);
      return actions.invoke({ person: known(oid), conversation, name, value, replyToId });
    },
    messages: (oid, kind) => {
      const person = known(oid);
      return store.seenBy(person, place(person, kind).id);
    },
    waitFor: (predicate, deadlineMs = DEADLINE_MS) => waitFor(store, predicate, deadlineMs),
  };
}

/** Looks after every change, and on a timer too because a predicate may read things outside the store. */
function waitFor<T>(store: Store, predicate: () => T | undefined | null | false, deadlineMs: number): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const until = Date.now() + deadlineMs;
    const done = (): void => {
      clearInterval(timer);
      store.events.off('event', look);
    };
    const look = (): void => {
      try {
        const result = predicate();
        if (result !== undefined && result !== null && result !== false) {
          done();
          resolve(result);
        } else if (Date.now() > until) {
          done();
          reject(new Error(`nothing fitted within ${deadlineMs} ms: ${predicate}`));
        }
      } catch (fault) {
        done();
        reject(fault);
      }
    };
    const timer = setInterval(look, LOOK_AGAIN_MS);
    store.events.on('event', look);
    look();
  });
}

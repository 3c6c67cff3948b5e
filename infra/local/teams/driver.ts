import type { LocalPerson } from '../people.ts';
import type { Roster } from './conversations.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { ClientActions } from './page/actions.ts';
import type { SearchAnswer } from './page/search-answer.ts';
import type { Quote } from './quoting.ts';
import type { Store } from './store.ts';
import type { BotAnswer, Conversation, ConversationKind, MessageView } from './types.ts';

/**
 * A kind means the person's first conversation of that kind. Else it is the id of one of the person's conversations.
 */
export type WhereTo = ConversationKind | (string & {});

/**
 * Drives Teams from a program, without a person at the page. Throws if a person, a team or a conversation is unknown,
 * or if the person is not a member of the conversation.
 */
export interface TeamsDriver extends Lifecycle {
  conversationId(oid: string, where: WhereTo): string;
  /** Returns the id of the channel with this name. */
  channelId(name: string): string;
  /** Returns the id of the team with this name, one of another organisation included. */
  teamId(name: string): string;
  /**
   * Types a message, in which `@[Full Name]` mentions another member. Resolves with the bot's HTTP answer, which is 403
   * if the bot was removed. `quote`: the message is a reply that quotes another one.
   */
  sendMessage(oid: string, where: WhereTo, text: string, quote?: Quote): Promise<BotAnswer>;
  invoke(oid: string, conversationId: string, name: string, value: unknown, replyToId?: string): Promise<BotAnswer>;
  /** Searches in the compose box. Throws if the bot's answer is none that Teams would take. */
  search(oid: string, where: WhereTo, words?: string, code?: string): Promise<SearchAnswer>;
  /** Puts what the last search of this person has found into a message, and returns its id. */
  pick(oid: string, where: WhereTo, index: number): string;
  /** Returns what this person sees there, oldest first. */
  messages(oid: string, where: WhereTo): readonly MessageView[];
  /** Asks after every change. Resolves with the first result that is not undefined, null or false. */
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
  const place = (person: LocalPerson, where: WhereTo): Conversation => {
    const conversation = isKind(where) ? roster.of(person, where) : roster.find(where);
    if (conversation?.members.includes(person) === true) return conversation;
    throw new Error(`${person.name} is in no ${where}`);
  };
  return {
    ...actions.lifecycle,
    conversationId: (oid, where) => place(known(oid), where).id,
    channelId: (name) =>
      named(
        roster.all.filter((one) => one.kind === 'channel'),
        name,
      ).id,
    teamId: (name) => named([...roster.teams, ...roster.outsideTeams], name).id,
    sendMessage: (oid, where, text, quote) => {
      const person = known(oid);
      return actions.message(person, place(person, where), text, quote);
    },
    invoke: (oid, conversationId, name, value, replyToId) => {
      const conversation = roster.find(conversationId);
      if (conversation === undefined) throw new Error(`no conversation ${conversationId}`);
      return actions.invoke({ person: known(oid), conversation, name, value, replyToId });
    },
    search: (oid, where, words, code) => {
      const person = known(oid);
      return actions.search({ person, conversation: place(person, where), words, code });
    },
    pick: (oid, where, index) => {
      const person = known(oid);
      const picked = actions.pick(person, place(person, where), index);
      if (picked === undefined) throw new Error(`${person.name} was shown no result ${index}`);
      return picked.id;
    },
    messages: (oid, where) => {
      const person = known(oid);
      return store.seenBy(person, place(person, where).id);
    },
    waitFor: (predicate, deadlineMs = DEADLINE_MS) => waitFor(store, predicate, deadlineMs),
  };
}

function isKind(where: WhereTo): where is ConversationKind {
  return where === 'personal' || where === 'channel' || where === 'groupChat';
}

function named<T extends { readonly name: string }>(list: readonly T[], name: string): T {
  const one = list.find((each) => each.name === name);
  if (one === undefined) throw new Error(`nothing is called ${name}`);
  return one;
}

/** Looks after every change, and also on a timer, because a predicate may read things outside the store. */
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

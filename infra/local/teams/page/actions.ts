import type { LocalEntra } from '../../entra/index.ts';
import type { LocalPerson } from '../../people.ts';
import type { LocalWorld } from '../../world.ts';
import { type ActivityBase, invokeActivity, messageActivity } from '../activities.ts';
import type { BotLine } from '../bot-line.ts';
import type { Roster } from '../conversations.ts';
import type { TeamsFaults } from '../faults.ts';
import { createLifecycle } from '../lifecycle.ts';
import { type Quote, quotedOf, quotedReply } from '../quoting.ts';
import { createSingleSignOn } from '../single-sign-on.ts';
import { type Spoken, spoken } from '../spoken.ts';
import { type Store, viewOf } from '../store.ts';
import { type Activity, type BotAnswer, type Conversation, type Invoke, MENTION } from '../types.ts';
import { createSearch } from './search.ts';

export interface ActionParts {
  readonly world: LocalWorld;
  readonly roster: Roster;
  readonly store: Store;
  readonly faults: TeamsFaults;
  readonly line: BotLine;
  readonly entra: Pick<LocalEntra, 'teamsToken'>;
  readonly serviceUrl: () => string;
  /** After this long without an answer the client sends the invoke once more, as Teams does. */
  readonly retryAfterMs: number;
}

/** Nothing reaches the bot in a conversation from which it was removed. */
const UNHEARD: BotAnswer = { status: 403, body: null };

/** What the Teams client of a person does: it installs, sends messages and invokes, and exchanges tokens by itself. */
export function createActions(parts: ActionParts) {
  const base = (person: LocalPerson, conversation: Conversation): ActivityBase => {
    const { world, store } = parts;
    return { world, serviceUrl: parts.serviceUrl(), conversation, person, id: store.newId() };
  };

  /** Mentions are offered, and made, where others can read them. */
  const heard = (conversation: Conversation, typed: string): Spoken =>
    conversation.kind === 'personal' ? spoken(typed, []) : spoken(typed, parts.roster.present(conversation), 1);

  /** `quote`: the message is a reply that quotes another one. A message that one person alone sees cannot be quoted. */
  async function message(
    person: LocalPerson,
    conversation: Conversation,
    typed: string,
    quote?: Quote,
  ): Promise<BotAnswer> {
    const { team } = conversation;
    if (team !== null && parts.roster.stateOf(team.id) === 'archived') throw new Error(`${team.name} is archived`);
    const words = heard(conversation, typed);
    const plain = messageActivity(base(person, conversation), words);
    const quoted = quote === undefined ? undefined : quotable(parts.store, conversation, quote, person);
    const said = quote === undefined || quoted === undefined ? plain : quotedReply(plain, quote, quoted);
    const shown = conversation.kind === 'personal' ? words.shown : `${MENTION} ${words.shown}`;
    const activity = { type: 'message', text: shown, quoted };
    const stored = parts.store.add({ conversation, author: person, activity, onlyFor: null });
    if (!parts.roster.hasBot(conversation)) return UNHEARD;
    // The bot must get the id that the store gave, because an answer refers to it.
    return parts.line.post(withId(said, stored.id));
  }

  /** A message that does not mention the bot, and so does not reach it. */
  function aside(person: LocalPerson, conversation: Conversation, typed: string): void {
    const { shown } = heard(conversation, typed);
    parts.store.add({ conversation, author: person, activity: { type: 'message', text: shown }, onlyFor: null });
  }

  async function invoke(call: Invoke): Promise<BotAnswer> {
    const { person, conversation, name, value, replyToId } = call;
    if (!parts.roster.hasBot(conversation)) return UNHEARD;
    const send = (): Promise<BotAnswer> => {
      const activity = invokeActivity(base(person, conversation), name, value, replyToId);
      return parts.line.post(activity, { timeoutMs: parts.retryAfterMs });
    };
    let answer = await send();
    if (answer.status === 0) answer = await send();
    answer = await singleSignOn.pressed(call, answer);
    if (name === 'adaptiveCard/action' && replyToId !== undefined) keep(parts, call, answer);
    return answer;
  }

  const singleSignOn = createSingleSignOn({ ...parts, invoke });

  async function signInCode(person: LocalPerson, conversation: Conversation, messageId: string, code: string) {
    const call = { person, conversation, name: 'signin/verifyState', value: { state: code }, replyToId: messageId };
    const answer = await invoke(call);
    const stored = parts.store.find(conversation.id, messageId);
    if (stored !== undefined && answer.status === 200) {
      stored.signIn.set(person.oid, 'done');
      parts.store.changed(stored);
    }
    return answer;
  }

  return {
    lifecycle: createLifecycle({ ...parts, base }),
    message,
    aside,
    invoke,
    exchange: singleSignOn.posted,
    ...createSearch({ ...parts, base }),
    signInCode,
  };
}

export type ClientActions = ReturnType<typeof createActions>;

function withId(activity: Activity, id: string): Activity {
  const conversation = activity['conversation'] as { id: string };
  const thread = conversation.id.replace(/;messageid=.*$/, `;messageid=${id}`);
  return { ...activity, id, conversation: { ...conversation, id: thread } };
}

function quotable(store: Store, { id }: Conversation, { messageId }: Quote, person: LocalPerson) {
  const message = store.find(id, messageId);
  if (message === undefined || !store.visible(message, person)) throw new Error(`no message ${messageId} to quote`);
  if (message.onlyFor !== null) throw new Error('Teams quotes no message that one person alone sees');
  return quotedOf(viewOf(message, person));
}

/** Keeps what the answer changed for this person: another card in place of the old one, or a line below it. */
function keep(parts: ActionParts, call: Invoke, answer: BotAnswer): void {
  const message = parts.store.find(call.conversation.id, call.replyToId ?? '');
  const body = answer.body as { type?: unknown; value?: unknown } | null;
  if (message === undefined || answer.status !== 200) return;
  const before = message.answers.get(call.person.oid) ?? {};
  if (body?.type === 'application/vnd.microsoft.card.adaptive') {
    message.answers.set(call.person.oid, { card: body.value });
  } else if (body?.type === 'application/vnd.microsoft.activity.message') {
    message.answers.set(call.person.oid, { ...before, note: String(body.value) });
  } else return;
  parts.store.changed(message);
}

import type { Outcome } from '../../../domain/shared/outcome.ts';
import type { Asker, Conversation } from '../../../domain/shared/person.ts';
import type { Ledger } from '../../../ports/shared/ledger.ts';
import type { Log } from '../../../ports/shared/log.ts';
import type { Connector, ConnectorResult, MessageTarget } from './connector.ts';

/** The part of an asker that is needed to reach them in their conversation. */
export type Reader = Pick<Asker, 'accountId' | 'conversation'>;

/** The only way to address something that one person alone may read. */
export function privately({ accountId, conversation }: Reader): Exclude<MessageTarget, { kind: 'everybody' }> {
  return isOneToOne(conversation)
    ? { kind: 'one-to-one', conversation }
    : { kind: 'targeted', conversation, accountId };
}

/** Thread ids belong to channels, group chats and meetings, even if a record says something else. */
function isOneToOne({ kind, id }: Conversation): boolean {
  return kind === 'personal' && !/@thread\.|^19:/i.test(id);
}

/** Who may read an outcome: everybody may read general help, and only the asker everything else. */
export function destinationOf(outcome: Outcome, reader: Reader): MessageTarget {
  const general = outcome.kind === 'help' && outcome.example.clientId === undefined;
  const destination = privately(reader);
  return general && destination.kind === 'targeted'
    ? { kind: 'everybody', conversation: reader.conversation }
    : destination;
}

export interface Messenger {
  /**
   * Sends to a destination. If a targeted message is refused, sends to the person's 1:1 chat. False if nothing arrived.
   */
  say(asker: Asker, destination: MessageTarget, activity: Readonly<Record<string, unknown>>): Promise<boolean>;
  /** Sends to that destination only. */
  once(destination: MessageTarget, activity: Readonly<Record<string, unknown>>): Promise<boolean>;
  /**
   * Shows that an answer is on its way. A failure does not matter. Channels do not show it, so that nothing is sent
   * there.
   */
  typing(asker: Asker): Promise<void>;
}

export function createMessenger(connector: Connector, conversations: Ledger['conversations'], log: Log): Messenger {
  const note = (destination: MessageTarget, result: ConnectorResult) => {
    if (result.kind === 'done') return true;
    log.warn('message not delivered', { to: destination.kind, result: result.kind, ...reason(result) });
    return false;
  };
  return {
    async say(asker, destination, activity) {
      const result = await connector.send(destination, activity);
      if (note(destination, result)) return true;
      if (result.kind !== 'refused' || destination.kind !== 'targeted') return false;
      const personal = await conversations.personal(asker.person);
      if (personal === undefined) return false;
      const elsewhere = privately(personal);
      return note(elsewhere, await connector.send(elsewhere, activity));
    },
    async once(destination, activity) {
      return note(destination, await connector.send(destination, activity));
    },
    async typing(asker) {
      const { conversation } = asker;
      if (conversation.kind === 'channel') return;
      const kind = conversation.kind === 'personal' ? 'one-to-one' : 'everybody';
      await connector.send({ kind, conversation }, { type: 'typing' });
    },
  };
}

/** Codes of an answer 403 that is final: the bot cannot reach the conversation any more. */
const GONE_CODES = [
  'BotNotInConversationRoster',
  'MessageWritesBlocked',
  'ConversationBlockedByUser',
  'BotDisabledByAdmin',
  'ForbiddenOperationException',
];

/** Whether the conversation or message of a call is gone for good. */
export function isGone(result: ConnectorResult): boolean {
  if (result.kind === 'done') return false;
  return result.status === 404 || (result.status === 403 && GONE_CODES.includes(result.code ?? ''));
}

/** What a failed call said, for the log. */
export function reason(result: ConnectorResult): { status?: number; code?: string } {
  if (result.kind === 'done') return {};
  const { status, code } = result;
  return { ...(status === undefined ? {} : { status }), ...(code === undefined ? {} : { code }) };
}

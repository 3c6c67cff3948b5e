import type { Outcome } from '../../../domain/shared/outcome.ts';
import { type Asker, type Conversation, isThread } from '../../../domain/shared/person.ts';
import type { Posted } from '../../../ports/messages/announcer.ts';
import type { Ledger } from '../../../ports/shared/ledger.ts';
import type { Log } from '../../../ports/shared/log.ts';
import { sendPatiently } from './attempts.ts';
import type { Connector, ConnectorResult, MessageTarget } from './connector.ts';
import type { Json } from './respond.ts';
import { isWorthAnotherTry, reason } from './results.ts';

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
  return kind === 'personal' && !isThread(id);
}

/** Who may read an outcome: everybody may read general help, and only the asker everything else. */
export function destinationOf(outcome: Outcome, reader: Reader): MessageTarget {
  const general = outcome.kind === 'help' && outcome.example.clientId === undefined;
  const destination = privately(reader);
  return general && destination.kind === 'targeted'
    ? { kind: 'everybody', conversation: reader.conversation }
    : destination;
}

/**
 * Says what became of an answer. `here`: it arrived in its conversation. `elsewhere`: it arrived in the person's 1:1 chat.
 * `later`: it may be sent again, not before `afterMs` if Teams said so. `lost`: Teams refuses it.
 */
export type Said =
  | { readonly kind: 'here' | 'elsewhere'; readonly posted: Posted | undefined }
  | { readonly kind: 'lost' }
  | { readonly kind: 'later'; readonly afterMs: number | undefined };

/** Sends what carries no value, which may therefore be sent again. */
export interface Messenger {
  /** Sends to a destination. If a targeted message is refused, sends to the person's 1:1 chat. */
  say(asker: Asker, destination: MessageTarget, activity: Json): Promise<Said>;
  /** Sends to that destination only. */
  sayOnlyThere(destination: MessageTarget, activity: Json): Promise<Said>;
  /**
   * Shows that an answer is on its way. A failure does not matter. Channels do not show it, so that nothing is sent
   * there.
   */
  typing(asker: Asker): Promise<void>;
}

export function createMessenger(connector: Connector, conversations: Ledger['conversations'], log: Log): Messenger {
  const sendTo = async (destination: MessageTarget, activity: Json): Promise<ConnectorResult> => {
    const result = await sendPatiently((each) => connector.send(destination, each), activity);
    if (result.kind !== 'done')
      log.warn('message not delivered', { to: destination.kind, result: result.kind, ...reason(result) });
    return result;
  };
  const sayOnlyThere = async (destination: MessageTarget, activity: Json): Promise<Said> =>
    saidOf(await sendTo(destination, activity), 'here', destination);
  return {
    async say(asker, destination, activity) {
      const said = await sayOnlyThere(destination, activity);
      if (said.kind !== 'lost' || destination.kind !== 'targeted') return said;
      const personal = await conversations.personal(asker.person);
      if (personal === undefined) return said;
      const chat = privately(personal);
      return saidOf(await sendTo(chat, activity), 'elsewhere', chat);
    },
    sayOnlyThere,
    async typing(asker) {
      const { conversation } = asker;
      if (conversation.kind === 'channel') return;
      const kind = conversation.kind === 'personal' ? 'one-to-one' : 'everybody';
      await connector.send({ kind, conversation }, { type: 'typing' });
    },
  };
}

function saidOf(result: ConnectorResult, where: 'here' | 'elsewhere', { kind, conversation }: MessageTarget): Said {
  if (result.kind === 'done') {
    const { id: activityId } = result;
    const posted = activityId === undefined ? undefined : { conversation, activityId, targeted: kind === 'targeted' };
    return { kind: where, posted };
  }
  return isWorthAnotherTry(result) ? { kind: 'later', afterMs: result.afterMs } : { kind: 'lost' };
}

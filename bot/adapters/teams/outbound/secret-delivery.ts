import { OVERWRITTEN, renderSecretMessage } from '../../../../cards/index.ts';
import type { Ways } from '../../../domain/shared/guidance.ts';
import type { Asker } from '../../../domain/shared/person.ts';
import type { Delivery, DeliveryReceipt, DeliveryResult, SecretMessage } from '../../../ports/secrets/delivery.ts';
import type { Ledger } from '../../../ports/shared/ledger.ts';
import type { Log } from '../../../ports/shared/log.ts';
import type { Connector } from './connector.ts';
import { privately } from './deliver.ts';
import { cardMessage, textMessage } from './respond.ts';
import { isWorthAnotherTry, reason } from './results.ts';

/**
 * Delivers values. Its only way out is `post`, whose address is always `privately(…)`: targeted if there are
 * other readers. The message has no summary, so that no notification preview can hold the value.
 */
export function createSecretDelivery(
  connector: Connector,
  conversations: Ledger['conversations'],
  log: Log,
  zone: string,
  ways?: Pick<Ways, 'guidance'>,
): Delivery {
  const post = async (asker: Asker, message: SecretMessage): Promise<DeliveryResult> => {
    const destination = privately(asker);
    const sent = await connector.send(destination, cardMessage(renderSecretMessage(message, zone, ways).card));
    if (sent.kind !== 'done') {
      log.warn('secret message not sent', { to: destination.kind, result: sent.kind, ...reason(sent) });
      return { kind: sent.kind };
    }
    // Without an id it could never be taken back.
    if (sent.id === undefined) return { kind: 'unknown' };
    const { conversation } = destination;
    return {
      kind: 'delivered',
      receipt: { conversation, activityId: sent.id, targeted: destination.kind === 'targeted' },
    };
  };

  return {
    here: post,
    async personally(asker, message) {
      const there = await personalChat(connector, conversations, asker);
      return 'person' in there ? post(there, message) : there;
    },
    remove: (receipt) => remove(connector, receipt),
  };
}

/** If Teams refuses to delete the message, its value is taken out of it. An update is refused less often. */
async function remove(
  connector: Connector,
  { conversation, activityId, targeted }: DeliveryReceipt,
): Promise<'removed' | 'gone' | 'overwritten'> {
  const removed = await connector.remove(conversation, activityId, targeted);
  if (removed.kind === 'done') return 'removed';
  if (removed.status === 404) return 'gone';
  if (!isWorthAnotherTry(removed)) {
    const without = { ...textMessage(OVERWRITTEN), attachments: [] };
    const overwritten = await connector.update(conversation, activityId, without, targeted);
    if (overwritten.kind === 'done') return 'overwritten';
    if (overwritten.status === 404) return 'gone';
  }
  throw new Error(`message not removed: ${removed.status ?? 'no answer'} ${removed.code ?? ''}`.trim());
}

/**
 * The person's 1:1 chat, which is opened if the bot knows of none. Opening carries no value: any failure is a refusal.
 */
async function personalChat(
  connector: Connector,
  conversations: Ledger['conversations'],
  asker: Asker,
): Promise<Asker | { readonly kind: 'refused' }> {
  if (asker.conversation.kind === 'personal') return asker;
  const known = await conversations.personal(asker.person);
  if (known !== undefined) return known;
  const opened = await connector.openPersonal(asker.conversation, asker.accountId, asker.person.tid);
  if (opened.kind !== 'done' || opened.id === undefined) return { kind: 'refused' };
  return { ...asker, conversation: { ...asker.conversation, kind: 'personal', id: opened.id } };
}

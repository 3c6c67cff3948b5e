import type { Asker } from '../../domain/shared/person.ts';
import type { DeliveryReceipt, SecretMessage } from '../../ports/secrets/delivery.ts';
import type { Deps } from '../shared/deps.ts';

export interface Delivered {
  readonly where: 'here' | 'personal';
  readonly receipt: DeliveryReceipt;
}

/**
 * Sends the value: where the person asked and, only if that was certainly refused, to the 1:1 chat. After an unclear
 * answer it is never sent again. Undefined if nobody can be said to have it. See decision 0006: a message with a secret
 * that may have arrived is not sent again.
 */
export async function deliver(
  deps: Pick<Deps, 'log' | 'delivery'>,
  asker: Asker,
  message: SecretMessage,
  isDeliverable: () => Promise<boolean>,
): Promise<Delivered | 'access-ended' | undefined> {
  const here = await deps.delivery.here(asker, message);
  if (here.kind === 'delivered') return { where: 'here', receipt: here.receipt };
  deps.log.warn('secret message not delivered here', { result: here.kind, conversation: asker.conversation.kind });
  if (here.kind === 'unknown' || asker.conversation.kind === 'personal') return undefined;
  // The first answer took time, in which the person's access may have ended.
  if (!(await isDeliverable())) return 'access-ended';
  const personal = await deps.delivery.personally(asker, message);
  if (personal.kind === 'delivered') return { where: 'personal', receipt: personal.receipt };
  deps.log.warn('secret message not delivered personally', { result: personal.kind });
  return undefined;
}

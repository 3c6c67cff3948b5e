import type { OutboxContent, Recipient } from '../../../domain/messages/outbox.ts';
import type { DueMessage } from '../../../ports/messages/outbox.ts';
import { othersAreTold } from '../../messages/alarm-content.ts';
import { type ContentRules, type Drawn, deadLetter, noRows, type Unreached } from '../../messages/content-rules.ts';
import { adminChannels } from '../../shared/administrators.ts';
import { isConcerned, isToManager } from '../../shared/concerned.ts';
import type { Deps } from '../../shared/deps.ts';

type Unexpected = Extract<OutboxContent, { kind: 'unexpected-credentials' }>;

/** The card that asks whose some credentials are. It says what is so when it is drawn. */
export function unexpectedContent(content: Unexpected): ContentRules {
  return {
    draw: (deps, due) => draw(deps, due, content),
    sentRows: noRows,
    unreached: (deps, due) => unreached(deps, due, content),
    giveUp: deadLetter,
  };
}

async function draw(deps: Deps, { to, posted }: DueMessage, content: Unexpected): Promise<Drawn> {
  const credentials = await deps.ledger.unexpectedCredentials.withIds(content.credentials);
  const isOver = credentials.every(({ answer }) => answer !== undefined);
  const isNew = posted === undefined;
  if (isNew && (isOver || !(await isConcerned(deps, to, content.application.clientId))))
    return { kind: 'drop', audit: [] };
  const notice = { kind: 'unexpected-credentials', application: content.application, credentials } as const;
  return { kind: 'post', content: { kind: 'notice', notice } };
}

/**
 * A manager reads it when they open the chat. The administrators have a message of their own, so what a managers' channel does
 * not take is dropped; only the last message of the administrators must be replaced.
 */
async function unreached(deps: Deps, due: DueMessage, content: Unexpected): Promise<Unreached> {
  if (await isToManager(deps, due.to, content.application.clientId)) return { kind: 'wait' };
  const isTheirs = due.to.kind === 'person' || (await isAdminChannel(deps, due.to));
  if (!isTheirs || (await othersAreTold(deps, due))) return { kind: 'drop', audit: [] };
  return { kind: 'administrators' };
}

async function isAdminChannel(deps: Pick<Deps, 'ledger'>, to: Recipient): Promise<boolean> {
  if (to.kind !== 'channel') return false;
  return (await adminChannels(deps)).some(({ channel }) => channel.conversation.id === to.conversationId);
}

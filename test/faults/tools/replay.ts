import type { BotSlot } from './bot-slot.ts';
import type { Inbound } from './inbound.ts';

export interface Replayed {
  /** Activities that were sent once more, or late, or out of their order. */
  readonly sent: number;
  /** Counts those that the bot has answered, with any status. */
  readonly answered: number;
}

/** How many are on their way at once. */
const AT_ONCE = 8;

/**
 * Sends activities that the bot had before, with the token that they had, in an order of chance, to any of the processes.
 * Every second one has a new id, as Teams gives it to an invoke that it tries again.
 */
export async function replay(slots: readonly BotSlot[], kept: readonly Inbound[], times: number): Promise<Replayed> {
  const queue = shuffled(Array.from({ length: times }, () => kept).flat());
  let [sent, answered] = [0, 0];
  const sendNext = async (): Promise<void> => {
    for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
      const slot = slots[sent % slots.length];
      sent += 1;
      const response = await fetch(`${slot?.url}/api/messages`, {
        method: 'POST',
        headers: one.headers,
        body: sent % 2 === 0 ? one.body : withNewId(one.body),
      }).catch(() => undefined);
      if (response !== undefined) answered += 1;
      await response?.arrayBuffer();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendNext));
  return { sent, answered };
}

function withNewId(body: string): string {
  return JSON.stringify({ ...(JSON.parse(body) as object), id: crypto.randomUUID() });
}

function shuffled<T>(list: readonly T[]): T[] {
  return list
    .map((one) => ({ one, by: Math.random() }))
    .sort((a, b) => a.by - b.by)
    .map(({ one }) => one);
}

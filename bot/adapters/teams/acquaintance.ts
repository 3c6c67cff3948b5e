import type { Asker } from '../../domain/person.ts';
import type { Ledger } from '../../ports/ledger.ts';
import type { Log } from '../../ports/log.ts';

const REMEMBERED = 10_000;

/** Keeps people's 1:1 chats current in the ledger: one write per changed value, not one per turn. */
export interface Acquaintance {
  remember(asker: Asker): Promise<void>;
  /** True once per 1:1 chat: installing is announced twice, but people are welcomed once. */
  isNew(asker: Asker): boolean;
}

/** What is held in memory only saves writes; nothing depends on it. */
export function createAcquaintance(conversations: Ledger['conversations'], log: Log): Acquaintance {
  const kept = new Map<string, string>();
  const welcomed = new Map<string, true>();
  return {
    async remember(asker) {
      if (asker.conversation.kind !== 'personal') return;
      const value = JSON.stringify([asker.accountId, asker.name, asker.conversation]);
      const { tid, oid } = asker.person;
      if (kept.get(`${tid}:${oid}`) === value) return;
      try {
        await conversations.remember(asker);
        keep(kept, `${tid}:${oid}`, value);
      } catch (cause) {
        // The turn itself may still succeed, and the next one tries again.
        log.warn('conversation not remembered', {}, cause);
      }
    },
    isNew({ conversation }) {
      if (welcomed.has(conversation.id)) return false;
      keep(welcomed, conversation.id, true);
      return true;
    },
  };
}

/** Adds the newest and drops the oldest. */
function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > REMEMBERED && oldest !== undefined) map.delete(oldest);
}

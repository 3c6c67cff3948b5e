import type { Channel } from '../../../domain/reminders/link.ts';
import type { Asker, PersonId } from '../../../domain/shared/person.ts';
import type { Log } from '../../../ports/shared/log.ts';

const REMEMBERED = 10_000;
/** A value that is in the ledger already is written again after this time: it may have been removed since. */
const FRESH_MS = { person: 10 * 60_000, channel: 30_000 } as const;

/** Keeps people and channels current in the ledger: one write per changed value, not one per turn. */
export interface KnownPeople {
  /** `again`: writes although memory has the same value. */
  remember(asker: Asker, again?: boolean): Promise<void>;
  heardFrom(channel: Channel): Promise<void>;
  /** Not every activity tells the zone of its sender. Then it is the one that was known last. */
  withZone(asker: Asker): Promise<Asker>;
  /** True once per 1:1 chat: installing is announced twice, but people are welcomed once. */
  isNew(asker: Asker): boolean;
  /** The app was taken out of a chat: the person who installs it again is welcomed again. */
  gone(conversationId: string): void;
}

export interface KnownPeopleDeps {
  readonly remember: (asker: Asker) => Promise<void>;
  readonly heardFrom: (channel: Channel) => Promise<void>;
  /** The zone that the ledger has kept of a person. */
  readonly zoneOf: (person: PersonId) => Promise<string | undefined>;
  readonly log: Log;
}

/** Memory only saves reads and writes; nothing depends on it. */
export function createKnownPeople({ remember, heardFrom, zoneOf, log }: KnownPeopleDeps): KnownPeople {
  const zones = new Map<string, string | undefined>();
  const kept = new Map<string, { readonly value: string; readonly until: number }>();
  const welcomed = new Map<string, true>();
  const once = async (
    of: keyof typeof FRESH_MS,
    key: string,
    value: string,
    write: () => Promise<void>,
  ): Promise<void> => {
    const known = kept.get(key);
    if (known?.value === value && performance.now() < known.until) return;
    try {
      await write();
      keep(kept, key, { value, until: performance.now() + FRESH_MS[of] });
    } catch (cause) {
      // The turn itself may still succeed, and the next one tries again.
      log.warn('conversation not remembered', {}, cause);
    }
  };
  return {
    remember(asker, again = false) {
      const { tid, oid } = asker.person;
      const { kind, id, serviceUrl, zone } = asker.conversation;
      // A 1:1 chat is kept with every change; in other places it is enough to have met the person once.
      const place = kind === 'personal' ? [id, serviceUrl] : [serviceUrl];
      const value = JSON.stringify([asker.accountId, asker.name, zone, ...place]);
      const key = `${kind === 'personal' ? 'chat' : 'person'} ${tid} ${oid}`;
      if (again) kept.delete(key);
      return once('person', key, value, () => remember(asker));
    },
    async withZone(asker) {
      const { person, conversation } = asker;
      const key = `${person.tid} ${person.oid}`;
      if (conversation.zone !== undefined) keep(zones, key, conversation.zone);
      else if (!zones.has(key)) {
        try {
          keep(zones, key, await zoneOf(person));
        } catch (cause) {
          log.warn('zone of a person not read', {}, cause);
        }
      }
      const zone = zones.get(key);
      return zone === undefined ? asker : { ...asker, conversation: { ...conversation, zone } };
    },
    heardFrom(channel) {
      return once('channel', `channel ${channel.conversation.id}`, JSON.stringify(channel), () => heardFrom(channel));
    },
    isNew({ conversation }) {
      if (welcomed.has(conversation.id)) return false;
      keep(welcomed, conversation.id, true);
      return true;
    },
    gone(conversationId) {
      welcomed.delete(conversationId);
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

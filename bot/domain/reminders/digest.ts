import type { ApplicationRef, ClientId } from '../shared/application.ts';
import type { NamedPerson } from '../shared/person.ts';
import type { Destination, PlannedReminder } from './reminder.ts';

/** Somebody said "I'm on it". */
export interface Claim {
  readonly by: NamedPerson;
  readonly at: Date;
}

/** How a secret that was reminded of came to its end. `by` is undefined where it happened outside the bot. */
export interface Ending {
  readonly how: 'deleted' | 'replaced';
  readonly by: NamedPerson | undefined;
  readonly at: Date;
}

/** One reminder in a digest, with what has become of it since. */
export interface DigestItem extends Omit<PlannedReminder, 'destination'> {
  /** From 1; stays the same for the life of the digest. */
  readonly number: number;
  readonly claim: Claim | undefined;
  readonly ending: Ending | undefined;
}

/** All that one sweep has to tell one destination, as it stands in the ledger. */
export interface Digest {
  /** Opaque; the only name of it that a card carries. */
  readonly id: string;
  readonly destination: Destination;
  /** The day it speaks of. */
  readonly asOf: Date;
  readonly items: readonly DigestItem[];
}

/** A digest with who is who, ready to be shown. */
export interface DigestView extends Digest {
  /** IANA name of the zone whose calendar days count. */
  readonly zone: string;
  readonly managers: ReadonlyMap<ClientId, Managers>;
  /** To be notified by name in a channel: at most five; managers of the most urgent application. */
  readonly mentions: readonly Mention[];
  /** An earlier attempt may have arrived: it says that it may stand there twice. */
  readonly mayBeRepeated: boolean;
}

/** Who manages an application; `unknown` counts those whose name the bot has not met yet. */
export interface Managers {
  readonly names: readonly string[];
  readonly unknown: number;
}

export interface Mention {
  /** The account for this bot, `29:…`. */
  readonly accountId: string;
  readonly name: string;
}

export const MENTIONS = 5;

/** An application with its items, most urgent first. */
export interface DigestGroup {
  readonly application: ApplicationRef;
  readonly items: readonly DigestItem[];
}

/** Groups by application, most urgent first: what cannot connect any more, then by the next expiry, then what is over. */
export function digestGroups(items: readonly DigestItem[]): readonly DigestGroup[] {
  const groups = Map.groupBy([...items].sort(byUrgency), ({ application }) => application.clientId);
  return [...groups.values()].flatMap((own) => {
    const [first] = own;
    return first === undefined ? [] : [{ application: first.application, items: own }];
  });
}

function byUrgency(a: DigestItem, b: DigestItem): number {
  return rank(a) - rank(b) || a.end.getTime() - b.end.getTime() || a.number - b.number;
}

/** Settled items last; an expired secret is the worst news where nothing replaces it, and the mildest where something does. */
function rank({ ending, stage, cutOff }: DigestItem): number {
  if (ending !== undefined) return 3;
  if (stage === -1) return cutOff ? 0 : 2;
  return 1;
}

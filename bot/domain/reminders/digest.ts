import type { RotationStep } from '../rotation/rotation.ts';
import type { LastUse, ReportShown } from '../secrets/last-use.ts';
import type { ApplicationRef, ClientId } from '../shared/application.ts';
import type { NamedPerson } from '../shared/person.ts';
import type { Claim } from './claim.ts';
import type { Destination, PlannedReminder } from './reminder.ts';

/**
 * How the reminders of a secret came to their end. `unused`: a manager has said that its application, which cannot
 * connect, is not used any more. `by` is undefined if it happened outside the bot.
 */
export interface Ending {
  readonly how: 'deleted' | 'replaced' | 'unused';
  readonly by: NamedPerson | undefined;
  readonly at: Date;
}

/** One reminder in a digest, with what has happened to it since. */
export interface DigestItem extends Omit<PlannedReminder, 'destination'> {
  /** From 1; stays the same for the life of the digest. */
  readonly number: number;
  readonly claim: Claim | undefined;
  readonly ending: Ending | undefined;
  /** Who else was told of it at this stage. */
  readonly alsoTold: readonly Destination[];
}

/** All that one sweep has to tell one destination, as the ledger keeps it. */
export interface Digest {
  /** Opaque. A card carries no other id of the digest. */
  readonly id: string;
  readonly destination: Destination;
  /** The time of the sweep: the digest counts its days from there. */
  readonly asOf: Date;
  readonly items: readonly DigestItem[];
}

/** What is known of the secret of an item when its digest is drawn. */
export interface ItemFacts {
  /** The open rotation that replaces it. */
  readonly rotation: { readonly step: RotationStep; readonly by: NamedPerson } | undefined;
  /** Undefined if Entra's report of last uses is switched off. */
  readonly lastUse: LastUse | undefined;
  /** The newer secret that the item names is in use, too. */
  readonly isNewerInUse: boolean;
}

/** A digest with the names of people, ready to be shown. */
export interface DigestView extends Digest {
  /** By the number of the item. Left out if the version before has kept the digest as a late answer. */
  readonly facts?: ReadonlyMap<number, ItemFacts>;
  /** Undefined if Entra's report of last uses is switched off. */
  readonly report?: ReportShown;
  /** IANA name of the zone whose calendar days count. */
  readonly zone: string;
  readonly managers: ReadonlyMap<ClientId, Managers>;
  /** The people who are notified by name in a channel: at most five managers of the most urgent application. */
  readonly mentions: readonly Mention[];
  /** An earlier attempt to send it may have arrived. Then the message says that it may be there twice. */
  readonly mayBeRepeated: boolean;
}

/** The managers of an application. `unknown` counts those whose name the bot does not know. */
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

/**
 * Groups items by application, the most urgent first: applications that cannot connect any more, then by the next
 * expiry, then those whose items are all settled.
 */
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

/**
 * Ranks an item: settled ones come last. An expired secret is the worst news if nothing replaces it, and the mildest if
 * something does.
 */
function rank({ ending, stage, cutOff }: DigestItem): number {
  if (ending !== undefined) return 3;
  if (stage < 0) return cutOff ? 0 : 2;
  return 1;
}

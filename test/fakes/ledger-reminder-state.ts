import type { Claim, Digest, Ending } from '../../bot/domain/reminders/digest.ts';
import { type Destination, destinationKey, type PlannedReminder } from '../../bot/domain/reminders/reminder.ts';
import type { ClientId } from '../../bot/domain/shared/application.ts';
import type { Posted } from '../../bot/ports/messages/announcer.ts';
import type { ObservedSecretState } from '../../bot/ports/reminders/reminders.ts';
import { lowerPerson } from './ledger.ts';

export interface SecretKey {
  readonly clientId: ClientId;
  readonly keyId: string;
}

export interface KeptReminder {
  planned: PlannedReminder;
  digest: KeptDigest | undefined;
  ending: Ending | undefined;
}

export interface KeptDigest {
  readonly id: string;
  readonly destination: Destination;
  readonly createdAt: Date;
  asOf: Date;
  /** In the order of their numbers, from 1. */
  readonly items: readonly KeptReminder[];
  state: 'pending' | 'sending' | 'sent' | 'dead' | 'dropped';
  /** Undefined where nothing is to be done. */
  dueAt: Date | undefined;
  leaseUntil: Date | undefined;
  attempts: number;
  maybe: boolean;
  /** Something changed after it was taken up. */
  stale: boolean;
  posted: Posted | undefined;
  code: string;
  deadSince: Date;
}

/** Reminders and digests in memory: the one table that several parts of the fake ledger change. */
export interface ReminderState {
  readonly digests: Map<string, KeptDigest>;
  readonly claims: Map<string, Claim>;
  all(): readonly KeptReminder[];
  ofApplication(clientId: ClientId): readonly KeptReminder[];
  ofSecret(secret: SecretKey): readonly KeptReminder[];
  /** False where it was planned before. */
  add(planned: PlannedReminder): boolean;
  remove(reminder: KeptReminder): void;
  /** The digest with its items as they stand now. */
  show(digest: KeptDigest): Digest;
  end(secret: SecretKey, ending: Ending): number;
  revive(secret: SecretKey, at: Date): void;
  refresh(standings: readonly ObservedSecretState[], at: Date): number;
  /** Digests that show these reminders are to be drawn anew. */
  markStale(shown: readonly KeptReminder[], at: Date): void;
}

export function createReminderState(): ReminderState {
  const reminders = new Map<ClientId, Map<string, KeptReminder>>();
  const digests = new Map<string, KeptDigest>();
  const claims = new Map<string, Claim>();
  const ofApplication = (clientId: ClientId) => [...(reminders.get(clientId.toLowerCase())?.values() ?? [])];
  const ofSecret = ({ clientId, keyId }: SecretKey) =>
    ofApplication(clientId).filter(({ planned }) => planned.keyId === keyId);
  const all = () => [...reminders.values()].flatMap((own) => [...own.values()]);
  const markStale = (shown: readonly KeptReminder[], at: Date) => {
    for (const { digest } of shown) mark(digest, at);
  };
  return {
    digests,
    claims,
    all,
    ofApplication,
    ofSecret,
    markStale,
    add: (given) => {
      const planned = lowered(given);
      const { clientId } = planned.application;
      const own = reminders.get(clientId) ?? new Map<string, KeptReminder>();
      reminders.set(clientId, own);
      if (own.has(keyOf(planned))) return false;
      own.set(keyOf(planned), { planned, digest: undefined, ending: undefined });
      return true;
    },
    remove: ({ planned }) => void reminders.get(planned.application.clientId)?.delete(keyOf(planned)),
    show: ({ id, destination, asOf, items }) => {
      const shown = items.map(({ planned: { destination: _destination, ...planned }, ending }, i) => {
        const claim = claims.get(secretKey(planned.application.clientId, planned.keyId));
        return { ...planned, number: i + 1, ending, claim };
      });
      return structuredClone({ id, destination, asOf, items: shown });
    },
    end: (secret, ending) => {
      const living = ofSecret(secret).filter((reminder) => reminder.ending === undefined);
      for (const reminder of living) reminder.ending = structuredClone(ending);
      markStale(living, ending.at);
      return living.length;
    },
    refresh: (standings, at) => {
      const changed = standings.flatMap(({ newer, cutOff, ...secret }) =>
        ofSecret(secret)
          .filter(({ planned, ending }) => !ending && (planned.newer !== newer || (planned.cutOff && !cutOff)))
          .map((reminder) => {
            const { planned } = reminder;
            return Object.assign(reminder, { planned: { ...planned, newer, cutOff: planned.cutOff && cutOff } });
          }),
      );
      markStale(changed, at);
      return changed.length;
    },
    revive: (secret, at) => {
      const over = ofSecret(secret).filter(({ ending }) => ending?.how === 'replaced');
      for (const reminder of over) reminder.ending = undefined;
      markStale(over, at);
    },
  };
}

export function secretKey(clientId: ClientId, keyId: string): string {
  return `${clientId.toLowerCase()} ${keyId}`;
}

function keyOf({ keyId, stage, destination }: PlannedReminder): string {
  return `${keyId} ${stage} ${destinationKey(destination)}`;
}

function mark(digest: KeptDigest | undefined, at: Date): void {
  const standing = digest?.state === 'sent' && digest.posted !== undefined;
  if (digest === undefined || (digest.state !== 'sending' && !standing)) return;
  digest.stale = true;
  if (standing) digest.dueAt ??= at;
}

function lowered(planned: PlannedReminder): PlannedReminder {
  const { application, destination: to } = planned;
  const destination = to.kind === 'chat' || to.kind === 'mail' ? { ...to, person: lowerPerson(to.person) } : to;
  const clientId = application.clientId.toLowerCase();
  return structuredClone({ ...planned, application: { ...application, clientId }, destination });
}

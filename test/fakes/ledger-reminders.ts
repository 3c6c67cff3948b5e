import { destinationKey } from '../../bot/domain/reminders/reminder.ts';
import type { Reminders } from '../../bot/ports/reminders/reminders.ts';
import { type Append, keyOf, lowerNamed } from './ledger.ts';
import { createFakeDigests } from './ledger-digests.ts';
import { type KeptDigest, type KeptReminder, type ReminderState, secretKey } from './ledger-reminder-state.ts';

export function createFakeReminders(state: ReminderState, append: Append): Reminders {
  return {
    ...createFakeDigests(state, append),
    receipts: async (clientIds) =>
      clientIds.flatMap((id) =>
        state.ofApplication(id).map(({ planned: { application, keyId, stage, destination } }) => {
          return structuredClone({ clientId: application.clientId, keyId, stage, destination });
        }),
      ),
    plan: async (planned) => planned.filter((reminder) => state.add(reminder)).length,
    buildDigests: async (at, newId) => gather(state, at, newId),
    claim: async (clientId, keyId, claim, takeOver, audit) => {
      const key = secretKey(clientId, keyId);
      const standing = state.claims.get(key);
      const stays = standing !== undefined && (!takeOver || keyOf(standing.by) === keyOf(claim.by));
      if (stays) return structuredClone(standing);
      append(audit);
      const claimed = { by: lowerNamed(claim.by), at: claim.at };
      state.claims.set(key, claimed);
      state.markStale(state.ofSecret({ clientId, keyId }), claim.at);
      return structuredClone(claimed);
    },
    refresh: async (standings, at) => state.refresh(standings, at),
    endMissing: async (present, at) => {
      let ended = 0;
      for (const { clientId, keyIds } of present) {
        const known = new Set(state.ofApplication(clientId).map(({ planned }) => planned.keyId));
        for (const keyId of keyIds) known.delete(keyId);
        for (const keyId of known) ended += state.end({ clientId, keyId }, { how: 'deleted', by: undefined, at });
      }
      return ended;
    },
  };
}

/** Of several stages that wait for one destination only the latest is told. */
function gather(state: ReminderState, at: Date, newId: () => string): number {
  const waiting = state.all().filter(({ digest, ending }) => digest === undefined && ending === undefined);
  const byDestination = Map.groupBy(waiting, ({ planned }) => destinationKey(planned.destination));
  for (const own of byDestination.values()) {
    const latest = new Map<string, KeptReminder>();
    for (const reminder of own.sort((a, b) => a.planned.stage - b.planned.stage)) {
      const key = secretKey(reminder.planned.application.clientId, reminder.planned.keyId);
      if (latest.has(key)) state.remove(reminder);
      else latest.set(key, reminder);
    }
    const items = [...latest.values()].sort((a, b) => a.planned.end.getTime() - b.planned.end.getTime());
    const digest = newDigest(newId(), items, at);
    for (const item of items) item.digest = digest;
    state.digests.set(digest.id, digest);
  }
  return byDestination.size;
}

function newDigest(id: string, items: readonly KeptReminder[], at: Date): KeptDigest {
  return {
    id,
    destination: items[0]?.planned.destination ?? { kind: 'administrators' },
    createdAt: at,
    asOf: at,
    items,
    state: 'pending',
    dueAt: at,
    leaseUntil: undefined,
    attempts: 0,
    maybe: false,
    stale: false,
    posted: undefined,
    code: '',
    deadSince: at,
  };
}

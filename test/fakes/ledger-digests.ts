import type { AuditEvent } from '../../bot/domain/audit/audit-events.ts';
import type { DigestDelivery, DueDigest, Lane } from '../../bot/ports/reminders/reminders.ts';
import type { Append } from './ledger.ts';
import type { KeptDigest, ReminderState } from './ledger-reminder-state.ts';

type State = KeptDigest['state'];

export function createFakeDigests(state: ReminderState, append: Append): DigestDelivery {
  const change = (
    id: string,
    from: readonly State[],
    set: Partial<KeptDigest>,
    ...audit: readonly AuditEvent[]
  ): boolean => {
    const digest = state.digests.get(id);
    if (digest === undefined || !from.includes(digest.state)) return false;
    append(...audit);
    Object.assign(digest, { leaseUntil: undefined, ...set });
    return true;
  };
  const dueIfStale = (id: string) => (state.digests.get(id)?.stale ? state.digests.get(id)?.dueAt : undefined);
  return {
    find: async (id) => {
      const digest = state.digests.get(id);
      return digest && state.show(digest);
    },
    claimNext: async (now, leaseUntil, lane) => claimNext(state, now, leaseUntil, lane),
    sent: async (id, posted, audit) => {
      const digest = state.digests.get(id);
      const dueAt = posted !== undefined && digest?.stale ? (audit[0]?.at ?? digest.dueAt) : undefined;
      const sent = { state: 'sent', posted: structuredClone(posted), dueAt, attempts: 0 } as const;
      change(id, ['pending', 'sending', 'dead', 'dropped'], sent, ...audit);
    },
    redrawn: async (id) => void change(id, ['sent'], { dueAt: dueIfStale(id), attempts: 0 }),
    postpone: async (id, dueAt, code, maybe) => {
      const digest = state.digests.get(id);
      if (digest?.dueAt === undefined) return;
      const before = digest.state === 'sending' ? 'pending' : digest.state;
      change(id, [digest.state], { state: before, dueAt, code, maybe: digest.maybe || maybe });
    },
    giveUp: async (id, code, audit) => {
      const dead = { state: 'dead', code, deadSince: audit.at, dueAt: undefined } as const;
      change(id, ['pending', 'sending'], dead, audit);
    },
    drop: async (id, audit) =>
      change(id, ['pending', 'sending', 'dead'], { state: 'dropped', dueAt: undefined }, audit),
    forget: async (id, audit) => {
      const digest = state.digests.get(id);
      if (digest?.state !== 'pending' && digest?.state !== 'sending') return;
      append(audit);
      for (const reminder of digest.items) state.remove(reminder);
      state.digests.delete(id);
    },
    dead: async () =>
      [...state.digests.values()]
        .filter((digest) => digest.state === 'dead')
        .sort((a, b) => a.deadSince.getTime() - b.deadSince.getTime())
        .map((digest) => ({ digest: state.show(digest), since: digest.deadSince, code: digest.code })),
    retry: async (id, at, audit) => change(id, ['dead'], { state: 'pending', dueAt: at, attempts: 0 }, audit),
  };
}

function claimNext(state: ReminderState, now: Date, leaseUntil: Date, lane: Lane): DueDigest | undefined {
  const due = [...state.digests.values()]
    .filter(({ destination }) => (destination.kind === 'mail') === (lane === 'mail'))
    .filter(
      ({ dueAt, leaseUntil: lease }) => dueAt !== undefined && dueAt <= now && (lease === undefined || lease <= now),
    )
    .sort((a, b) => Number(b.state === 'sent') - Number(a.state === 'sent') || Number(a.dueAt) - Number(b.dueAt));
  for (const digest of due) {
    const shown = state.show(digest);
    if (digest.state !== 'sent' && shown.items.every(({ ending }) => ending !== undefined)) {
      Object.assign(digest, { state: 'dropped', dueAt: undefined, leaseUntil: undefined });
      continue;
    }
    const attempts = digest.attempts + 1;
    const mayBeRepeated = digest.maybe || digest.state === 'sending';
    const taken = digest.state === 'sent' ? 'sent' : 'sending';
    const asOf = digest.state === 'sent' ? digest.asOf : now;
    Object.assign(digest, { state: taken, asOf, leaseUntil, attempts, maybe: mayBeRepeated, stale: false });
    const { posted, createdAt } = digest;
    return { digest: { ...shown, asOf }, posted: structuredClone(posted), attempts, createdAt, mayBeRepeated };
  }
  return undefined;
}

import { randomUUID } from 'node:crypto';
import type { AuditEvent } from '../../../bot/domain/audit/audit-events.ts';
import { LANES, type Lane } from '../../../bot/domain/messages/outbox.ts';
import type { Digest } from '../../../bot/domain/reminders/digest.ts';
import type { PlannedReminder } from '../../../bot/domain/reminders/reminder.ts';
import type { NamedPerson } from '../../../bot/domain/shared/person.ts';
import type { Posted } from '../../../bot/ports/messages/announcer.ts';
import type { DueMessage } from '../../../bot/ports/messages/outbox.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { event, later, NOW } from './ledger.ts';

const FAR = later(100 * 365 * 86_400_000);

export function aName(name = 'Grace'): NamedPerson {
  return { tid: randomUUID(), oid: randomUUID(), name };
}

export function aReminder(over: Partial<PlannedReminder> = {}): PlannedReminder {
  return {
    application: { clientId: randomUUID(), displayName: 'Partner-NL-X-DM' },
    keyId: randomUUID(),
    stage: 42,
    destination: { kind: 'channel', conversationId: `19:${randomUUID()}@thread.tacv2` },
    secretName: 'a secret',
    hint: 'abc',
    end: later(42 * 86_400_000),
    newer: false,
    cutOff: false,
    ...over,
  };
}

export function secretOf({ application: { clientId }, keyId }: PlannedReminder) {
  return { clientId, keyId };
}

export const POSTED: Posted = {
  conversation: { kind: 'channel', id: '19:c@thread.tacv2', serviceUrl: 'http://127.0.0.1:1/', botAccountId: '28:bot' },
  activityId: '1700000000000',
};

/** A digest that was taken out of the outbox, with what it says. */
export interface DueDigest extends DueMessage {
  readonly digest: Digest;
}

/** Digests that are not sent yet: the messages in the outbox, with what the digests say. */
export function deliveryOf({ outbox, reminders }: Ledger) {
  const said = async (id: string, now: Date | undefined): Promise<Digest> => {
    const digest = await (now === undefined ? reminders.find(id) : reminders.takeUp(id, now));
    if (digest === undefined) throw new Error('a message without its digest');
    return digest;
  };
  return {
    async claimNext(now: Date, leaseUntil: Date, lane: Lane): Promise<DueDigest | undefined> {
      const due = await outbox.claimNext(now, leaseUntil, lane);
      return due && { ...due, digest: await said(due.id, due.posted === undefined ? now : undefined) };
    },
    sent: (id: string, where: Posted | undefined, audit: readonly AuditEvent[]) =>
      outbox.sent(id, where, { audit, messages: [] }),
    redrawn: (id: string) => outbox.redrawn(id),
    postpone: (id: string, dueAt: Date, code: string, maybe: boolean) => outbox.postpone(id, dueAt, code, maybe),
    giveUp: (id: string, code: string, audit: AuditEvent) => outbox.giveUp(id, code, audit, []),
    drop: (id: string, audit: AuditEvent) => outbox.drop(id, [audit]),
    retry: (id: string, at: Date, audit: AuditEvent) => outbox.retry(id, at, audit),
    async dead() {
      const dead = (await outbox.dead()).filter(({ content }) => content.kind === 'digest');
      return Promise.all(dead.map(async (one) => ({ ...one, digest: await said(one.id, undefined) })));
    },
  };
}

/** Drops every message that is due, so that a test meets only its own messages. */
export async function clearAway({ reminders, outbox, operations }: Ledger): Promise<void> {
  await operations.expireLeases();
  await reminders.buildDigests(NOW, randomUUID);
  for (const lane of LANES) {
    for (;;) {
      const due = await outbox.claimNext(FAR, new Date(FAR.getTime() + 1), lane);
      if (due === undefined) break;
      if (due.posted === undefined) await outbox.drop(due.id, []);
      else await outbox.redrawn(due.id);
    }
  }
}

/** Plans reminders, and claims all digests that they make. */
export async function takenUp(ledger: Ledger, ...planned: readonly PlannedReminder[]): Promise<readonly DueDigest[]> {
  await ledger.reminders.plan(planned, NOW);
  const count = await ledger.reminders.buildDigests(NOW, randomUUID);
  const taken: DueDigest[] = [];
  for (let i = 0; i < count; i++) {
    for (const lane of LANES) {
      const due = await deliveryOf(ledger).claimNext(NOW, later(60_000), lane);
      if (due !== undefined) taken.push(due);
    }
  }
  return taken;
}

/** A digest of these reminders that was posted into its channel. */
export async function posted(ledger: Ledger, ...planned: readonly PlannedReminder[]): Promise<string> {
  const [due] = await takenUp(ledger, ...planned);
  if (due === undefined) throw new Error('nothing was due');
  await deliveryOf(ledger).sent(due.id, POSTED, [event({ action: 'reminder.sent' })]);
  return due.id;
}

import { randomUUID } from 'node:crypto';
import type { PlannedReminder } from '../../../bot/domain/reminders/reminder.ts';
import type { NamedPerson } from '../../../bot/domain/shared/person.ts';
import type { Posted } from '../../../bot/ports/messages/announcer.ts';
import type { DueDigest } from '../../../bot/ports/reminders/reminders.ts';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';
import { event, later, NOW } from './samples.ts';

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

/** Leaves nothing behind that is due, so that a test meets its own digests only. */
export async function clearAway({ reminders }: Ledger): Promise<void> {
  await reminders.buildDigests(NOW, randomUUID);
  for (;;) {
    const until = new Date(FAR.getTime() + 1);
    const due = (await reminders.claimNext(FAR, until, 'teams')) ?? (await reminders.claimNext(FAR, until, 'mail'));
    if (due === undefined) return;
    if (due.posted === undefined) await reminders.drop(due.digest.id, event());
    else await reminders.redrawn(due.digest.id);
  }
}

/** Plans reminders and takes up the digests that they make, all of them. */
export async function takenUp(ledger: Ledger, ...planned: readonly PlannedReminder[]): Promise<readonly DueDigest[]> {
  await ledger.reminders.plan(planned, NOW);
  const count = await ledger.reminders.buildDigests(NOW, randomUUID);
  const taken: DueDigest[] = [];
  for (let i = 0; i < count; i++) {
    const due = await ledger.reminders.claimNext(NOW, later(60_000), 'teams');
    if (due !== undefined) taken.push(due);
  }
  return taken;
}

/** A digest of these reminders that stands in its channel. */
export async function posted(ledger: Ledger, ...planned: readonly PlannedReminder[]): Promise<string> {
  const [due] = await takenUp(ledger, ...planned);
  if (due === undefined) throw new Error('nothing was due');
  await ledger.reminders.sent(due.digest.id, POSTED, [event({ action: 'reminder.sent' })]);
  return due.digest.id;
}

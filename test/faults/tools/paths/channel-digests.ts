import { randomUUID } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { createLedger } from '../../../../bot/adapters/postgres/base/ledger.ts';
import { sweeps } from '../../../../bot/adapters/postgres/reminders/schema-reminders.ts';
import { named } from '../../../../bot/domain/shared/person.ts';
import { event } from '../../../contracts/samples/ledger.ts';
import { until } from '../../../load/load-world.ts';
import type { Manager } from '../../../load/managers.ts';
import { askerOf } from '../../../load/seed-ledger.ts';
import { type FaultWorld, signerOf } from '../fault-world.ts';
import { wake } from '../wake.ts';
import type { WritePath } from './write-path.ts';

/** Each application has a channel of its own. */
export const CHANNELS = ['Credential managers', 'IT operations'] as const;
const POST = 'teams POST activities in a channel';
const SENT_MS = 120_000;

/** Makes a channel of the local world the managers' channel of each of the first applications. */
export async function linkChannels(faults: FaultWorld): Promise<void> {
  const { teams, managers, settings, withDatabase } = faults;
  await withDatabase(async (database) => {
    const { links } = createLedger(database, signerOf(settings));
    for (const [index, name] of CHANNELS.entries()) {
      const { application, person } = managers[index] as Manager;
      const asker = askerOf(faults, person);
      const conversation = { ...asker.conversation, kind: 'channel' as const, id: teams.channelId(name) };
      const link = {
        id: randomUUID(),
        scope: { kind: 'application' as const, key: application.appId, name: application.displayName },
        channel: { conversation, teamId: undefined, teamName: 'Stem Cell Partners', name },
        linkedBy: named(asker),
        linkedAt: new Date(),
        deadSince: undefined,
      };
      await links.add(link, event({ at: new Date(), action: 'link.added', detail: '' }));
    }
  });
}

/** A digest that a sweep has made goes to its channel. `onSweep` is called when there is one more of each. */
export function channelDigestPath(onSweep: () => void): WritePath {
  return {
    name: 'send the digest of a channel',
    daysLeft: [],
    known: 'reminder.sent',
    byItself: true,
    prepare: async (faults) => {
      const digest = (await heldDigest(faults)) ?? (await digestOfNextSweep(faults, onSweep));
      return {
        about: [],
        press: async () => {
          const isPlanned = faults.plan.isWaiting();
          await faults.query(`UPDATE outgoing SET due_at = now() WHERE id = '${digest}'`);
          await wake(faults, 'send-outbox');
          const isInjected = () => isPlanned && !faults.plan.isWaiting();
          const isSent = async () =>
            (await faults.query(`SELECT id FROM outgoing WHERE id = '${digest}' AND state = 'sent'`)).length > 0;
          await until(async () => isInjected() || (await isSent()), SENT_MS, 50);
          return isInjected() ? 'none' : 'done';
        },
      };
    },
  };
}

const OF_A_CHANNEL = "recipient_key LIKE '%thread.tacv2%'";

async function heldDigest({ query }: FaultWorld): Promise<string | undefined> {
  const [held] = await query(`SELECT id FROM outgoing WHERE ${OF_A_CHANNEL} AND state = 'waiting' ORDER BY seq`);
  return held === undefined ? undefined : String(held['id']);
}

/** A day passes, and Teams does not take the digests yet: each of them is sent when a test lets it. */
async function digestOfNextSweep(faults: FaultWorld, onSweep: () => void): Promise<string> {
  await allAreSent(faults);
  const busy = faults.plan.always({ name: POST, phase: 'before' }, { how: 'answer', status: 503 });
  faults.world.passDays(1);
  const earlier = sql`${sweeps.startedAt} - interval '1 day'`;
  await faults.withDatabase(({ orm }) => orm.update(sweeps).set({ startedAt: earlier, finishedAt: earlier }));
  await wake(faults, 'sweep');
  const isHeld = async () => {
    const held = await faults.query(
      `SELECT id FROM outgoing WHERE ${OF_A_CHANNEL} AND state = 'waiting' AND attempts > 0`,
    );
    return held.length === CHANNELS.length;
  };
  await until(isHeld, SENT_MS, 50);
  busy();
  onSweep();
  return (await heldDigest(faults)) ?? '';
}

/** What a dead process was sending is sent by another one when its lease has ended. */
async function allAreSent(faults: FaultWorld): Promise<void> {
  await faults.query("UPDATE outgoing SET lease_until = now() - interval '1 second' WHERE lease_until IS NOT NULL");
  await wake(faults, 'send-outbox');
  const unsent = `SELECT id FROM outgoing WHERE ${OF_A_CHANNEL} AND state IN ('waiting', 'sending')`;
  await until(async () => (await faults.query(unsent)).length === 0, SENT_MS, 50);
}

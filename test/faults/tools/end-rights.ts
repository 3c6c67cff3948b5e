import { setTimeout as wait } from 'node:timers/promises';
import { createLedger } from '../../../bot/adapters/postgres/base/ledger.ts';
import { event } from '../../contracts/samples/ledger.ts';
import type { Manager } from '../../load/managers.ts';
import { type FaultWorld, signerOf } from './fault-world.ts';

/** How a person's rights end, with the row of the record. */
const ENDINGS = {
  role: async (faults: FaultWorld, { person, application }: Manager) =>
    faults.withDatabase(async (database) => {
      const { assignments } = createLedger(database, signerOf(faults.settings));
      const who = { tid: faults.world.tenantId, oid: person.oid };
      const row = event({ at: new Date(), action: 'assignment.removed', clientId: application.appId, detail: '' });
      await assignments.remove(who, application.appId, row);
    }),
  session: async (faults: FaultWorld, { person }: Manager) =>
    faults.withDatabase(async (database) => {
      const { sessions } = createLedger(database, signerOf(faults.settings));
      const who = { tid: faults.world.tenantId, oid: person.oid };
      await sessions.end(who, event({ at: new Date(), action: 'session.ended', detail: '' }));
    }),
} as const;

export type Right = keyof typeof ENDINGS;

/** An end of somebody's rights that began while a step was held. */
export interface Ending {
  /** Resolves when it is over, or when it waits for a row that the held step has locked: then it comes after that step. */
  readonly first: Promise<'over' | 'waits'>;
  readonly over: Promise<void>;
}

export function endRight(right: Right, faults: FaultWorld, manager: Manager): Ending {
  const over = ENDINGS[right](faults, manager);
  return { first: Promise.race([over.then(() => 'over' as const), waitsForRow(faults, over)]), over };
}

const LOOK_AGAIN_MS = 100;
/** Looks in a row at which the same statement waits: other processes lock rows for a moment, too. */
const LOOKS = 3;

async function waitsForRow({ query }: FaultWorld, over: Promise<void>): Promise<'waits'> {
  let isOver = false;
  const noted = over.finally(() => {
    isOver = true;
  });
  noted.catch(() => undefined);
  for (let looks = 0; looks < LOOKS && !isOver; ) {
    await wait(LOOK_AGAIN_MS);
    const waiting = await query(`SELECT pid FROM pg_stat_activity WHERE datname = current_database()
      AND EXISTS (SELECT 1 FROM unnest(pg_blocking_pids(pid)) AS b JOIN pg_stat_activity AS other ON other.pid = b
        WHERE other.state = 'idle in transaction')`);
    looks = waiting.length > 0 ? looks + 1 : 0;
  }
  return 'waits';
}

interface Created {
  readonly name: string;
  readonly value: string;
}

/** The secrets that Entra has made. */
export function createdSecrets({ exchanges }: FaultWorld): readonly Created[] {
  return exchanges.flatMap(({ line, sent, answer }) => {
    if (!line.endsWith('/addPassword') || answer?.status !== 200) return [];
    const { passwordCredential } = JSON.parse(sent) as {
      readonly passwordCredential: { readonly displayName: string };
    };
    const { secretText } = JSON.parse(answer.body) as { readonly secretText: string };
    return [{ name: passwordCredential.displayName, value: secretText }];
  });
}

/** The names of the secrets whose values Teams has taken. */
export function deliveredNames(faults: FaultWorld): ReadonlySet<string> {
  const taken = faults.exchanges.filter(
    ({ service, answer }) => service === 'teams' && answer !== undefined && answer.status < 300,
  );
  const isTaken = ({ value }: Created) => taken.some(({ sent }) => sent.includes(value));
  return new Set(
    createdSecrets(faults)
      .filter(isTaken)
      .map(({ name }) => name),
  );
}

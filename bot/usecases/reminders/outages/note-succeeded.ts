import {
  afterLook,
  mayMend,
  type Outage,
  REMEMBERED_MS,
  type Successes,
} from '../../../domain/reminders/outages/outage.ts';
import { type KnownUses, type SecretUse, useOf } from '../../../domain/secrets/last-use.ts';
import type { LoggedSignIn } from '../../../domain/secrets/sign-in-log.ts';
import type { ClientId } from '../../../domain/shared/application.ts';
import type { LogReading } from '../../../ports/reminders/outages.ts';
import { noteSignIns } from '../../rotation/sign-ins.ts';
import type { Deps } from '../../shared/deps.ts';

/** Successes of an application confirm its rotations, and end its outage. */
export async function noteSucceeded(
  deps: Deps,
  clientId: ClientId,
  entries: readonly LoggedSignIn[],
  reading: LogReading,
): Promise<void> {
  const now = reading.askedAt;
  await deps.ledger.lastUses.note(usesIn(clientId, entries));
  const known = await deps.ledger.lastUses.of([clientId]);
  await noteSignIns(deps, clientId, entries, reading, known);
  const steps = await deps.ledger.outages.look(
    reading,
    [],
    new Date(now.getTime() - REMEMBERED_MS),
    (_fresh, outages) =>
      outages
        .filter(({ application }) => application.clientId === clientId)
        .flatMap((outage) => afterLook(outage, successesFor(outage, entries, known), now) ?? [])
        .map((change) => ({ ...change, messages: [] })),
  );
  if (steps.some(({ redraw }) => redraw)) await deps.jobs.wake('send-outbox', now);
}

function successesFor(outage: Outage, entries: readonly LoggedSignIn[], known: KnownUses): Successes {
  const firstUseOf = (keyId: string | undefined) => (keyId === undefined ? undefined : useOf(known, keyId)?.first);
  const mending = entries.filter(({ keyId }) => mayMend(outage, keyId, firstUseOf(keyId)));
  return { newest: newestOf(entries), mending: newestOf(mending) };
}

function newestOf(entries: readonly LoggedSignIn[]): Date | undefined {
  return entries.length === 0 ? undefined : new Date(Math.max(...entries.map(({ at }) => at.getTime())));
}

/** The first and the last use of each secret: the ledger keeps no more. */
function usesIn(clientId: ClientId, entries: readonly LoggedSignIn[]): readonly SecretUse[] {
  const sorted = [...entries].sort((a, b) => a.at.getTime() - b.at.getTime());
  const byKey = Map.groupBy(sorted, ({ keyId }) => keyId);
  return [...byKey].flatMap(([keyId, own]) => {
    const ends = own.length > 1 ? [own[0], own.at(-1)] : own;
    return keyId === undefined ? [] : ends.flatMap((entry) => (entry ? [{ clientId, keyId, at: entry.at }] : []));
  });
}

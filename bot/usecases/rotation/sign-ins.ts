import type { Rotation } from '../../domain/rotation/rotation.ts';
import { type KnownUses, useOf } from '../../domain/secrets/last-use.ts';
import type { LoggedSignIn } from '../../domain/secrets/sign-in-log.ts';
import type { ClientId } from '../../domain/shared/application.ts';
import type { LogReading } from '../../ports/reminders/outages.ts';
import { systemAudit } from '../audit/audit-events.ts';
import type { Deps } from '../shared/deps.ts';

/**
 * What the log says of an application's open rotations: the first sign-in with a new secret is step 3, and the last one
 * with an old secret says how long that has been silent. A sign-in with a secret that existed before the rotation confirms
 * nothing: another system may use it. `known`: the uses that are kept. The log may have been read for another reason before the
 * new secret existed, so that the entries alone do not tell of all uses since `from`.
 */
export async function noteSignIns(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger' | 'jobs'>,
  clientId: ClientId,
  entries: readonly LoggedSignIn[],
  { from, until }: Pick<LogReading, 'from' | 'until'>,
  known: KnownUses,
): Promise<void> {
  const open = await deps.ledger.rotations.open([clientId]);
  let redrawn = false;
  for (const rotation of open) {
    const { fresh, old, id, application } = rotation;
    if (fresh === undefined) continue;
    const uses = {
      signedInAt: fresh.adopted ? undefined : earliest(usesOf(entries, fresh.secret.keyId, fresh.at)),
      oldUsedAt: latest([...usesOf(entries, old.keyId), ...lastUseIn(known, old.keyId)]),
      ...{ from, until },
    };
    const about = { application, keyId: fresh.secret.keyId, detail: 'seen in the log of sign-ins' };
    const confirmed = systemAudit(deps, 'rotation.confirmed', about);
    redrawn = (await deps.ledger.rotations.logged(id, uses, confirmed)) || redrawn;
  }
  if (redrawn) await deps.jobs.wake('send-outbox', until);
}

function usesOf(entries: readonly LoggedSignIn[], keyId: Rotation['old']['keyId'], since?: Date): readonly Date[] {
  const own = entries.filter((entry) => entry.keyId === keyId.toLowerCase());
  return own.map(({ at }) => at).filter((at) => since === undefined || at >= since);
}

function lastUseIn(known: KnownUses, keyId: Rotation['old']['keyId']): readonly Date[] {
  const use = useOf(known, keyId);
  return use === undefined ? [] : [use.last];
}

function earliest(times: readonly Date[]): Date | undefined {
  return times.length === 0 ? undefined : new Date(Math.min(...times.map((at) => at.getTime())));
}

function latest(times: readonly Date[]): Date | undefined {
  return times.length === 0 ? undefined : new Date(Math.max(...times.map((at) => at.getTime())));
}

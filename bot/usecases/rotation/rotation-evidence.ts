import { currentStep, type Evidence, type Rotation } from '../../domain/rotation/rotation.ts';
import { type KnownUses, lastUseOf, useOf } from '../../domain/secrets/last-use.ts';
import { freshUses, knownUses } from '../secrets/uses/known-uses.ts';
import type { Deps } from '../shared/deps.ts';

/**
 * What is known of the use of a rotation's secrets. Entra's report knows only the last use, so the first use is the earliest
 * one that any look has shown; it is kept. The report is asked only at the last two steps, which depend on it: to confirm that
 * the system connects, and to delete. Undefined if the report is off, or if nothing is known. What the log shows is kept
 * with the rotation: see sign-ins.ts.
 */
export async function evidenceOf(
  deps: Pick<Deps, 'clock' | 'ledger' | 'signInReports' | 'signInLog'>,
  rotation: Rotation,
): Promise<Evidence | undefined> {
  if (deps.signInReports === undefined) return undefined;
  const { clientId } = rotation.application;
  const step = currentStep(rotation);
  const isAsked = step === 'confirm' || step === 'delete';
  const known = await (isAsked ? freshUses(deps, clientId) : knownUses(deps, [clientId]));
  return known === undefined ? undefined : evidenceIn(deps, rotation, known);
}

async function evidenceIn(
  deps: Pick<Deps, 'clock' | 'ledger'>,
  rotation: Rotation,
  known: KnownUses,
): Promise<Evidence | undefined> {
  const { fresh, old, firstUsed, started } = rotation;
  const seen = fresh === undefined ? undefined : useOf(known, fresh.secret.keyId)?.first;
  const { at: oldLastUsed, safeFrom: oldSafeFrom } = lastUseOf(known, { ...old, start: started.at }, deps.clock());
  if (known.report === undefined && seen === undefined && oldLastUsed === undefined) return undefined;
  const earlier = seen !== undefined && (firstUsed === undefined || seen < firstUsed);
  if (earlier) await deps.ledger.rotations.used(rotation.id, seen);
  return { report: known.report, newFirstUsed: earlier ? seen : firstUsed, oldLastUsed, oldSafeFrom };
}

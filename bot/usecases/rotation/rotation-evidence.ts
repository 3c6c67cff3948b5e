import type { Evidence, Rotation, SignInReport } from '../../domain/rotation/rotation.ts';
import type { Application } from '../../domain/shared/application.ts';
import type { Deps } from '../shared/deps.ts';

/**
 * What Entra's sign-in report says of a rotation's secrets. The report knows only the last use, so the first use is the
 * earliest use that any look at it has shown; it is kept. Undefined if the report is off or does not answer.
 */
export async function evidenceOf(
  deps: Pick<Deps, 'ledger' | 'signInReports'>,
  rotation: Rotation,
): Promise<Evidence | undefined> {
  const report = await deps.signInReports?.of(rotation.application.clientId);
  return report === undefined ? undefined : evidenceIn(deps, rotation, report);
}

/** Looks during the daily sweep, so that a first use is noticed although nobody opens the card. */
export async function noteFirstUses(
  deps: Pick<Deps, 'ledger' | 'signInReports'>,
  applications: readonly Application[],
): Promise<void> {
  if (deps.signInReports === undefined) return;
  const open = await deps.ledger.rotations.open(applications.map(({ clientId }) => clientId));
  for (const rotation of open) {
    if (rotation.fresh !== undefined && rotation.firstUsed === undefined) await evidenceOf(deps, rotation);
  }
}

async function evidenceIn(deps: Pick<Deps, 'ledger'>, rotation: Rotation, report: SignInReport): Promise<Evidence> {
  const { fresh, old, firstUsed } = rotation;
  const seen = fresh === undefined ? undefined : report.lastUsed.get(fresh.secret.keyId.toLowerCase());
  const earlier = seen !== undefined && (firstUsed === undefined || seen < firstUsed);
  if (earlier) await deps.ledger.rotations.used(rotation.id, seen);
  return {
    report,
    newFirstUsed: earlier ? seen : firstUsed,
    oldLastUsed: report.lastUsed.get(old.keyId.toLowerCase()),
  };
}

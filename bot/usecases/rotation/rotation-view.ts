import { newerSecrets } from '../../domain/reminders/ladder.ts';
import type { RotationView } from '../../domain/rotation/outcomes.ts';
import { currentStep, deleteWarnings, isLogLate, type Rotation } from '../../domain/rotation/rotation.ts';
import { REPLICATION_MS } from '../../domain/secrets/operation.ts';
import type { Application } from '../../domain/shared/application.ts';
import { hasExpired } from '../../domain/shared/expiry.ts';
import { namesakesIn } from '../../domain/shared/namesakes.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { systemAudit } from '../audit/audit-events.ts';
import { isNew } from '../secrets/missing-secret.ts';
import type { Deps } from '../shared/deps.ts';
import { refused } from '../shared/refuse.ts';
import { evidenceOf } from './rotation-evidence.ts';

type News = RotationView['news'];

/** The card of a rotation, compared with the application as Entra has it now. */
export async function rotationOutcome(
  deps: Deps,
  rotation: Rotation,
  application: Application,
  news?: News,
): Promise<Outcome> {
  const checked = await withReality(deps, rotation, application);
  const lost = rotation.fresh !== undefined && checked.fresh === undefined;
  const view = await rotationView(deps, checked, application);
  return { kind: 'rotation', view: { ...view, news: lost ? 'new-secret-gone' : news } };
}

/** The card of the rotation with this id; the application is read from Entra. */
export async function rotationById(deps: Deps, id: string, news?: News): Promise<Outcome> {
  const rotation = await deps.ledger.rotations.find(id);
  if (rotation === undefined) return refused('rotation-gone');
  const application = await deps.directory.application(rotation.application.clientId);
  return application === undefined ? refused('directory-absent') : rotationOutcome(deps, rotation, application, news);
}

/** The card after a creation. Entra is not asked: it may not show the new secret yet. */
export async function rotationAfterCreation(
  deps: Pick<Deps, 'clock' | 'ledger' | 'signInReports' | 'signInLog'>,
  id: string,
  delivered: RotationView['delivered'],
): Promise<Outcome> {
  const rotation = await deps.ledger.rotations.find(id);
  if (rotation === undefined) return refused('rotation-gone');
  const view = await rotationView(deps, rotation, undefined);
  return { kind: 'rotation', view: { ...view, news: 'secret-created', delivered } };
}

export async function rotationView(
  deps: Pick<Deps, 'clock' | 'ledger' | 'signInReports' | 'signInLog'>,
  rotation: Rotation,
  application: Application | undefined,
): Promise<RotationView> {
  const step = currentStep(rotation);
  const evidence = step === undefined ? undefined : await evidenceOf(deps, rotation);
  const old = application?.secrets.find(({ keyId }) => keyId === rotation.old.keyId);
  const candidates =
    step === 'create' && application !== undefined && old !== undefined
      ? newerSecrets(old, application.secrets, deps.clock())
      : [];
  const now = deps.clock();
  const moment = { oldExpired: hasExpired(old ?? rotation.old, now), logLate: isLogLate(rotation, now) };
  return {
    rotation,
    ...moment,
    evidence,
    reportOn: deps.signInReports !== undefined,
    candidates,
    namesakes: namesakesOf(rotation, application),
    warnings: step === 'delete' ? deleteWarnings(rotation, evidence, moment) : [],
    news: undefined,
    delivered: undefined,
  };
}

/** Among all secrets that the card may name, no matter whether they are still there. */
function namesakesOf({ old, fresh }: Rotation, application: Application | undefined): ReadonlySet<string> {
  return namesakesIn([...(application?.secrets ?? []), old, ...(fresh === undefined ? [] : [fresh.secret])]);
}

/**
 * Notes secrets that were deleted outside the bot. One that the bot created counts as deleted only when Entra has
 * certainly replicated it.
 */
async function withReality(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger' | 'jobs'>,
  rotation: Rotation,
  application: Application,
): Promise<Rotation> {
  const { id, old, fresh, state } = rotation;
  if (state !== 'open') return rotation;
  const has = (keyId: string) => application.secrets.some((secret) => secret.keyId === keyId);
  const now = deps.clock();
  const newGone =
    fresh !== undefined && !has(fresh.secret.keyId) && now.getTime() - fresh.at.getTime() > REPLICATION_MS;
  const about = { application: rotation.application, detail: 'missing in the directory' };
  if (newGone) {
    const missing = systemAudit(deps, 'rotation.new-gone', { ...about, keyId: fresh.secret.keyId });
    await deps.ledger.rotations.newGone(id, missing);
  }
  const oldGone = !has(old.keyId) && !(await isNew(deps, application.clientId, old.keyId, now));
  if (oldGone) {
    await deps.ledger.rotations.oldGone(
      id,
      now,
      systemAudit(deps, 'rotation.old-gone', { ...about, keyId: old.keyId }),
    );
    await deps.jobs.wake('send-outbox', now);
  }
  if (!newGone && !oldGone) return rotation;
  return (await deps.ledger.rotations.find(id)) ?? rotation;
}

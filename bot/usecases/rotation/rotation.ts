import type { AuditAction } from '../../domain/audit/audit-events.ts';
import { redrawTime } from '../../domain/messages/outbox.ts';
import { newerSecrets } from '../../domain/reminders/ladder.ts';
import { currentStep, type Rotation, type Tick } from '../../domain/rotation/rotation.ts';
import type { Application } from '../../domain/shared/application.ts';
import { ROTATION_ACTS, type RotationAct } from '../../domain/shared/command.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, named } from '../../domain/shared/person.ts';
import { auditOf, refuseAccess } from '../audit/audit-events.ts';
import { openCreateFormFor } from '../secrets/create.ts';
import { openDeleteForm } from '../secrets/delete.ts';
import { managesApplication } from '../shared/applications.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { Deps, TurnDeps } from '../shared/deps.ts';
import { carries, NONCE, OPTIONAL_ID, oneOf } from '../shared/fields.ts';
import { refused } from '../shared/refuse.ts';
import { exposedMessages, staysNotice } from './exposed/exposed-messages.ts';
import { secretRef } from './rotate.ts';
import { rotationOutcome, rotationView } from './rotation-view.ts';
import { rotations } from './rotations.ts';

interface RotationCommand {
  readonly kind: 'rotation';
  readonly id: string;
  readonly act: RotationAct;
  /** The secret to adopt; empty for every other act. */
  readonly keyId: string;
}

/**
 * A button of a rotation's card. To mark a secret as replaced ends its reminders: that is a change, like deleting it. So is
 * to keep a secret that is in wrong hands.
 */
export const rotationCommand: CommandModule<RotationCommand> = {
  kind: 'rotation',
  button: carries('rotation', { id: NONCE, act: oneOf(ROTATION_ACTS), keyId: OPTIONAL_ID }),
  need: { of: ({ act }) => (act === 'replaced' || act === 'keep' ? 'step-up' : 'read') },
  perform: press,
};

/** One press at a rotation's card. */
interface RotationPress {
  readonly deps: Deps;
  readonly rotation: Rotation;
  /** As Entra has it now. */
  readonly application: Application;
  readonly asker: Asker;
  readonly tick: Tick;
}

/** Any manager of the application may press, in any conversation. */
async function press(deps: TurnDeps, command: RotationCommand, asker: Asker): Promise<Outcome> {
  const rotation = await deps.ledger.rotations.find(command.id);
  const clientId = rotation?.application.clientId ?? '';
  // An unknown rotation is asked about too, so that the time of the answer does not tell whether it exists.
  const manages = await managesApplication(deps, clientId);
  if (rotation === undefined) return refuseAccess(deps, asker, 'rotation-gone', { detail: 'unknown rotation' });
  if (!manages) {
    const about = { application: rotation.application, keyId: rotation.old.keyId };
    return refuseAccess(deps, asker, 'rotation-gone', { ...about, detail: 'rotation of another application' });
  }
  const application = await deps.directory.application(clientId);
  const tick = { by: named(asker), at: deps.clock() };
  if (application !== undefined) return act({ deps, rotation, application, asker, tick }, command);
  return command.act === 'abandon' ? abandonGone(deps, rotation, tick, asker) : refused('directory-absent');
}

/** Entra does not know the application any more, so that the rotation can only be closed. */
async function abandonGone(
  deps: Pick<TurnDeps, 'clock' | 'random' | 'ledger' | 'askerFacts'>,
  rotation: Rotation,
  tick: Tick,
  asker: Asker,
): Promise<Outcome> {
  const { application, old } = rotation;
  const event = auditOf(deps, asker, 'rotation.abandoned', { application, keyId: old.keyId });
  const kept = auditOf(deps, asker, 'secret.kept', { application, keyId: old.keyId });
  await deps.ledger.rotations.keepOld(rotation.id, kept, []);
  await deps.ledger.rotations.end(rotation.id, 'abandoned', tick, event);
  return rotations(deps);
}

async function act(press: RotationPress, { act: wanted, keyId }: RotationCommand): Promise<Outcome> {
  const { deps, rotation, tick } = press;
  const { rotations } = deps.ledger;
  // Its removal was announced to others. It is called off by itself, with a fresh sign-in, and they hear of that.
  const isAnnounced = rotation.exposed !== undefined && (wanted === 'replaced' || wanted === 'abandon');
  if (isAnnounced) return rotationOutcome(deps, rotation, press.application);
  switch (wanted) {
    case 'show':
      return rotationOutcome(deps, rotation, press.application);
    case 'create':
      return create(press);
    case 'adopt':
      return adopt(press, keyId);
    case 'updated':
    case 'confirmed':
      return shownAfter(press, await rotations.tick(rotation.id, wanted, tick, audit(press, `rotation.${wanted}`)));
    case 'delete':
      return deleteOld(press);
    case 'replaced':
      if (rotation.fresh === undefined) return rotationOutcome(deps, rotation, press.application);
      return replaced(press);
    case 'keep':
      return shownAfter(press, await keepOld(press));
    case 'abandon':
      return shownAfter(press, await rotations.end(rotation.id, 'abandoned', tick, audit(press, 'rotation.abandoned')));
  }
}

async function create({ deps, rotation, application, asker }: RotationPress): Promise<Outcome> {
  if (currentStep(rotation) === 'create') return openCreateFormFor(deps, application, rotation.id, asker);
  return rotationOutcome(deps, rotation, application, 'step-taken');
}

/** A secret that exists already becomes the new one. */
async function adopt(press: RotationPress, keyId: string): Promise<Outcome> {
  const { deps, rotation, application, tick } = press;
  const old = application.secrets.find((secret) => secret.keyId === rotation.old.keyId);
  const candidates = old === undefined ? [] : newerSecrets(old, application.secrets, tick.at);
  const chosen = candidates.find((secret) => secret.keyId === keyId);
  if (chosen === undefined) return rotationOutcome(deps, rotation, application, 'new-secret-gone');
  const event = { ...audit(press, 'rotation.adopted'), keyId: chosen.keyId };
  return shownAfter(press, await deps.ledger.rotations.adopt(rotation.id, secretRef(chosen), tick, event));
}

async function replaced(press: RotationPress): Promise<Outcome> {
  const { deps, rotation, tick } = press;
  const done = await deps.ledger.rotations.end(rotation.id, 'replaced', tick, audit(press, 'rotation.replaced'));
  return shownAfter(press, done);
}

/** The others, who were told that it would be removed, are told that it stays. */
async function keepOld(press: RotationPress): Promise<boolean> {
  const { deps, rotation, asker } = press;
  const told = await exposedMessages(deps, staysNotice(rotation, named(asker), 'kept'), asker.person);
  return deps.ledger.rotations.keepOld(rotation.id, audit(press, 'secret.kept'), told);
}

async function deleteOld({ deps, rotation, application, asker }: RotationPress): Promise<Outcome> {
  const old = application.secrets.find(({ keyId }) => keyId === rotation.old.keyId);
  if (currentStep(rotation) !== 'delete' || old === undefined) return rotationOutcome(deps, rotation, application);
  const { warnings } = await rotationView(deps, rotation, application);
  return openDeleteForm(deps, application, old, { id: rotation.id, warnings }, asker);
}

/** The card as it is now. If somebody else was faster, it says so. Digests that speak of the rotation are drawn again. */
async function shownAfter({ deps, rotation, application, tick }: RotationPress, done: boolean): Promise<Outcome> {
  if (done) for (const at of [tick.at, redrawTime(tick.at)]) await deps.jobs.wake('send-outbox', at);
  const now = (await deps.ledger.rotations.find(rotation.id)) ?? rotation;
  return rotationOutcome(deps, now, application, done ? undefined : 'step-taken');
}

function audit({ deps, rotation, asker }: RotationPress, action: AuditAction) {
  return auditOf(deps, asker, action, { application: rotation.application, keyId: rotation.old.keyId });
}

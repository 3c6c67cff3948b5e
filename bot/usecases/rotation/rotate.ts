import type { Rotation, SecretRef } from '../../domain/rotation/rotation.ts';
import type { Application, ClientSecret } from '../../domain/shared/application.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, named } from '../../domain/shared/person.ts';
import { auditOf } from '../audit/audit-events.ts';
import { chooseSecret, findWithHint } from '../secrets/choose-secret.ts';
import { missingSecret } from '../secrets/missing-secret.ts';
import { findMineById, isApplication } from '../shared/applications.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { Deps, TurnDeps } from '../shared/deps.ts';
import { carries, ID } from '../shared/fields.ts';
import { opening } from '../shared/opening.ts';
import { rotationOutcome } from './rotation-view.ts';

/** `rotate <application> [hint]` takes up the open rotation, or begins one for the secret that is meant. */
export const rotateCommand = opening('rotate', {
  words: ['rotate'],
  help: [
    {
      lead: 'rotate',
      text: 'with the name of an application – replaces a secret in four steps; add the hint of a secret to choose it',
    },
  ],
  menu: [{ title: 'rotate', text: 'Replace a client secret, step by step', scopes: ['personal', 'team', 'groupChat'] }],
  perform: (deps, { query, hint }, asker) => openRotate(deps, query, hint, asker),
});

interface RotateSecretCommand {
  readonly kind: 'rotate-secret';
  readonly clientId: string;
  readonly keyId: string;
}

/** The button beside one secret begins its rotation. */
export const rotateSecretCommand: CommandModule<RotateSecretCommand> = {
  kind: 'rotate-secret',
  button: carries('rotate-secret', { clientId: ID, keyId: ID }),
  need: 'read',
  perform: (deps, { clientId, keyId }, asker) => openRotateOf(deps, clientId, keyId, asker),
};

async function openRotate(deps: TurnDeps, query: string, hint: string, asker: Asker): Promise<Outcome> {
  const found = await findWithHint(deps, 'rotate', query, hint);
  if ('kind' in found) return found;
  const { application } = found;
  if (application.secrets.length === 0) return { kind: 'nothing-to-rotate', application };
  const open = await deps.ledger.rotations.open([application.clientId]);
  const [only] = open;
  if (found.hint === '' && only !== undefined && open.length === 1) return rotationOutcome(deps, only, application);
  return chooseSecret(deps, 'rotate', application, found.hint, (secret) => begin(deps, application, secret, asker));
}

/** Begins a rotation of one secret. Both ids are looked up among what the asker may touch. */
export async function openRotateOf(deps: TurnDeps, clientId: string, keyId: string, asker: Asker): Promise<Outcome> {
  const readAt = deps.clock();
  const found = await findMineById(deps, asker, 'rotate', clientId);
  if (!isApplication(found)) return found;
  const secret = found.secrets.find((each) => each.keyId === keyId);
  if (secret !== undefined) return begin(deps, found, secret, asker);
  return missingSecret(deps, found, keyId, readAt);
}

async function begin(deps: Deps, application: Application, secret: ClientSecret, asker: Asker): Promise<Outcome> {
  return rotationOutcome(deps, await startRotation(deps, application, secret, asker), application);
}

/** Begins the rotation, or finds the one that is open. */
export async function startRotation(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger' | 'jobs'>,
  application: Application,
  secret: ClientSecret,
  asker: Asker,
): Promise<Rotation> {
  const { clientId, displayName } = application;
  const at = deps.clock();
  const rotation = await deps.ledger.rotations.start(
    {
      id: deps.random.token(),
      application: { clientId, displayName },
      old: secretRef(secret),
      by: { by: named(asker), at },
    },
    auditOf(deps, asker, 'rotation.started', { application, keyId: secret.keyId }),
  );
  // If the secret had been marked as replaced, its reminders begin again: digests that say otherwise are redrawn.
  await deps.jobs.wake('send-outbox', at);
  return rotation;
}

export function secretRef({ keyId, name, hint, end }: ClientSecret): SecretRef {
  return { keyId, name, hint, end };
}

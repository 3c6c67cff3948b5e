import { currentStep, EXPOSED_HOURS, type ExposedHours } from '../../../domain/rotation/rotation.ts';
import type { Application, ClientSecret } from '../../../domain/shared/application.ts';
import { secretView } from '../../../domain/shared/application-view.ts';
import type { Outcome } from '../../../domain/shared/outcome.ts';
import { type Asker, named } from '../../../domain/shared/person.ts';
import { auditOf } from '../../audit/audit-events.ts';
import { openCreateFormFor } from '../../secrets/create.ts';
import { missingSecret } from '../../secrets/missing-secret.ts';
import { findMineById, isApplication, refOf } from '../../shared/applications.ts';
import type { CommandModule } from '../../shared/command-module.ts';
import type { TurnDeps } from '../../shared/deps.ts';
import { carries, ID, NONCE, oneOf } from '../../shared/fields.ts';
import { startRotation } from '../rotate.ts';
import { rotationOutcome } from '../rotation-view.ts';
import { exposedMessages } from './exposed-messages.ts';

interface ExposeCommand {
  readonly kind: 'expose';
  readonly clientId: string;
  readonly keyId: string;
  /** The rotation whose card has the button: Cancel leads back to it. Undefined if no rotation has the button. */
  readonly rotation?: string | undefined;
}

/** "Others may know it" asks when the secret is to be removed. */
export const exposeCommand: CommandModule<ExposeCommand> = {
  kind: 'expose',
  button: carries('expose', { clientId: ID, keyId: ID, rotation: NONCE.optional() }),
  need: 'read',
  perform: openExposeForm,
};

interface SubmitExposeCommand extends Omit<ExposeCommand, 'kind' | 'rotation'> {
  readonly kind: 'submit-expose';
  /** One of EXPOSED_HOURS, as the form sends it. */
  readonly hours: `${ExposedHours}`;
}

/**
 * Begins the rotation of the secret, tells the other managers, and opens the form for the new one. The old one is removed by
 * itself when the new one has been there for so long: see decision 0037.
 */
export const submitExposeCommand: CommandModule<SubmitExposeCommand> = {
  kind: 'submit-expose',
  button: carries('submit-expose', {
    clientId: ID,
    keyId: ID,
    hours: oneOf(EXPOSED_HOURS.map(String) as Hours).default('24'),
  }),
  need: 'step-up',
  perform: submitExpose,
};

type Hours = [SubmitExposeCommand['hours'], ...SubmitExposeCommand['hours'][]];

async function openExposeForm(
  deps: TurnDeps,
  { clientId, keyId, rotation }: Omit<ExposeCommand, 'kind'>,
  asker: Asker,
): Promise<Outcome> {
  const found = await findSecret(deps, clientId, keyId, asker);
  if ('kind' in found) return found;
  const { application, secret } = found;
  const view = secretView(secret, deps.clock(), application.secrets);
  return { kind: 'expose-form', exposed: { application: refOf(application), secret: view }, rotation };
}

async function submitExpose(
  deps: TurnDeps,
  { clientId, keyId, hours }: SubmitExposeCommand,
  asker: Asker,
): Promise<Outcome> {
  const found = await findSecret(deps, clientId, keyId, asker);
  if ('kind' in found) return found;
  const { application, secret } = found;
  const rotation = await startRotation(deps, application, secret, asker);
  const exposed = { by: asker, at: deps.clock(), hours: Number(hours) as ExposedHours };
  const audit = auditOf(deps, asker, 'secret.exposed', { application, keyId, detail: `removed after ${hours} hours` });
  const { name, hint } = secret;
  const about = { application: refOf(application), rotation: rotation.id, secret: { keyId, name, hint } };
  const notice = { kind: 'exposed', ...about, by: named(asker), hours: exposed.hours } as const;
  const told = await exposedMessages(deps, notice, asker.person);
  // If it was said before and the removal comes sooner so, that stays: the card shows what is planned.
  await deps.ledger.rotations.expose(rotation.id, exposed, audit, told);
  await deps.jobs.wake('send-outbox', exposed.at);
  const now = (await deps.ledger.rotations.find(rotation.id)) ?? rotation;
  if (currentStep(now) === 'create') return openCreateFormFor(deps, application, rotation.id, asker);
  return rotationOutcome(deps, now, application);
}

interface Found {
  readonly application: Application;
  readonly secret: ClientSecret;
}

/** Both ids are looked up among what the asker may touch. */
async function findSecret(deps: TurnDeps, clientId: string, keyId: string, asker: Asker): Promise<Found | Outcome> {
  const readAt = deps.clock();
  const application = await findMineById(deps, asker, 'rotate', clientId);
  if (!isApplication(application)) return application;
  const secret = application.secrets.find((each) => each.keyId === keyId);
  return secret === undefined ? missingSecret(deps, application, keyId, readAt) : { application, secret };
}

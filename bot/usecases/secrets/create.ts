import { expiryRange, prefill } from '../../domain/secrets/secret-form.ts';
import type { Application } from '../../domain/shared/application.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { plainText } from '../../domain/shared/text.ts';
import { findMine, isApplication } from '../shared/applications.ts';
import type { Deps, TurnDeps } from '../shared/deps.ts';
import { opening } from '../shared/opening.ts';
import { type PolicyLimit, policyLimit } from './lifetime/policy-day.ts';

/** `create <application>` opens the form. */
export const createCommand = opening('create', {
  words: ['create'],
  help: [{ lead: 'create', text: 'with the name of an application – creates a new client secret' }],
  menu: [
    {
      title: 'create',
      text: 'Create a client secret for an application',
      scopes: ['personal', 'team', 'groupChat'],
    },
  ],
  perform: (deps, { query }, asker) => openCreateForm(deps, query, asker),
});

async function openCreateForm(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'random' | 'directory' | 'ledger' | 'askerFacts'>,
  query: string,
  asker: Asker,
): Promise<Outcome> {
  const found = await findMine(deps, 'create', query);
  return isApplication(found) ? openCreateFormFor(deps, found, undefined, asker) : found;
}

/**
 * Only the form's nonce goes into the card. `rotationId` if this is the first step of a rotation. `known`: the policy's limit,
 * if it was read already.
 */
export async function openCreateFormFor(
  deps: Pick<Deps, 'settings' | 'clock' | 'random' | 'ledger' | 'directory'>,
  { clientId, displayName, secrets }: Pick<Application, 'clientId' | 'displayName' | 'secrets'>,
  rotationId: string | undefined,
  asker: Asker,
  known?: PolicyLimit,
): Promise<Outcome> {
  const now = deps.clock();
  const nonce = deps.random.token();
  const application = { clientId, displayName };
  const subject = { kind: 'create', application, keyId: undefined, rotationId } as const;
  const opened = deps.ledger.operations.open({ nonce, asker, openedAt: now, ...subject });
  const [limit] = await Promise.all([known ?? policyLimit(deps), opened]);
  const zone = deps.settings.reminderZone;
  const names = secrets.map(({ name }) => name);
  const filled = prefill(plainText(asker.name, 80), names, now, zone);
  const form = { nonce, application, ...filled, ...expiryRange(now, zone), problems: [], rotation: rotationId };
  const { lastDay: policyDay } = limit ?? {};
  return { kind: 'create-form', form: policyDay === undefined ? form : { ...form, expiry: policyDay, policyDay } };
}

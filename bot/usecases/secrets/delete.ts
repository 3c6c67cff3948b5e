import type { DeleteWarning } from '../../domain/secrets/delete-warning.ts';
import { isLastLive, unseenSince } from '../../domain/secrets/last-live.ts';
import { type KnownUses, lastUseOf, reportShown } from '../../domain/secrets/last-use.ts';
import type { DeleteForm } from '../../domain/secrets/outcomes.ts';
import type { Application, ClientSecret } from '../../domain/shared/application.ts';
import { secretView } from '../../domain/shared/application-view.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { findMineById, isApplication } from '../shared/applications.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { Deps, TurnDeps } from '../shared/deps.ts';
import { carries, ID } from '../shared/fields.ts';
import { opening } from '../shared/opening.ts';
import { chooseSecret, findWithHint } from './choose-secret.ts';
import { missingSecret } from './missing-secret.ts';
import { freshUses, knownUses } from './uses/known-uses.ts';

/** `delete <application> [hint]` opens the confirmation. */
export const deleteCommand = opening('delete', {
  words: ['delete'],
  help: [
    {
      lead: 'delete',
      text: 'with the name of an application – deletes a secret; add the hint of a secret to choose it',
    },
  ],
  menu: [{ title: 'delete', text: 'Delete a client secret of an application', scopes: ['personal', 'groupChat'] }],
  perform: (deps, { query, hint }, asker) => openDelete(deps, query, hint, asker),
});

interface DeleteSecretCommand {
  readonly kind: 'delete-secret';
  readonly clientId: string;
  readonly keyId: string;
}

/** The button beside one secret. Both ids are looked up among what the asker may touch. */
export const deleteSecretCommand: CommandModule<DeleteSecretCommand> = {
  kind: 'delete-secret',
  button: carries('delete-secret', { clientId: ID, keyId: ID }),
  need: 'read',
  perform: (deps, { clientId, keyId }, asker) => openDeleteOf(deps, clientId, keyId, asker),
};

async function openDelete(
  deps: Pick<
    TurnDeps,
    'settings' | 'clock' | 'random' | 'directory' | 'ledger' | 'signInReports' | 'signInLog' | 'askerFacts'
  >,
  query: string,
  hint: string,
  asker: Asker,
): Promise<Outcome> {
  const found = await findWithHint(deps, 'delete', query, hint);
  if ('kind' in found) return found;
  const { application } = found;
  return chooseSecret(deps, 'delete', application, found.hint, (secret) =>
    openDeleteForm(deps, application, secret, undefined, asker),
  );
}

export async function openDeleteOf(
  deps: Pick<TurnDeps, 'clock' | 'random' | 'directory' | 'ledger' | 'signInReports' | 'signInLog' | 'askerFacts'>,
  clientId: string,
  keyId: string,
  asker: Asker,
): Promise<Outcome> {
  const readAt = deps.clock();
  const found = await findMineById(deps, asker, 'delete', clientId);
  if (!isApplication(found)) return found;
  const secret = found.secrets.find((each) => each.keyId === keyId);
  if (secret !== undefined) return openDeleteForm(deps, found, secret, undefined, asker);
  return missingSecret(deps, found, keyId, readAt);
}

/** Opens the confirmation; `rotation` if it is the last step of one, which has just asked the report of last uses. */
export async function openDeleteForm(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger' | 'signInReports' | 'signInLog'>,
  application: Application,
  secret: ClientSecret,
  rotation: { readonly id: string; readonly warnings: readonly DeleteWarning[] } | undefined,
  asker: Asker,
): Promise<Outcome> {
  const { clientId, displayName } = application;
  const readAt = deps.clock();
  const nonce = deps.random.token();
  const uses = await (rotation === undefined ? freshUses(deps, clientId) : knownUses(deps, [clientId]));
  const lastLive = await isLastLiveNow(deps, { application, secret, readAt });
  const now = deps.clock();
  await deps.ledger.operations.open({
    nonce,
    kind: 'delete',
    asker,
    application: { clientId, displayName },
    keyId: secret.keyId,
    rotationId: rotation?.id,
    openedAt: now,
    warned: { last: lastLive, inUse: isInUse(uses, secret, now) },
  });
  const warnings = rotation?.warnings ?? [];
  const asked = { nonce, application, secret, now, uses, lastLive, typedName: '', warnings };
  return deleteForm({ ...asked, rotation: rotation?.id });
}

/** Whether no live secret would be left without this one, by what the directory showed and what the ledger knows. */
export async function isLastLiveNow(
  { clock, ledger }: Pick<Deps, 'clock' | 'ledger'>,
  {
    application,
    secret,
    readAt,
  }: { readonly application: Application; readonly secret: ClientSecret; readonly readAt: Date },
): Promise<boolean> {
  const changes = await ledger.operations.changes(application.clientId, unseenSince(readAt));
  return isLastLive(secret.keyId, { secrets: application.secrets, readAt }, changes, clock());
}

export function isInUse(uses: KnownUses | undefined, secret: ClientSecret, now: Date): boolean {
  return uses !== undefined && lastUseOf(uses, secret, now).inUse;
}

/** What a deletion is asked about. */
interface Asked extends Pick<DeleteForm, 'nonce' | 'lastLive' | 'typedName' | 'warnings' | 'rotation'> {
  readonly application: Application;
  readonly secret: ClientSecret;
  readonly now: Date;
  readonly uses: KnownUses | undefined;
}

/** The form's card. Typed text that it still has did not fit. */
export function deleteForm({ application, secret, now, uses, ...asked }: Asked): Outcome {
  const view = secretView(secret, now, application.secrets, uses);
  const report = uses === undefined ? {} : { report: reportShown(uses) };
  const mismatch = asked.typedName.trim() !== '';
  return { kind: 'delete-form', form: { ...asked, application, secret: view, ...report, mismatch } };
}

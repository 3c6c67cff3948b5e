import { isNewAmong, unseenSince } from '../../domain/secrets/last-live.ts';
import type { ApplicationRef, ClientId } from '../../domain/shared/application.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Deps } from '../shared/deps.ts';
import { refused } from '../shared/refuse.ts';

/** Whether the bot created the secret so shortly before `readAt` that a read then may not show it. */
export async function isNew(
  { ledger }: Pick<Deps, 'ledger'>,
  clientId: ClientId,
  keyId: string,
  readAt: Date,
): Promise<boolean> {
  return isNewAmong(keyId, await ledger.operations.changes(clientId, unseenSince(readAt)));
}

/** The answer for a secret that the directory did not show at `readAt`: it was deleted, or is too new to be shown. */
export async function missingSecret(
  deps: Pick<Deps, 'ledger'>,
  { clientId, displayName }: ApplicationRef,
  keyId: string,
  readAt: Date,
): Promise<Outcome> {
  if (await isNew(deps, clientId, keyId, readAt)) return refused('not-shown-yet');
  return { kind: 'deleted', application: { clientId, displayName }, secret: undefined, already: true };
}

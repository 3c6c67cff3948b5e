import type { ClientSecret } from '../shared/application.ts';
import { isLive, wholeSecond } from '../shared/expiry.ts';
import { type Operation, REPLICATION_MS } from './operation.ts';

/** What the ledger knows of one change of an application's secrets. */
export type SecretChange = Pick<
  Operation,
  'nonce' | 'kind' | 'state' | 'keyId' | 'secretName' | 'secretEnd' | 'knownKeyIds' | 'intendedAt' | 'settledAt'
>;

/** The secrets of an application as the directory showed them. */
export interface SeenSecrets {
  readonly secrets: readonly ClientSecret[];
  /** From before the directory was asked: what was changed shortly before may be missing. */
  readonly readAt: Date;
}

/** A removal that was settled after this may still be unknown to a read at `readAt`. */
export function unseenSince(readAt: Date): Date {
  return new Date(readAt.getTime() - REPLICATION_MS);
}

/**
 * Whether this secret is live, and no live secret would be left without it. One that the directory does not show counts
 * as live. The directory shows a removal late, so what the ledger says was removed, is being removed or reached nobody
 * counts as gone. See decision 0023: the guard of the last live secret believes the ledger before Entra.
 */
export function isLastLive(
  keyId: string,
  { secrets, readAt }: SeenSecrets,
  changes: readonly SecretChange[],
  now: Date,
): boolean {
  const own = secrets.find((secret) => secret.keyId === keyId);
  if (own !== undefined && !isLive(own, now)) return false;
  return !secrets.some(
    (other) =>
      other.keyId !== keyId && isLive(other, now) && !changes.some((change) => takesAway(change, other, readAt)),
  );
}

/** Whether a creation made this secret, as far as its name and end can tell. See decision 0004. */
export function mayHaveCreated(
  operation: Pick<Operation, 'secretName' | 'secretEnd' | 'knownKeyIds'>,
  secret: ClientSecret,
): boolean {
  return (
    !operation.knownKeyIds.includes(secret.keyId) &&
    secret.name === operation.secretName &&
    operation.secretEnd !== undefined &&
    wholeSecond(secret.end).getTime() === wholeSecond(operation.secretEnd).getTime()
  );
}

/**
 * Whether a creation among these changes made this secret and no deletion has removed it. If they are those of the time of
 * replication (`unseenSince`), the directory may not show it yet.
 */
export function isNewAmong(keyId: string, changes: readonly SecretChange[]): boolean {
  const its = changes.filter((change) => change.keyId === keyId);
  const created = its.some(({ kind, state }) => kind === 'create' && (state === 'added' || state === 'done'));
  return created && !its.some(({ kind, state }) => kind === 'delete' && state === 'done');
}

function takesAway(change: SecretChange, secret: ClientSecret, readAt: Date): boolean {
  const isIts = change.keyId === secret.keyId;
  switch (change.state) {
    case 'open':
      return false;
    case 'intended':
    case 'added':
      // A created secret is removed again if it reaches nobody.
      return isIts || (change.kind === 'create' && change.keyId === undefined && mayHaveCreated(change, secret));
    case 'done':
      return isIts && change.kind === 'delete' && isUnseen(change, readAt);
    case 'undone':
      return isIts && change.kind === 'create' && isUnseen(change, readAt);
  }
}

/** A row that the version before has settled has no time of that. */
function isUnseen({ settledAt, intendedAt }: SecretChange, readAt: Date): boolean {
  const at = settledAt ?? intendedAt;
  return at !== undefined && at >= unseenSince(readAt);
}

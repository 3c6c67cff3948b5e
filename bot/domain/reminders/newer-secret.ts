import { type KnownUses, lastUseOf } from '../secrets/last-use.ts';
import type { ClientSecret } from '../shared/application.ts';
import { newerSecrets } from './ladder.ts';

/**
 * The latest live secret that may take the place of this one. Two secrets that are both in use belong to two systems, and
 * neither takes the other's place. `uses`: undefined if Entra's report is switched off.
 */
export function newerSecretOf(
  secret: ClientSecret,
  all: readonly ClientSecret[],
  now: Date,
  uses: KnownUses | undefined,
): ClientSecret | undefined {
  const newer = newerSecrets(secret, all, now);
  const own = newer.length === 0 ? [] : newer.filter((other) => !areBothInUse(secret, other, now, uses));
  return own.reduce<ClientSecret | undefined>(
    (latest, other) => (latest === undefined || other.start > latest.start ? other : latest),
    undefined,
  );
}

function areBothInUse(a: ClientSecret, b: ClientSecret, now: Date, uses: KnownUses | undefined): boolean {
  return uses !== undefined && lastUseOf(uses, a, now).inUse && lastUseOf(uses, b, now).inUse;
}

import type { ClientSecret } from '../../shared/application.ts';

const MINUTE_MS = 60_000;
/** Entra knows a new secret everywhere after two minutes at the latest. An attempt with it before that is refused as unknown. */
const SPREADS_MS = 3 * MINUTE_MS;
/** So long after the creation it shows in the log whether the new secret works: entries appear minutes late. */
const SHOWS_MS = 6 * MINUTE_MS;

/**
 * What an attempt with an unknown secret means. `held`: it may have been a new secret that Entra did not know everywhere yet, and
 * the log will show whether it works. `harmless`: the new secret has been used since. `lastUseOf`: by key id.
 */
export function meaningOf(
  attempt: { readonly at: Date },
  secrets: readonly Pick<ClientSecret, 'keyId' | 'start'>[],
  lastUseOf: (keyId: string) => Date | undefined,
  now: Date,
): 'counts' | 'held' | 'harmless' {
  const after = ({ start }: Pick<ClientSecret, 'start'>, at: Date) => at.getTime() - start.getTime();
  const fresh = secrets.filter((one) => after(one, attempt.at) >= 0 && after(one, attempt.at) < SPREADS_MS);
  if (fresh.some(({ keyId }) => (lastUseOf(keyId) ?? attempt.at) > attempt.at)) return 'harmless';
  return fresh.some((one) => after(one, now) < SHOWS_MS) ? 'held' : 'counts';
}

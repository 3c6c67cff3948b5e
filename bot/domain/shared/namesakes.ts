import type { ClientSecret } from './application.ts';
import { foldedName, isBlank } from './names.ts';
import { plainText } from './text.ts';

/** Characters of a name that every place shows. */
const ALWAYS_SHOWN = 39;

/**
 * The key ids of the secrets that their names do not tell apart: names that look alike, and names with nothing to see.
 * All secrets are of one application.
 */
export function namesakesIn(secrets: readonly Pick<ClientSecret, 'keyId' | 'name'>[]): ReadonlySet<string> {
  const unique = [...new Map(secrets.map((secret) => [secret.keyId, secret])).values()];
  const groups = Map.groupBy(unique, ({ name }) => foldedName([...plainText(name)].slice(0, ALWAYS_SHOWN).join('')));
  const alike = [...groups].filter(([name, own]) => own.length > 1 || isBlank(name));
  return new Set(alike.flatMap(([, own]) => own.map(({ keyId }) => keyId)));
}

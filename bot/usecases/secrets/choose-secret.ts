import type { Application, ClientSecret } from '../../domain/shared/application.ts';
import { applicationView } from '../../domain/shared/application-view.ts';
import { foldedTyping, isNamed } from '../../domain/shared/names.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { findApplication } from '../../domain/shared/search.ts';
import { findMine, isApplication, secretsCalled } from '../shared/applications.ts';
import type { Deps, TurnDeps } from '../shared/deps.ts';
import { withoutFillers } from '../shared/understanding/understand.ts';
import { knownUses } from './uses/known-uses.ts';

type Purpose = 'delete' | 'rotate';

/** An application, and the rest of the words: a hint of one of its secrets, or empty. */
export interface WithHint {
  readonly application: Application;
  readonly hint: string;
}

/** Reads `<application> [hint]`. The last word is a hint if the words before it name an application. */
export async function findWithHint(
  deps: Pick<TurnDeps, 'clock' | 'directory' | 'ledger' | 'askerFacts'>,
  purpose: Purpose,
  query: string,
  hint: string,
): Promise<WithHint | Outcome> {
  const whole = await findMine(deps, purpose, query, hint);
  if (isApplication(whole))
    return { application: whole, hint: hint || secretNamed(whole, query) || hintAfterName(whole, query) };
  const [name, last] = splitLast(query);
  if (whole.kind !== 'not-found' || hint !== '' || name === '') return whole;
  const found = await findMine(deps, purpose, name, last);
  if (isApplication(found)) return { application: found, hint: last };
  return found.kind === 'not-found' ? whole : found;
}

/** The query, if it names secrets of the application and not the application itself. */
function secretNamed(application: Application, query: string): string {
  const isName = findApplication(withoutFillers(query) || query, [application]).kind === 'found';
  return !isName && secretsCalled(query, application.secrets).length > 0 ? query : '';
}

/** The last word, if it is the hint of a secret and the words before it name the application: it may look like a filler word. */
function hintAfterName(application: Application, query: string): string {
  const [name, last] = splitLast(query);
  const isHint = application.secrets.some((secret) => foldedTyping(secret.hint) === foldedTyping(last));
  return isHint && name !== '' && findApplication(name, [application]).kind === 'found' ? last : '';
}

/** The words before the last one, which may be none, and the last one. */
function splitLast(query: string): readonly [before: string, last: string] {
  const words = query.trim();
  const cut = words.lastIndexOf(' ');
  return [words.slice(0, Math.max(cut, 0)), words.slice(cut + 1)];
}

/** Goes on with the one secret that is meant, or asks which. */
export async function chooseSecret(
  deps: Pick<Deps, 'settings' | 'clock' | 'ledger' | 'signInReports' | 'signInLog'>,
  purpose: Purpose,
  application: Application,
  hint: string,
  goOn: (secret: ClientSecret) => Promise<Outcome>,
): Promise<Outcome> {
  const matches = secretsMeant(hint, application.secrets);
  const [only] = matches;
  if (only !== undefined && matches.length === 1) return goOn(only);
  const shown = matches.length > 1 ? { ...application, secrets: matches } : application;
  const uses = await knownUses(deps, [application.clientId]);
  return {
    kind: 'choose-secret',
    purpose,
    application: applicationView(deps.settings, shown, deps.clock(), false, uses),
    hint,
  };
}

/** A whole hint or name comes before the beginning of a hint and a part of a name: any three letters may be in a name. */
function secretsMeant(hint: string, secrets: readonly ClientSecret[]): readonly ClientSecret[] {
  const wanted = foldedTyping(hint);
  if (wanted === '') return secrets;
  const exact = secrets.filter((secret) => foldedTyping(secret.hint) === wanted || isNamed(hint, secret.name));
  if (exact.length > 0) return exact;
  const named = secretsCalled(hint, secrets);
  return secrets.filter((secret) => named.includes(secret) || foldedTyping(secret.hint).startsWith(wanted));
}

import type { Application, ApplicationRef, ClientId, ClientSecret } from '../../domain/shared/application.ts';
import { byUrgency } from '../../domain/shared/application-view.ts';
import type { Purpose } from '../../domain/shared/command.ts';
import { foldedName, isNamed } from '../../domain/shared/names.ts';
import { beginningsOf, organisationOf, type Scope } from '../../domain/shared/organisation.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { findApplication } from '../../domain/shared/search.ts';
import { recordRefusal } from '../audit/audit-events.ts';
import type { Deps, TurnDeps } from './deps.ts';
import { withoutFillers } from './understanding/understand.ts';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What is assigned to a person, and whether Entra knows it. */
interface Assigned {
  readonly mine: readonly Application[];
  /** With the names by which they were known last. */
  readonly gone: readonly ApplicationRef[];
}

/**
 * The applications assigned to the asker now. They are read at every press: an old card gives no rights. Entra is asked
 * for these alone, so the cost depends on what the person manages, and not on the tenant. One that Entra does not know
 * costs nothing: it is left out of the answer. See decision 0025.
 */
export async function assignedApplications(deps: Pick<TurnDeps, 'directory' | 'askerFacts'>): Promise<Assigned> {
  return readAssigned(deps, await assignedTo(deps));
}

/** With the names by which they were known last. */
async function assignedTo(deps: Pick<TurnDeps, 'directory' | 'askerFacts'>): Promise<readonly ApplicationRef[]> {
  return (await deps.askerFacts()).managed.filter(({ clientId }) => !deps.directory.isOwn(clientId));
}

async function readAssigned(deps: Pick<Deps, 'directory'>, assigned: readonly ApplicationRef[]): Promise<Assigned> {
  const clientIds = assigned.map(({ clientId }) => clientId);
  const mine = clientIds.length === 0 ? [] : await deps.directory.applications(clientIds);
  const found = new Set(mine.map(({ clientId }) => clientId));
  return { mine, gone: assigned.filter(({ clientId }) => !found.has(clientId)) };
}

/** Whether the asker manages the application, which Entra may not know any more. */
export async function managesApplication(deps: Pick<TurnDeps, 'askerFacts'>, clientId: ClientId): Promise<boolean> {
  const wanted = clientId.toLowerCase();
  return (await deps.askerFacts()).managed.some((application) => application.clientId === wanted);
}

/** The answer for somebody who manages nothing that is in Entra. `ask`: their words for what they may ask access to. */
export function nothingToManage(gone: readonly ApplicationRef[], ask = ''): Outcome {
  return gone.length === 0 ? { kind: 'no-applications', ask } : { kind: 'applications-gone', applications: gone };
}

/**
 * Every application that the bot can see, by name. It costs the reading of the whole tenant. It is for words, which may be
 * a part of any name, and for what is said of all applications.
 */
export async function allApplications(deps: Pick<Deps, 'directory'>): Promise<readonly ApplicationRef[]> {
  const all: ApplicationRef[] = [];
  for await (const page of deps.directory.everything()) all.push(...page.map(refOf));
  return byName(all);
}

/** Those of the given applications that exist, by name. */
export async function applicationsWith(
  deps: Pick<Deps, 'directory'>,
  clientIds: readonly ClientId[],
): Promise<readonly ApplicationRef[]> {
  return byName((await deps.directory.applications(clientIds)).map(refOf));
}

/**
 * The applications of these scopes, and all others of their organisations, by name. Entra is asked for the applications of
 * their countries: what an organisation is called is compared by our own rules, and a country is written in one way.
 */
export async function applicationsAround(
  deps: Pick<Deps, 'settings' | 'directory'>,
  scopes: readonly Scope[],
): Promise<readonly ApplicationRef[]> {
  const clientIds = scopes.flatMap(({ kind, key }) => (kind === 'application' ? [key] : []));
  const named = clientIds.length === 0 ? [] : await applicationsWith(deps, clientIds);
  const keys = scopes.flatMap(({ kind, key }) => (kind === 'organisation' ? [key] : []));
  const organisations = [...keys, ...named.flatMap((one) => organisationOf(deps.settings.apis, one)?.key ?? [])];
  const beginnings = [...new Set(organisations.flatMap(beginningsOf))];
  const others = beginnings.length === 0 ? [] : await deps.directory.beginningWith(beginnings);
  return byName([...new Map([...named, ...others].map((one) => [one.clientId, refOf(one)])).values()]);
}

/** Enough of an application to name it, without its secrets. */
export function refOf({ clientId, displayName }: ApplicationRef): ApplicationRef {
  return { clientId, displayName };
}

function byName(applications: readonly ApplicationRef[]): readonly ApplicationRef[] {
  return applications.toSorted((a, b) => a.displayName.localeCompare(b.displayName, 'en'));
}

/**
 * Finds the one application meant, among the asker's own, or the card that asks which. A client ID, which is what buttons
 * carry, means one application only: if it is the asker's, Entra is asked for that one.
 */
export async function findMine(
  deps: Pick<TurnDeps, 'clock' | 'directory' | 'askerFacts'>,
  purpose: Purpose,
  query: string,
  hint = '',
): Promise<Application | Outcome> {
  const assigned = await assignedTo(deps);
  const meant = assigned.filter(({ clientId }) => clientId === foldedName(query));
  const { mine, gone } = await readAssigned(deps, meant.length > 0 ? meant : assigned);
  if (mine.length === 0) return nothingToManage(gone, query);
  const found = findNamed(byUrgency(mine, deps.clock()), purpose, query, hint);
  if (isApplication(found) || found.kind !== 'not-found') return found;
  const lost = findApplication(query, gone);
  return lost.kind === 'found' ? nothingToManage([lost.application]) : { ...found, mayAsk: true };
}

/**
 * Finds by the client ID in a button. It is a wish and no right: somebody who does not manage it is refused, and
 * recorded.
 */
export async function findMineById(
  deps: Pick<TurnDeps, 'clock' | 'random' | 'directory' | 'ledger' | 'askerFacts'>,
  asker: Asker,
  purpose: Purpose,
  clientId: string,
): Promise<Application | Outcome> {
  const found = await findMine(deps, purpose, clientId);
  if (isApplication(found)) return found;
  const about = isClientId(clientId) ? { application: { clientId } } : {};
  await recordRefusal(deps, asker, { ...about, detail: `button: ${purpose}` });
  return found;
}

/**
 * Finds among all applications for an administrator, who then sees its name only; for others, among their own. A client
 * ID, which is what buttons carry, does not cost the reading of all.
 */
export async function findVisible(
  deps: Pick<TurnDeps, 'clock' | 'directory' | 'askerFacts'>,
  administrator: boolean,
  purpose: Purpose,
  query: string,
  hint = '',
): Promise<ApplicationRef | Outcome> {
  if (!administrator) return findMine(deps, purpose, query, hint);
  const clientId = foldedName(query);
  const [named] = isClientId(clientId) ? await applicationsWith(deps, [clientId]) : [];
  return named ?? findAmong(await allApplications(deps), purpose, query, hint);
}

/** Finds the one that is meant, or comes to the card that asks which. */
export function findAmong<A extends ApplicationRef>(
  applications: readonly A[],
  purpose: Purpose,
  query: string,
  hint: string,
): A | Outcome {
  const result = findApplication(query, applications);
  switch (result.kind) {
    case 'found':
      return result.application;
    case 'ambiguous':
      return { kind: 'choose-application', purpose, query, hint, candidates: result.candidates };
    case 'none':
      return { kind: 'not-found', purpose, query, suggestions: result.suggestions };
  }
}

/**
 * As findAmong(). If no application fits, the words around a name are left out, and then the name may be that of a secret:
 * `the DM secret`, `old connector`.
 */
function findNamed(
  applications: readonly Application[],
  purpose: Purpose,
  query: string,
  hint: string,
): Application | Outcome {
  const found = findAmong(applications, purpose, query, hint);
  if (isApplication(found) || found.kind !== 'not-found') return found;
  const bare = withoutFillers(query);
  const again = bare === '' || bare === query ? found : findAmong(applications, purpose, bare, hint);
  if (isApplication(again) || again.kind !== 'not-found') return again;
  const owners = applications.filter(({ secrets }) => secretsCalled(query, secrets).length > 0);
  const [only] = owners;
  if (only === undefined) return found;
  return owners.length === 1
    ? only
    : { kind: 'choose-application', purpose, query, hint: hint || query, candidates: owners };
}

/** The secrets whose name is this, or holds each of its words. */
export function secretsCalled<S extends Pick<ClientSecret, 'name'>>(
  typed: string,
  secrets: readonly S[],
): readonly S[] {
  const same = secrets.filter(({ name }) => isNamed(typed, name));
  if (same.length > 0) return same;
  const words = foldedName(withoutFillers(typed))
    .split(' ')
    .filter((word) => word !== '');
  const holds = ({ name }: S) => words.every((word) => foldedName(name).includes(word));
  return words.length === 0 ? [] : secrets.filter(holds);
}

/** Whether the text has the form of a client ID. */
export function isClientId(text: string): boolean {
  return GUID.test(text);
}

export function isApplication<A extends ApplicationRef>(found: A | Outcome): found is A {
  return !('kind' in found);
}

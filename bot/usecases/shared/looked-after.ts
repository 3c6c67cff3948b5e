import type { Assignment } from '../../domain/access/assignment.ts';
import type { Application, ApplicationRef } from '../../domain/shared/application.ts';
import {
  type ApplicationFilter,
  fitting,
  readFilter,
  type StateFacts,
} from '../../domain/shared/application-filter.ts';
import { byUrgency } from '../../domain/shared/application-view.ts';
import type { Purpose } from '../../domain/shared/command.ts';
import { foldedName } from '../../domain/shared/names.ts';
import { ALL_BEGINNINGS, beginningsIn, parseApplicationName } from '../../domain/shared/naming.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { isAdministrator } from './administrators.ts';
import {
  assignedApplications,
  findAmong,
  findMine,
  isApplication,
  isClientId,
  managesApplication,
  nothingToManage,
} from './applications.ts';
import type { Deps, TurnDeps } from './deps.ts';

type Reading = Pick<TurnDeps, 'settings' | 'clock' | 'directory' | 'ledger' | 'askerFacts'>;

/** The applications that a command about several is to show. */
interface Seen {
  readonly applications: readonly Application[];
  /** Those of the asker's own that Entra does not know any more. */
  readonly gone: readonly ApplicationRef[];
  /** Whether these are all that the bot looks after, as administrators see them, or the asker's own. */
  readonly whose: 'own' | 'all';
  /** The asker is an administrator, who may ask for all of them. */
  readonly mayShowAll: boolean;
  isReadOnly(clientId: string): boolean;
}

/**
 * What the asker sees of what the words mean. An administrator sees all applications, but their own if they say no word and
 * manage some. Everybody else sees their own. Seeing gives no right to change: see decision 0031.
 */
export async function seenBy(deps: Reading, text: string): Promise<Seen | Outcome> {
  const filter = readFilter(text);
  const mayShowAll = await isAdministrator(deps);
  const isOwn = !mayShowAll || foldedName(text) === '';
  const { mine, gone } = isOwn ? await assignedApplications(deps) : NOTHING;
  if (mine.length > 0)
    return { applications: await chosen(deps, mine, filter), gone, whose: 'own', mayShowAll, isReadOnly: () => false };
  if (!mayShowAll) return nothingToManage(gone);
  const managed = new Set((await deps.askerFacts()).managed.map(({ clientId }) => clientId));
  const applications = await chosen(deps, await lookedAfter(deps, filter.country), filter);
  return { applications, gone: [], whose: 'all', mayShowAll, isReadOnly: (clientId) => !managed.has(clientId) };
}

const NOTHING = { mine: [], gone: [] };

/** For a state, Entra is also asked how applications without a live secret can sign in. */
async function chosen(
  deps: Pick<Deps, 'settings' | 'clock' | 'directory' | 'ledger'>,
  applications: readonly Application[],
  filter: ApplicationFilter,
): Promise<readonly Application[]> {
  const facts = await stateFacts(deps, filter.state === 'unclaimed');
  const named = fitting(applications, { ...filter, state: undefined }, facts);
  if (filter.state === undefined) return named;
  return fitting(await deps.directory.withOtherCredentials(named), filter, facts);
}

/** `withClaims`: read who is on which secret. Without it nobody is. */
export async function stateFacts(
  { settings, clock, ledger }: Pick<Deps, 'settings' | 'clock' | 'ledger'>,
  withClaims: boolean,
): Promise<StateFacts> {
  const all = withClaims ? await ledger.reminders.claims() : [];
  const claimed = new Set(all.map(({ clientId, keyId }) => `${clientId} ${keyId}`));
  return {
    apis: settings.apis,
    now: clock(),
    zone: settings.reminderZone,
    isClaimed: (clientId, keyId) => claimed.has(`${clientId} ${keyId}`),
  };
}

/**
 * The applications that the bot looks after: their names follow the convention, or somebody manages them. Entra is asked for
 * the beginnings of the convention, so other applications of the tenant cost nothing. If a country is named, it is asked for
 * that country alone. If it has none there, the word was no country.
 */
async function lookedAfter(
  deps: Pick<Deps, 'settings' | 'directory' | 'ledger'>,
  country?: string,
): Promise<readonly Application[]> {
  const ofCountry = country === undefined ? [] : await ofConvention(deps, beginningsIn(country));
  if (ofCountry.length > 0) return ofCountry;
  return allLookedAfter(deps, await deps.ledger.assignments.all());
}

/** All of them. `assigned` are all assignments. */
export async function allLookedAfter(
  deps: Pick<Deps, 'settings' | 'directory'>,
  assigned: readonly Pick<Assignment, 'clientId'>[],
): Promise<readonly Application[]> {
  const named = await ofConvention(deps, ALL_BEGINNINGS);
  const found = new Set(named.map(({ clientId }) => clientId));
  const others = [...new Set(assigned.map(({ clientId }) => clientId))].filter((clientId) => !found.has(clientId));
  return others.length === 0 ? named : [...named, ...(await deps.directory.applications(others))];
}

async function ofConvention(
  deps: Pick<Deps, 'settings' | 'directory'>,
  beginnings: readonly string[],
): Promise<readonly Application[]> {
  return (await deps.directory.beginningWith(beginnings)).filter((one) => followsConvention(deps, one));
}

export function followsConvention({ settings }: Pick<Deps, 'settings'>, { displayName }: ApplicationRef): boolean {
  return parseApplicationName(settings.apis, displayName) !== undefined;
}

/** An application that was found, and whether the asker may only read it. */
interface SeenApplication {
  readonly application: Application;
  readonly readOnly: boolean;
}

/** Finds the one application that is meant, among those that the asker sees, or the card that asks which. */
export async function findSeen(deps: Reading, purpose: Purpose, query: string): Promise<SeenApplication | Outcome> {
  const isOwn = !(await isAdministrator(deps)) || (await meansOwn(deps, query));
  const found = isOwn ? await findMine(deps, purpose, query) : await findLookedAfter(deps, purpose, query);
  if (!isApplication(found)) return found;
  return { application: found, readOnly: !(await managesApplication(deps, found.clientId)) };
}

/** An administrator means their own if they name one by its client ID, or say nothing and manage some. */
async function meansOwn(deps: Pick<TurnDeps, 'askerFacts'>, query: string): Promise<boolean> {
  const words = foldedName(query);
  const { managed } = await deps.askerFacts();
  return words === '' ? managed.length > 0 : managed.some(({ clientId }) => clientId === words);
}

/** A client ID, which is what buttons carry, does not cost the reading of all. */
async function findLookedAfter(deps: Reading, purpose: Purpose, query: string): Promise<Application | Outcome> {
  const clientId = foldedName(query);
  if (isClientId(clientId)) {
    const [named] = await deps.directory.applications([clientId]);
    if (named !== undefined && (await isLookedAfter(deps, named))) return named;
  }
  const all = await lookedAfter(deps, readFilter(query).country);
  return findAmong(byUrgency(all, deps.clock()), purpose, query, '');
}

/** Those of these applications that the bot looks after. */
export async function lookedAfterAmong(
  deps: Pick<Deps, 'settings' | 'ledger'>,
  applications: readonly Application[],
): Promise<readonly Application[]> {
  const others = applications.filter((application) => !followsConvention(deps, application));
  const managed = new Set(await deps.ledger.assignments.managedOf(others.map(({ clientId }) => clientId)));
  return applications.filter((one) => followsConvention(deps, one) || managed.has(one.clientId));
}

async function isLookedAfter(deps: Pick<Deps, 'settings' | 'ledger'>, application: ApplicationRef): Promise<boolean> {
  if (followsConvention(deps, application)) return true;
  return (await deps.ledger.assignments.managersOf([application.clientId])).length > 0;
}

import type { ApplicationRef } from './application.ts';
import { foldedName } from './names.ts';
import { type Apis, beginningsIn, parseApplicationName } from './naming.ts';
import { folded } from './text.ts';

/** A member organisation, as the naming convention names it. Its dummy for implementers belongs to it. */
export interface Organisation {
  /** Like `nl/matchwell`: what two names of one organisation have in common. */
  readonly key: string;
  /** Like `Matchwell`; untrusted text. */
  readonly name: string;
  /** ISO 3166 alpha-2, upper case. */
  readonly country: string;
}

/** Undefined if the application's name does not follow the convention. */
export function organisationOf(
  apis: Apis,
  { displayName }: Pick<ApplicationRef, 'displayName'>,
): Organisation | undefined {
  const parts = parseApplicationName(apis, displayName);
  if (parts === undefined) return undefined;
  const { country, organisation: name } = parts;
  return { key: `${country.toLowerCase()}/${folded(name)}`, name, country };
}

/** With what the names of all applications of an organisation begin, its dummy included. `key` is the organisation's. */
export function beginningsOf(key: string): readonly string[] {
  const [, country] = /^([a-z]{2})\//.exec(key) ?? [];
  return country === undefined ? [] : beginningsIn(country.toUpperCase());
}

/** What reminders are about: one application, or all applications of an organisation, later ones included. */
export type Scope =
  /** `name` like `Matchwell (NL)`. */
  | { readonly kind: 'organisation'; readonly key: string; readonly name: string }
  /** `key` is the client ID. */
  | { readonly kind: 'application'; readonly key: string; readonly name: string }
  /** The administrators' own channel: alarms and requests go there, no reminders. */
  | { readonly kind: 'administrators'; readonly key: 'admin'; readonly name: string };

/** All applications of an organisation. */
export type OrganisationScope = Extract<Scope, { kind: 'organisation' }>;

export const ADMIN_SCOPE: Scope = { kind: 'administrators', key: 'admin', name: 'Administrators' };

/** The scopes that an application falls under. */
export function scopesOf(apis: Apis, application: ApplicationRef): readonly Scope[] {
  const organisation = organisationOf(apis, application);
  const own: Scope = { kind: 'application', key: application.clientId, name: application.displayName };
  return organisation === undefined ? [own] : [organisationScope(organisation), own];
}

/** The organisations of some applications, as scopes, each once. */
export function organisationsOf(apis: Apis, applications: readonly ApplicationRef[]): readonly OrganisationScope[] {
  const found = applications.flatMap((application) => organisationOf(apis, application) ?? []);
  return [...new Map(found.map((one) => [one.key, organisationScope(one)])).values()];
}

/** Names a scope in one text, for use in keys and buttons. */
export function scopeId({ kind, key }: Pick<Scope, 'kind' | 'key'>): string {
  return `${kind}:${key}`;
}

/** The scope that a text of scopeId() names, without its name; none if it is no such text. */
export function scopesNamed(id: string): readonly Scope[] {
  const [, kind, key] = /^(organisation|application):(.+)$/.exec(id) ?? [];
  if (key === undefined) return [];
  return [{ kind: kind === 'organisation' ? 'organisation' : 'application', key, name: '' }];
}

/** All scopes of some applications, each once. Organisations come first; each kind is in the order of its names. */
export function scopesOfAll(apis: Apis, applications: readonly ApplicationRef[]): readonly Scope[] {
  const all = new Map(applications.flatMap((each) => scopesOf(apis, each)).map((scope) => [scopeId(scope), scope]));
  return [...all.values()].sort((a, b) => b.kind.localeCompare(a.kind, 'en') || a.name.localeCompare(b.name, 'en'));
}

/**
 * The scopes that the managers of these applications may link. The dummy for implementers belongs to its organisation,
 * but its managers do not speak for the organisation.
 */
export function scopesManagedBy(apis: Apis, applications: readonly ApplicationRef[]): readonly Scope[] {
  const spoken = applications.filter(
    (application) => parseApplicationName(apis, application.displayName)?.kind === 'Partner',
  );
  const organisations = new Set(spoken.flatMap((application) => organisationOf(apis, application)?.key ?? []));
  return scopesOfAll(apis, applications).filter(({ kind, key }) => kind === 'application' || organisations.has(key));
}

/**
 * The scopes that a person may mean. If an organisation or application has exactly that name or client ID, it is meant;
 * otherwise all whose name holds every word.
 */
export function findScopes(query: string, scopes: readonly Scope[]): readonly Scope[] {
  const wanted = foldedName(query);
  const exact = wanted === '' ? [] : scopes.filter((scope) => wordings(scope).includes(wanted));
  if (exact.length > 0) return exact;
  const words = wanted.split(' ');
  return scopes.filter((scope) => words.every((word) => `${foldedName(scope.name)} ${scope.key}`.includes(word)));
}

/**
 * The ways to write a scope. An organisation: `Matchwell`, `NL Matchwell`, `NL-Matchwell`, `Matchwell (NL)`. An
 * application: its name or client ID.
 */
function wordings({ kind, key, name }: Scope): readonly string[] {
  if (kind === 'application') return [foldedName(name), key];
  const [country = '', folded = ''] = key.split(/\/(.*)/s);
  const organisation = foldedName(folded);
  return [organisation, `${country} ${organisation}`, `${country}-${organisation}`, foldedName(name)];
}

function organisationScope({ key, name, country }: Organisation): OrganisationScope {
  return { kind: 'organisation', key, name: `${name} (${country})` };
}

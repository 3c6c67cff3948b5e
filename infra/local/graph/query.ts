import type { ListedObject, LocalApplication } from '../world.ts';
import { badRequest, type GraphFailure } from './errors.ts';
import { onlyOptions } from './fields.ts';
import { type Page, pageOf } from './paging.ts';

const FIELDS = [
  'id',
  'appId',
  'displayName',
  'passwordCredentials',
  'keyCredentials',
  'requiredResourceAccess',
] as const;
const OPTIONS = ['$select', '$top', '$skiptoken', '$filter', '$count', '$orderby', '$expand'];

/** Returns one page of `GET /applications`. */
export function applicationsPage(applications: readonly ListedObject[], url: URL, origin: string): Page {
  const query = url.searchParams;
  onlyOptions(query, OPTIONS);
  const filter = query.get('$filter');
  const matching = filter === null ? applications : applications.filter(filterOf(filter));
  const expand = expandOf(query.get('$expand'));
  return pageOf(matching, url, origin, (one) => ({
    ...kindOf(one),
    ...selected(one, query.get('$select')),
    ...expand(one),
  }));
}

/** The one relationship that the stand-in can expand. Throws GraphFailure for another. */
function expandOf(expand: string | null): (application: LocalApplication) => object {
  if (expand === null) return () => ({});
  if (expand !== 'federatedIdentityCredentials') throw badRequest(`The stand-in does not expand '${expand}'.`);
  return ({ federatedIdentityCredentials = [] }) => ({ federatedIdentityCredentials });
}

/** Graph names the kind of an object only if it is not the list's own. */
function kindOf({ '@odata.type': kind }: ListedObject): object {
  return kind === undefined ? {} : { '@odata.type': kind };
}

/** Returns the fields that were asked for. Each secret is in the form of Graph's list, which never has its value. */
export function selected(application: LocalApplication, select: string | null): object {
  const names = select === null ? [...FIELDS] : select.split(',').map((name) => name.trim());
  const entries = names.map((name) => {
    const field = FIELDS.find((one) => one === name);
    if (field === undefined) {
      throw badRequest(`Could not find a property named '${name}' on type 'microsoft.graph.application'.`);
    }
    return [field, fieldOf(application, field)];
  });
  return Object.fromEntries(entries);
}

function fieldOf(application: LocalApplication, field: (typeof FIELDS)[number]): unknown {
  switch (field) {
    case 'passwordCredentials':
      return listedSecrets(application);
    case 'keyCredentials':
      return (application.keyCredentials ?? []).map((certificate) => ({ ...certificate, key: null }));
    case 'requiredResourceAccess':
      return application.requiredResourceAccess ?? [];
    default:
      return application[field];
  }
}

function listedSecrets(application: LocalApplication): object[] {
  return application.passwordCredentials.map((secret) => ({
    customKeyIdentifier: secret.customKeyIdentifier ?? null,
    displayName: secret.displayName,
    endDateTime: secret.endDateTime,
    hint: secret.hint,
    keyId: secret.keyId,
    secretText: null,
    startDateTime: secret.startDateTime,
  }));
}

/**
 * Reads `appId eq '…'` or `startswith(displayName,'…')`, several of one kind joined by `or`, and `appId in ('…','…')`:
 * the directory's index can answer these without an advanced query.
 */
function filterOf(filter: string): (application: LocalApplication) => boolean {
  if (/^\s*startswith\(/i.test(filter)) return beginningFilter(filter);
  const [, list] = /^\s*(?:appId|id)\s+in\s+\((.*)\)\s*$/i.exec(filter) ?? [];
  const terms = list === undefined ? filter.split(/\s+or\s+/i).map(equalTerm) : list.split(',').map(quoted);
  limited(terms);
  const field = /^\s*id\b/.test(filter) ? 'id' : 'appId';
  return (application) => terms.includes(application[field].toLowerCase());
}

function beginningFilter(filter: string): (application: LocalApplication) => boolean {
  const beginnings = limited(filter.split(/\s+or\s+(?=startswith\()/i)).map((term) => {
    const [, value] = /^\s*startswith\(\s*displayName\s*,\s*'((?:[^']|'')*)'\s*\)\s*$/i.exec(term) ?? [];
    if (value === undefined) throw unsupported();
    return value.replaceAll("''", "'").toLowerCase();
  });
  return ({ displayName }) => beginnings.some((text) => displayName.toLowerCase().startsWith(text));
}

function limited(terms: readonly string[]): readonly string[] {
  if (terms.length > 15) throw badRequest('Too many child clauses specified in search filter expression.');
  return terms;
}

function unsupported(): GraphFailure {
  return badRequest('Unsupported or invalid query filter clause.', 'Request_UnsupportedQuery');
}

function equalTerm(term: string): string {
  const [, value] = /^\s*(?:appId|id)\s+eq\s+('[^']*')\s*$/.exec(term) ?? [];
  if (value === undefined) throw unsupported();
  return quoted(value);
}

function quoted(text: string): string {
  const [, value] = /^\s*'([^']*)'\s*$/.exec(text) ?? [];
  if (value === undefined) throw unsupported();
  return value.toLowerCase();
}

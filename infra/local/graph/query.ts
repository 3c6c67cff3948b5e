import type { LocalApplication } from '../world.ts';
import { badRequest } from './errors.ts';

const MAX_PAGE = 999;
const DEFAULT_PAGE = 100;
const FIELDS = ['id', 'appId', 'displayName', 'passwordCredentials'] as const;
const OPTIONS = ['$select', '$top', '$skiptoken', '$filter', '$count', '$orderby'];

/** One page of `GET /applications`. */
export function applicationsPage(applications: readonly LocalApplication[], url: URL, origin: string): object {
  const query = url.searchParams;
  const stranger = [...query.keys()].find((key) => key.startsWith('$') && !OPTIONS.includes(key));
  if (stranger !== undefined) throw badRequest(`The query parameter '${stranger}' is not supported.`, 'BadRequest');
  const matching = applications.filter(filterOf(query.get('$filter')));
  const top = pageSize(query.get('$top'));
  const from = skipOf(query.get('$skiptoken'));
  const value = matching.slice(from, from + top).map((one) => selected(one, query.get('$select')));
  const context = `${origin}/v1.0/$metadata#applications`;
  if (from + top >= matching.length) return { '@odata.context': context, value };
  const next = new URL(`${origin}${url.pathname}${url.search}`);
  next.searchParams.set('$skiptoken', Buffer.from(`from:${from + top}`).toString('base64url'));
  return { '@odata.context': context, '@odata.nextLink': next.href, value };
}

/** Only the fields asked for; each secret as Graph lists it, never with its value. */
export function selected(application: LocalApplication, select: string | null): object {
  const names = select === null ? [...FIELDS] : select.split(',').map((name) => name.trim());
  const entries = names.map((name) => {
    const field = FIELDS.find((one) => one === name);
    if (field === undefined) {
      throw badRequest(`Could not find a property named '${name}' on type 'microsoft.graph.application'.`);
    }
    return [field, field === 'passwordCredentials' ? listedSecrets(application) : application[field]];
  });
  return Object.fromEntries(entries);
}

function listedSecrets(application: LocalApplication): object[] {
  return application.passwordCredentials.map(({ keyId, displayName, hint, startDateTime, endDateTime }) => ({
    customKeyIdentifier: null,
    displayName,
    endDateTime,
    hint,
    keyId,
    secretText: null,
    startDateTime,
  }));
}

function pageSize(top: string | null): number {
  if (top === null) return DEFAULT_PAGE;
  const size = Number(top);
  if (Number.isInteger(size) && size >= 1 && size <= MAX_PAGE) return size;
  throw badRequest(`Invalid page size specified: '${top}'. Must be between 1 and ${MAX_PAGE} inclusive.`);
}

function skipOf(token: string | null): number {
  if (token === null) return 0;
  const [, from] = /^from:(\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8')) ?? [];
  if (from === undefined) throw badRequest('The skip token is not valid.', 'Directory_ExpiredPageToken');
  return Number(from);
}

/** `appId eq '…'`, several joined by `or`, and `appId in ('…','…')`: what the directory index can answer. */
function filterOf(filter: string | null): (application: LocalApplication) => boolean {
  if (filter === null) return () => true;
  const [, list] = /^\s*(?:appId|id)\s+in\s+\((.*)\)\s*$/i.exec(filter) ?? [];
  const terms = list === undefined ? filter.split(/\s+or\s+/i).map(equalTerm) : list.split(',').map(quoted);
  if (terms.length > 15) throw badRequest('Too many child clauses specified in search filter expression.');
  const field = /^\s*id\b/.test(filter) ? 'id' : 'appId';
  return (application) => terms.includes(application[field].toLowerCase());
}

function equalTerm(term: string): string {
  const [, value] = /^\s*(?:appId|id)\s+eq\s+('[^']*')\s*$/.exec(term) ?? [];
  if (value === undefined) throw badRequest('Unsupported or invalid query filter clause.', 'Request_UnsupportedQuery');
  return quoted(value);
}

function quoted(text: string): string {
  const [, value] = /^\s*'([^']*)'\s*$/.exec(text) ?? [];
  if (value === undefined) throw badRequest('Unsupported or invalid query filter clause.', 'Request_UnsupportedQuery');
  return value.toLowerCase();
}

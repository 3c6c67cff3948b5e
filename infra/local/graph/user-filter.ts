import { badRequest } from './errors.ts';
import type { LocalUser } from './user.ts';

const FIELDS = ['id', 'displayName', 'userPrincipalName', 'mail'] as const;
const MAX_CLAUSES = 15;
/** Matches one `field eq 'text'`, in which a quote is doubled, and what follows it. */
const CLAUSE = /^\s*(\w+)\s+(\w+)\s+'((?:[^']|'')*)'\s*(?:(and|or)\s+(.+))?$/is;

/** Matches `id in ('text','text')`. */
const IDS = /^\s*id\s+in\s+\(\s*('[^']*'(?:\s*,\s*'[^']*')*)\s*\)\s*$/i;

/**
 * Returns whether a user fits a `$filter` of `eq` terms joined by `or`, or of ids. Letter case does not matter. The
 * stand-in supports no other filters of Graph. Throws GraphFailure.
 */
export function userFilter(filter: string | null): (user: LocalUser) => boolean {
  if (filter === null) return () => true;
  const [, ids] = IDS.exec(filter) ?? [];
  const terms = ids === undefined ? clausesOf(filter) : idsIn(ids);
  if (terms.length > MAX_CLAUSES) throw badRequest('Too many child clauses specified in search filter expression.');
  return (user) => terms.some(({ field, text }) => user[field].toLowerCase() === text);
}

interface Term {
  readonly field: (typeof FIELDS)[number];
  readonly text: string;
}

function clausesOf(filter: string): readonly Term[] {
  const terms: Term[] = [];
  for (let rest: string | undefined = filter; rest !== undefined; ) {
    const found = CLAUSE.exec(rest);
    if (found === null)
      throw badRequest(`Invalid filter clause: Syntax error in '${rest.slice(0, 80)}'.`, 'BadRequest');
    const [, name = '', operator = '', text = '', joined, more] = found;
    terms.push({ field: fieldOf(name), text: text.replaceAll("''", "'").toLowerCase() });
    if (operator !== 'eq' || (joined !== undefined && joined.toLowerCase() !== 'or')) throw unsupported();
    rest = more;
  }
  return terms;
}

function idsIn(list: string): readonly Term[] {
  return list.split(',').map((each) => ({ field: 'id', text: each.trim().slice(1, -1).toLowerCase() }));
}

function fieldOf(name: string): Term['field'] {
  const field = FIELDS.find((one) => one === name);
  if (field !== undefined) return field;
  const text = `Invalid filter clause: Could not find a property named '${name}' on type 'microsoft.graph.user'.`;
  throw badRequest(text, 'BadRequest');
}

function unsupported() {
  return badRequest('Unsupported or invalid query filter clause specified.', 'Request_UnsupportedQuery');
}

import type { ApplicationRef } from './application.ts';
import { foldedName, isNamed } from './names.ts';
import { isDummy } from './naming.ts';
import { folded } from './text.ts';

export type SearchResult<A> =
  | { readonly kind: 'found'; readonly application: A }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly A[] }
  | { readonly kind: 'none'; readonly suggestions: readonly A[] };

const SUGGESTIONS = 3;

/** Finds one application by client ID, display name or any unambiguous part of either; case and spaces do not matter. */
export function findApplication<A extends ApplicationRef>(query: string, applications: readonly A[]): SearchResult<A> {
  const wanted = foldedName(query);
  if (wanted === '') return choice(applications, []);
  const exact = applications.filter((a) => a.clientId === wanted || isNamed(query, a.displayName));
  const literal = exact.filter((a) => folded(a.displayName) === folded(query));
  if (exact.length > 0) return choice(literal.length > 0 ? literal : exact, []);
  const fitting = realFirst(wanted, matching(wanted, applications));
  return choice(fitting, fitting.length > 0 ? [] : nearest(wanted, applications));
}

/**
 * The application that is meant by words which fit several: the only one that is no dummy for implementers. Undefined if
 * that is not clear: the words say `alternative` or nothing, or something that is no part of each name.
 */
export function likeliestOf<A extends ApplicationRef>(query: string, fitting: readonly A[]): A | undefined {
  const wanted = foldedName(query);
  const isClear =
    wanted !== '' && !wanted.includes('alternative') && matching(wanted, fitting).length === fitting.length;
  const [only, ...others] = isClear ? fitting.filter((application) => !isDummy(application.displayName)) : [];
  return others.length === 0 ? only : undefined;
}

/** If the words do not say which, an organisation's application is likelier than its dummy for implementers. */
function realFirst<A extends ApplicationRef>(wanted: string, applications: readonly A[]): readonly A[] {
  if (wanted.includes('alternative')) return applications;
  return applications.toSorted((a, b) => Number(isDummy(a.displayName)) - Number(isDummy(b.displayName)));
}

/** A word that is shorter is looked for in names alone: client IDs are random, and many hold `be` or `de`. */
const ID_PART = 4;

/** The applications whose name or client ID holds every word of the filter. */
export function matching<A extends ApplicationRef>(filter: string, applications: readonly A[]): readonly A[] {
  const words = foldedName(filter).split(' ');
  return applications.filter((a) => {
    const name = foldedName(a.displayName);
    return words.every((word) => name.includes(word) || (word.length >= ID_PART && a.clientId.includes(word)));
  });
}

function choice<A>(candidates: readonly A[], suggestions: readonly A[]): SearchResult<A> {
  const [only] = candidates;
  if (only === undefined) return { kind: 'none', suggestions };
  return candidates.length === 1 ? { kind: 'found', application: only } : { kind: 'ambiguous', candidates };
}

/**
 * The names for "did you mean". They differ from the words in few typing errors: at most a third of the words' length,
 * compared with the whole name or with one part of it.
 */
function nearest<A extends ApplicationRef>(wanted: string, applications: readonly A[]): readonly A[] {
  return applications
    .map((application) => ({ application, distance: closest(wanted, foldedName(application.displayName)) }))
    .filter(({ distance }) => distance <= Math.max(1, Math.floor(wanted.length / 3)))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, SUGGESTIONS)
    .map(({ application }) => application);
}

function closest(wanted: string, name: string): number {
  return Math.min(
    editDistance(wanted, name),
    ...name
      .split('-')
      .filter((part) => part.length > 2)
      .map((part) => editDistance(wanted, part)),
  );
}

/** Levenshtein distance of two short texts. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(substitution, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}

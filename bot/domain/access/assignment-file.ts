import type { ApplicationRef } from '../shared/application.ts';
import { type NamedPerson, samePerson } from '../shared/person.ts';
import { folded } from '../shared/text.ts';
import { type Assignment, type Pair, pairKey, planAssignments, RECOMMENDED_MANAGERS } from './assignment.ts';

/** A line of a file that lists all managers of each application it names. */
export interface FileRow {
  /** In the file, from 1. */
  readonly line: number;
  /** Object id, user principal name or mail address. Empty: the application is to have nobody. */
  readonly person: string;
  /** Client ID or display name. */
  readonly application: string;
}

export interface FilePair {
  readonly application: ApplicationRef;
  readonly person: NamedPerson;
}

/** A line that changes nothing because of its words. */
export interface UnknownLine {
  readonly line: number;
  /**
   * `person` and `application`: the words were not found, or were found more than once. `nobody`: the line says that
   * the application is to have nobody, and another line names somebody for it.
   */
  readonly what: 'person' | 'application' | 'nobody';
  readonly words: string;
}

export interface FilePlan {
  readonly added: readonly FilePair[];
  readonly removed: readonly FilePair[];
  readonly unchanged: readonly FilePair[];
  readonly unknown: readonly UnknownLine[];
  /** Pairs that would be removed if an unknown line did not perhaps mean them. */
  readonly spared: readonly (FilePair & { readonly line: number })[];
  /** Applications that would have fewer managers than recommended, and how many they would have. */
  readonly short: readonly { readonly application: ApplicationRef; readonly managers: number }[];
}

export interface FileFacts {
  readonly rows: readonly FileRow[];
  /** The people that words of the file mean. Words that are not in it were not found, or were found more than once. */
  readonly people: ReadonlyMap<string, NamedPerson>;
  readonly applications: ReadonlyMap<string, ApplicationRef>;
  /** All managers of these applications. */
  readonly currentManagers: readonly Pick<Assignment, 'clientId' | 'person'>[];
}

/**
 * The applications that words of the file mean. The words are a client ID, with or without braces, or the exact display
 * name.
 */
export function meantApplications(
  words: readonly string[],
  applications: readonly ApplicationRef[],
): ReadonlyMap<string, ApplicationRef> {
  const byId = new Map(applications.map((application) => [application.clientId.toLowerCase(), application]));
  const byName = Map.groupBy(applications, ({ displayName }) => folded(displayName));
  const meant = words.flatMap((each) => {
    const [named, ...others] = byName.get(folded(each)) ?? [];
    const application = byId.get(folded(each).replace(/^\{(.*)\}$/, '$1')) ?? (others.length === 0 ? named : undefined);
    return application === undefined ? [] : [[each, application] as const];
  });
  return new Map(meant);
}

/** A row with what its words were found to mean. */
interface Line extends FileRow {
  readonly who: NamedPerson | undefined;
  readonly which: ApplicationRef | undefined;
}

/**
 * Plans what the file changes. Applications that no line names are left alone. Nobody is removed because of a line that
 * may only be mistyped: if a line is unknown, the managers of the application that it names stay, and the person that
 * it names stays everywhere.
 */
export function planFile({ rows, people, applications, currentManagers: all }: FileFacts): FilePlan {
  const lines = rows.map((row) => ({ ...row, who: people.get(row.person), which: applications.get(row.application) }));
  const unknown = [...lines.flatMap(unknownWords), ...contradictions(lines)].sort((a, b) => a.line - b.line);
  const named = new Map(lines.flatMap(({ which }) => (which === undefined ? [] : [[which.clientId, which] as const])));
  const current = all.filter(({ clientId }) => named.has(clientId));
  const add = lines.flatMap(wishOf);
  const listed = new Set(add.map(pairKey));
  const unlisted = current.filter((pair) => !listed.has(pairKey(pair)));
  const doubt = doubtsOf(lines, unknown);
  const plan = planAssignments({ add, remove: unlisted.filter((pair) => doubt(pair) === undefined) }, current);
  const shown = ({ clientId, person }: Pair): readonly FilePair[] => {
    const application = named.get(clientId);
    return application === undefined ? [] : [{ application, person }];
  };
  const spared = unlisted.flatMap((pair) => {
    const line = doubt(pair);
    return line === undefined ? [] : shown(pair).map((one) => ({ ...one, line }));
  });
  const [added, removed] = [plan.added.flatMap(shown), plan.removed.flatMap(shown)];
  const short = understaffed([...named.values()], current, added, removed);
  return { added, removed, unchanged: plan.unchanged.flatMap(shown), unknown, spared, short };
}

function wishOf({ who, which }: Line): readonly Pair[] {
  return who === undefined || which === undefined ? [] : [{ clientId: which.clientId, person: who }];
}

function unknownWords({ line, person, application, who, which }: Line): readonly UnknownLine[] {
  return [
    ...(person !== '' && who === undefined ? [{ line, what: 'person', words: person } as const] : []),
    ...(which === undefined ? [{ line, what: 'application', words: application } as const] : []),
  ];
}

/** Lines that say that an application is to have nobody although another line has somebody for it. */
function contradictions(lines: readonly Line[]): readonly UnknownLine[] {
  const staffed = new Set(lines.flatMap(({ person, which }) => (person === '' ? [] : (which?.clientId ?? []))));
  return lines.flatMap(({ line, person, application, which }) =>
    person === '' && which !== undefined && staffed.has(which.clientId)
      ? [{ line, what: 'nobody', words: application } as const]
      : [],
  );
}

/** The line because of which a pair is not removed. Undefined if it is removed. */
function doubtsOf(lines: readonly Line[], unknown: readonly UnknownLine[]): (pair: Pair) => number | undefined {
  const doubtful = new Set(unknown.map(({ line }) => line));
  const suspects = lines.filter(({ line }) => doubtful.has(line));
  return ({ clientId, person }) =>
    suspects.find(({ who, which }) =>
      which === undefined ? who !== undefined && samePerson(who, person) : which.clientId === clientId,
    )?.line;
}

function understaffed(
  named: readonly ApplicationRef[],
  current: FileFacts['currentManagers'],
  added: readonly FilePair[],
  removed: readonly FilePair[],
): FilePlan['short'] {
  const before = Map.groupBy(current, ({ clientId }) => clientId);
  const count = (pairs: readonly FilePair[]) => Map.groupBy(pairs, ({ application }) => application.clientId);
  const [more, fewer] = [count(added), count(removed)];
  return named
    .map((application) => {
      const { clientId } = application;
      const sizes = [before, more, fewer].map((each) => each.get(clientId)?.length ?? 0);
      const [had = 0, came = 0, went = 0] = sizes;
      return { application, managers: had + came - went };
    })
    .filter(({ managers }) => managers < RECOMMENDED_MANAGERS);
}

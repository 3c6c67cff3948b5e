import {
  type Assignment,
  type AssignmentForm,
  mayAbandon,
  type Pair,
  pairKey,
  planAssignments,
} from '../../bot/domain/access/assignment.ts';
import type { ApplicationRef } from '../../bot/domain/shared/application.ts';
import type { PersonId } from '../../bot/domain/shared/person.ts';
import type { Assignments } from '../../bot/ports/access/assignments.ts';
import { type Append, lowerAsker, lowerNamed } from './ledger.ts';
import type { FakeOutbox } from './ledger-outbox.ts';

/** Who made an assignment, when, and on whose word. */
interface Making extends Pick<Assignment, 'by' | 'confirmedBy'> {
  readonly at: Date;
}

type Forms = Map<string, AssignmentForm>;

/** Assignments in memory: what several parts of the fake ledger look at. */
export interface FakeAssignments {
  readonly assignments: Assignments;
  holds(person: PersonId, clientId: string): boolean;
  /** Those of the pairs that are new, each once; nothing is changed. */
  missing(pairs: readonly Pair[]): readonly Pair[];
  insert(pairs: readonly Pair[], making: Making): void;
}

export function createFakeAssignments(append: Append, outbox: FakeOutbox): FakeAssignments {
  const held = new Map<string, Assignment>();
  const forms: Forms = new Map();
  const all = () => structuredClone([...held.values()].sort(byApplicationThenAge));
  const fake: Omit<FakeAssignments, 'assignments'> = {
    holds: (person, clientId) => held.has(pairKey({ clientId, person })),
    missing: (pairs) => planAssignments({ add: pairs.map(lowerPair), remove: [] }, all()).added,
    insert: (pairs, { by, at: since, confirmedBy }) => {
      const made = { since, by: by && lowerNamed(by), confirmedBy };
      for (const pair of pairs) held.set(pairKey(pair), structuredClone({ ...lowerPair(pair), ...made }));
    },
  };
  const assignments: Assignments = {
    of: async (person) =>
      [
        ...new Set(
          all()
            .filter(isOf(person))
            .map(({ clientId }) => clientId),
        ),
      ].sort(),
    manages: async (person, clientId) => fake.holds(person, clientId),
    managersOf: async (clientIds) => {
      const wanted = new Set(clientIds.map((id) => id.toLowerCase()));
      return all().filter(({ clientId }) => wanted.has(clientId));
    },
    all: async () => all(),
    ...createSingle(held, fake, append),
    ...createForms(forms),
    change: createChange(held, forms, fake, append, outbox),
  };
  return { ...fake, assignments };
}

function createSingle(
  held: Map<string, Assignment>,
  fake: Pick<FakeAssignments, 'holds' | 'insert'>,
  append: Append,
): Pick<Assignments, 'add' | 'remove'> {
  return {
    add: async (person, clientId, audit) => {
      if (fake.holds(person, clientId)) return false;
      append(audit);
      fake.insert([{ clientId, person }], { by: audit.actor, at: audit.at, confirmedBy: '' });
      return true;
    },
    remove: async (person, clientId, audit) => {
      if (!fake.holds(person, clientId)) return false;
      append(audit);
      return held.delete(pairKey({ clientId, person }));
    },
  };
}

function createChange(
  held: Map<string, Assignment>,
  forms: Forms,
  { insert }: Pick<FakeAssignments, 'insert'>,
  append: Append,
  outbox: FakeOutbox,
): Assignments['change'] {
  return async (wish) => {
    const form = wish.form === undefined ? undefined : forms.get(wish.form);
    if (wish.form !== undefined && (form === undefined || form.state === 'used')) return { kind: 'form-used' };
    const lower = { add: wish.add.map(lowerPair), remove: wish.remove.map(lowerPair) };
    const { added, removed, unchanged, abandoned } = planAssignments(lower, [...held.values()]);
    if (!mayAbandon(abandoned, wish.lastToo, form)) return { kind: 'last', clientIds: abandoned };
    const put = outbox.prepare(wish.messages({ added, removed }));
    append(...added.map((pair) => wish.audit(pair, 'added')), ...removed.map((pair) => wish.audit(pair, 'removed')));
    insert(added, wish);
    for (const pair of removed) held.delete(pairKey(pair));
    if (form !== undefined) forms.set(form.nonce, { ...form, state: 'used' });
    put();
    return structuredClone({ kind: 'done', added, removed, unchanged, abandoned });
  };
}

function createForms(forms: Forms): Pick<Assignments, 'openForm' | 'findForm' | 'warn'> {
  return {
    openForm: async (given) => {
      if (forms.has(given.nonce)) throw new Error('nonce used');
      const people = given.people.map(lowerNamed);
      const applications = given.applications.map(lowerApplication);
      const form = structuredClone({ ...given, people, applications });
      forms.set(given.nonce, { ...form, asker: lowerAsker(given.asker), state: 'open', warnedOf: [] });
    },
    findForm: async (nonce) => structuredClone(forms.get(nonce)),
    warn: async (nonce, clientIds) => {
      const form = forms.get(nonce);
      if (form === undefined || form.state === 'used') return false;
      forms.set(nonce, { ...form, state: 'warned', warnedOf: clientIds.map((id) => id.toLowerCase()) });
      return true;
    },
  };
}

function isOf(person: PersonId): (assignment: Assignment) => boolean {
  return (assignment) => pairKey({ ...assignment, person }) === pairKey(assignment);
}

function byApplicationThenAge(a: Assignment, b: Assignment): number {
  if (a.clientId !== b.clientId) return a.clientId < b.clientId ? -1 : 1;
  return a.since.getTime() - b.since.getTime() || (pairKey(a) < pairKey(b) ? -1 : 1);
}

function lowerApplication(application: ApplicationRef): ApplicationRef {
  return { ...application, clientId: application.clientId.toLowerCase() };
}

function lowerPair({ clientId, person }: Pair): Pair {
  return { clientId: clientId.toLowerCase(), person: lowerNamed(person) };
}

import { type AssignmentForm, type Pair, planAssignments } from '../../domain/access/assignment.ts';
import type { AssignmentFormView } from '../../domain/access/outcomes.ts';
import { NAME_LIMIT } from '../../domain/secrets/secret-form.ts';
import type { ApplicationRef } from '../../domain/shared/application.ts';
import type { Deps } from '../shared/deps.ts';
import type { Chosen } from './choose-assignment.ts';

/** What the card of a form shows. */
export async function formView(
  deps: Pick<Deps, 'ledger'>,
  form: AssignmentForm,
  { people, applications }: Chosen,
  confirmedBy: string,
  problem: AssignmentFormView['problem'],
): Promise<AssignmentFormView> {
  const pairs = pairsOf(form);
  const currentManagers = await deps.ledger.assignments.managersOf(applications.map(({ clientId }) => clientId));
  const wish = form.act === 'assign' ? { add: pairs, remove: [] } : { add: [], remove: pairs };
  const plan = planAssignments(wish, currentManagers);
  return {
    act: form.act,
    nonce: form.nonce,
    people,
    applications,
    changes: plan.added.length + plan.removed.length,
    unchanged: plan.unchanged.length,
    abandoned: refsOf(form, plan.abandoned),
    asksAgain: form.state === 'warned',
    confirmedBy,
    problem,
  };
}

/** Every person with every application. */
export function pairsOf({ people, applications }: Pick<AssignmentForm, 'people' | 'applications'>): readonly Pair[] {
  return people.flatMap((person) => applications.map(({ clientId }) => ({ clientId, person })));
}

/** The applications of a form that have these ids. */
export function refsOf(
  { applications }: Pick<AssignmentForm, 'applications'>,
  ids: readonly string[],
): readonly ApplicationRef[] {
  return applications.filter(({ clientId }) => ids.includes(clientId.toLowerCase()));
}

/** What is wrong with the name of the person who confirmed it for the organisation. */
export function problemOf(confirmedBy: string): AssignmentFormView['problem'] {
  if (confirmedBy.trim() === '') return 'confirmed-by-empty';
  return [...confirmedBy.trim()].length > NAME_LIMIT ? 'confirmed-by-too-long' : undefined;
}

import { type AssignmentForm, type Pair, planAssignments } from '../../domain/access/assignment.ts';
import type { DirectoryPerson } from '../../domain/access/directory-person.ts';
import type { AssignmentFormView } from '../../domain/access/outcomes.ts';
import { FORM_LIFETIME_MS } from '../../domain/secrets/operation.ts';
import { NAME_LIMIT } from '../../domain/secrets/secret-form.ts';
import type { ApplicationRef } from '../../domain/shared/application.ts';
import type { Command } from '../../domain/shared/command.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, type NamedPerson, samePerson } from '../../domain/shared/person.ts';
import type { AssignmentResult } from '../../ports/access/assignments.ts';
import { auditOf, refuseAccess } from '../audit/audit-events.ts';
import { administratorsOnly } from '../shared/administrators.ts';
import type { Deps } from '../shared/deps.ts';
import { newReference, refused } from '../shared/refuse.ts';
import { assignmentMessages } from './assignment-messages.ts';
import { type AssignCommand, byAsker, type Chosen, choose } from './choose-assignment.ts';
import { orphanedBy } from './orphaned-requests.ts';

type Submit = Extract<Command, { kind: 'submit-assignment' }>;

/** `assign @person <application>` and `unassign`: shows what would change, and asks. */
export async function openAssignment(deps: Deps, command: AssignCommand, asker: Asker): Promise<Outcome> {
  const refusal = await administratorsOnly(deps, asker, command.kind);
  if (refusal !== undefined) return refusal;
  const chosen = await choose(deps, command, asker);
  if ('kind' in chosen) return chosen;
  const form = {
    ...{ nonce: deps.random.token(), act: command.kind, asker, openedAt: deps.clock() },
    ...{ people: chosen.people.map(withoutAddress), applications: chosen.applications },
  };
  await deps.ledger.assignments.openForm(form);
  return {
    kind: 'assignment-form',
    form: await viewOf(deps, { ...form, state: 'open', warnedOf: [] }, chosen, '', undefined),
  };
}

function withoutAddress({ tid, oid, name }: DirectoryPerson): NamedPerson {
  return { tid, oid, name };
}

/** Makes the change; the last manager of an application only after a second question. */
export async function submitAssignment(deps: Deps, command: Submit, asker: Asker): Promise<Outcome> {
  const refusal = await administratorsOnly(deps, asker, 'submit-assignment');
  if (refusal !== undefined) return refusal;
  const form = await deps.ledger.assignments.findForm(command.nonce);
  const mine = form !== undefined && samePerson(form.asker.person, asker.person);
  if (!mine || deps.clock().getTime() - form.openedAt.getTime() > FORM_LIFETIME_MS)
    return refuseAccess(deps, asker, 'form-expired', { detail: 'form of an assignment' });
  if (form.state === 'used') return refused('form-used');
  const problem = form.act === 'assign' ? problemOf(command.confirmedBy) : undefined;
  if (problem !== undefined) return shownAgain(deps, form, command.confirmedBy, problem);
  const result = await change(deps, form, form.state === 'warned' && command.lastToo, command.confirmedBy, asker);
  if (result.kind === 'form-used') return refused('form-used');
  if (result.kind === 'done') return changed(deps, form, result);
  await deps.ledger.assignments.warn(form.nonce, result.clientIds);
  return shownAgain(deps, { ...form, state: 'warned' }, '', undefined);
}

/** What is wrong with the name of whoever confirmed it. */
export function problemOf(confirmedBy: string): AssignmentFormView['problem'] {
  if (confirmedBy.trim() === '') return 'confirmed-by-empty';
  return [...confirmedBy.trim()].length > NAME_LIMIT ? 'confirmed-by-too-long' : undefined;
}

async function change(
  deps: Deps,
  form: AssignmentForm,
  lastToo: boolean,
  confirmedBy: string,
  asker: Asker,
): Promise<AssignmentResult> {
  const at = deps.clock();
  const reference = newReference(deps);
  const pairs = pairsOf(form);
  const remove = form.act === 'unassign' ? pairs : [];
  const orphaned = await orphanedBy(deps, remove);
  return deps.ledger.assignments.change({
    at,
    by: byAsker(asker),
    add: form.act === 'assign' ? pairs : [],
    remove,
    lastToo,
    form: form.nonce,
    confirmedBy: form.act === 'assign' ? confirmedBy.trim() : '',
    audit: ({ clientId, person }, done) =>
      auditOf(deps, asker, `assignment.${done}`, { application: { clientId }, subject: person, reference }),
    messages: (done) => [
      ...assignmentMessages(deps, done, form.applications, byAsker(asker)),
      ...orphaned(done.removed),
    ],
  });
}

function pairsOf({ people, applications }: Pick<AssignmentForm, 'people' | 'applications'>): readonly Pair[] {
  return people.flatMap((person) => applications.map(({ clientId }) => ({ clientId, person })));
}

async function changed(
  deps: Deps,
  form: AssignmentForm,
  result: Extract<AssignmentResult, { kind: 'done' }>,
): Promise<Outcome> {
  await deps.jobs.wake('tell', deps.clock());
  const { added, removed, unchanged, abandoned } = result;
  const told = form.people.filter((one) => [...added, ...removed].some(({ person }) => samePerson(person, one)));
  const met = await deps.ledger.conversations.met(told);
  return {
    kind: 'assignments-changed',
    act: form.act,
    people: form.people,
    applications: form.applications,
    changed: added.length + removed.length,
    unchanged: unchanged.length,
    abandoned: refsOf(form, abandoned),
    unmet: told.filter((person) => !met.some((asker) => samePerson(asker.person, person))),
  };
}

function refsOf(
  { applications }: Pick<AssignmentForm, 'applications'>,
  ids: readonly string[],
): readonly ApplicationRef[] {
  return applications.filter(({ clientId }) => ids.includes(clientId.toLowerCase()));
}

async function shownAgain(
  deps: Deps,
  form: AssignmentForm,
  confirmedBy: string,
  problem: AssignmentFormView['problem'],
): Promise<Outcome> {
  const standings = await deps.people.statusesOf(form.people);
  const people = form.people.map((one, at) => standings[at]?.person ?? { ...one, address: '', guest: false });
  const chosen = { people, applications: form.applications };
  return { kind: 'assignment-form', form: await viewOf(deps, form, chosen, confirmedBy, problem) };
}

async function viewOf(
  deps: Deps,
  form: AssignmentForm,
  { people, applications }: Chosen,
  confirmedBy: string,
  problem: AssignmentFormView['problem'],
): Promise<AssignmentFormView> {
  const pairs = pairsOf(form);
  const standing = await deps.ledger.assignments.managersOf(applications.map(({ clientId }) => clientId));
  const wish = form.act === 'assign' ? { add: pairs, remove: [] } : { add: [], remove: pairs };
  const plan = planAssignments(wish, standing);
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

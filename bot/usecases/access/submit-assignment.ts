import type { AssignmentForm } from '../../domain/access/assignment.ts';
import type { AssignmentFormView } from '../../domain/access/outcomes.ts';
import { FORM_LIFETIME_MS } from '../../domain/secrets/operation.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, samePerson } from '../../domain/shared/person.ts';
import type { AssignmentResult } from '../../ports/access/assignments.ts';
import { auditOf, refuseAccess } from '../audit/audit-events.ts';
import { administratorsOnly } from '../shared/administrators.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { Deps, TurnDeps } from '../shared/deps.ts';
import { carries, FLAG, NONCE, TYPED } from '../shared/fields.ts';
import { newReference, refused } from '../shared/refuse.ts';
import { formView, pairsOf, problemOf, refsOf } from './assignment-form.ts';
import { assignmentMessages } from './assignment-messages.ts';
import { byAsker } from './choose-assignment.ts';
import { orphanedBy } from './orphaned-requests.ts';

interface SubmitAssignmentCommand {
  readonly kind: 'submit-assignment';
  readonly nonce: string;
  /** Who in the organisation confirmed it. */
  readonly confirmedBy: string;
  /** The answer to the second question, about the last manager. */
  readonly lastToo: boolean;
}

/** The submitted form of an assignment. The last manager of an application is removed only after a second question. */
export const submitAssignmentCommand: CommandModule<SubmitAssignmentCommand> = {
  kind: 'submit-assignment',
  button: carries('submit-assignment', { nonce: NONCE, confirmedBy: TYPED, lastToo: FLAG }),
  need: 'step-up',
  perform: submitAssignment,
};

async function submitAssignment(deps: TurnDeps, command: SubmitAssignmentCommand, asker: Asker): Promise<Outcome> {
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
  const messagesOf = await assignmentMessages(deps, form.applications, byAsker(asker));
  return deps.ledger.assignments.change({
    at,
    by: byAsker(asker),
    // A form that was opened under other settings may name a registration that is the bot's own by now.
    add: form.act === 'assign' ? pairs.filter(({ clientId }) => !deps.directory.isOwn(clientId)) : [],
    remove,
    lastToo,
    form: form.nonce,
    confirmedBy: form.act === 'assign' ? confirmedBy.trim() : '',
    audit: ({ clientId, person }, done) =>
      auditOf(deps, asker, `assignment.${done}`, { application: { clientId }, subject: person, reference }),
    messages: (done) => [...messagesOf(done), ...orphaned(done.removed)],
  });
}

async function changed(
  deps: Pick<Deps, 'clock' | 'ledger' | 'jobs'>,
  form: AssignmentForm,
  result: Extract<AssignmentResult, { kind: 'done' }>,
): Promise<Outcome> {
  await deps.jobs.wake('send-outbox', deps.clock());
  const { added, removed, unchanged, abandoned } = result;
  const told = form.people.filter((one) => [...added, ...removed].some(({ person }) => samePerson(person, one)));
  const met = await deps.ledger.conversations.met(told);
  const unmet = told.filter((person) => !met.some((asker) => samePerson(asker.person, person)));
  // Nobody can ask somebody who has left to open the chat.
  const away = await deps.ledger.awayPeople.of(unmet);
  return {
    kind: 'assignments-changed',
    act: form.act,
    people: form.people,
    applications: form.applications,
    changed: added.length + removed.length,
    unchanged: unchanged.length,
    abandoned: refsOf(form, abandoned),
    unmet: unmet.filter((person) => !away.some((one) => samePerson(one.person, person))),
  };
}

async function shownAgain(
  deps: Pick<Deps, 'people' | 'ledger'>,
  form: AssignmentForm,
  confirmedBy: string,
  problem: AssignmentFormView['problem'],
): Promise<Outcome> {
  const statuses = await deps.people.statusesOf(form.people);
  const people = form.people.map((one, index) => statuses[index]?.person ?? { ...one, address: '', guest: false });
  const chosen = { people, applications: form.applications };
  return { kind: 'assignment-form', form: await formView(deps, form, chosen, confirmedBy, problem) };
}

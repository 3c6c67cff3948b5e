import type { AnswerRights } from '../../domain/messages/outbox.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { PersonId } from '../../domain/shared/person.ts';
import { satisfies } from '../../domain/sign-in/session.ts';
import { administers } from '../shared/administrators.ts';
import type { Deps } from '../shared/deps.ts';

/** They show nothing of an application, a person or the record. Every other outcome needs rights. */
const OPEN: ReadonlySet<Outcome['kind']> = new Set<Outcome['kind']>([
  ...(['help', 'note', 'refused', 'unknown', 'working', 'stored'] as const),
  ...(['signed-out', 'not-signed-in'] as const),
]);

/** Undefined if the person has no session that serves for reading. */
export async function rightsOf(
  deps: Pick<Deps, 'settings' | 'clock' | 'ledger'>,
  person: PersonId,
): Promise<AnswerRights | undefined> {
  const now = deps.clock();
  const facts = await deps.ledger.askers.factsOf(person, now);
  if (facts.session === undefined || !satisfies(facts.session, 'read', deps.settings.policy, now)) return undefined;
  return {
    administrator: administers(deps, facts),
    applications: facts.managed.map(({ clientId }) => clientId),
  };
}

/** Whether the person may still see the outcome: nothing of what they were when the bot answered has been taken away. */
export async function mayStillSee(
  deps: Pick<Deps, 'settings' | 'clock' | 'ledger'>,
  person: PersonId | undefined,
  { outcome, rights }: { readonly outcome: Outcome; readonly rights: AnswerRights | undefined },
): Promise<boolean> {
  if (OPEN.has(outcome.kind)) return true;
  if (rights === undefined || person === undefined) return false;
  const now = await rightsOf(deps, person);
  if (now === undefined || (rights.administrator && !now.administrator)) return false;
  return rights.applications.every((clientId) => now.applications.includes(clientId));
}

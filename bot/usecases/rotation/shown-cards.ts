import { presentOf } from '../../domain/access/away.ts';
import { type OutboxContent, readerOf } from '../../domain/messages/outbox.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, samePerson } from '../../domain/shared/person.ts';
import type { Posted } from '../../ports/messages/announcer.ts';
import type { DueMessage } from '../../ports/messages/outbox.ts';
import { type ContentRules, type Drawn, onlyDrawnAgain } from '../messages/content-rules.ts';
import type { Deps } from '../shared/deps.ts';
import { rotationOutcome } from './rotation-view.ts';

/**
 * Keeps the message in which a person sees the card of an open rotation, of a creation or of their request: the card is drawn
 * again there when it is not true any more. If the message shows something else now, that stays.
 */
export async function noteShown(
  deps: Pick<Deps, 'clock' | 'random' | 'ledger'>,
  outcome: Outcome,
  { person }: Asker,
  posted: Posted,
): Promise<void> {
  const content = changing(outcome);
  if (content === undefined) return deps.ledger.outbox.covered(posted);
  const message = { id: deps.random.token(), to: { kind: 'person', person } as const, content, at: deps.clock() };
  await deps.ledger.outbox.shown(message, posted);
}

/** What the card shows, if it can become untrue by itself. */
export function changing(outcome: Outcome): OutboxContent | undefined {
  if (outcome.kind === 'created') return { kind: 'created', created: outcome };
  if (outcome.kind === 'requested')
    return outcome.request === undefined ? undefined : { kind: 'requested', request: outcome.request };
  if (outcome.kind !== 'rotation' || outcome.view.rotation.state !== 'open') return undefined;
  return { kind: 'rotation', rotation: outcome.view.rotation.id };
}

type RotationContent = Extract<OutboxContent, { kind: 'rotation' }>;

export function rotationContent({ rotation: id }: RotationContent): ContentRules {
  return onlyDrawnAgain((deps, due) => draw(deps, due, id));
}

/** Somebody who does not manage the application any more sees nothing new of it. */
async function draw(deps: Deps, { to }: DueMessage, id: string): Promise<Drawn> {
  const rotation = await deps.ledger.rotations.find(id);
  const reader = readerOf(to);
  if (rotation === undefined || reader === undefined) return { kind: 'drop', audit: [] };
  const managers = presentOf(await deps.ledger.assignments.managersOf([rotation.application.clientId]));
  const manages = managers.some(({ person }) => samePerson(person, reader));
  const application = manages ? await deps.directory.application(rotation.application.clientId) : undefined;
  if (application === undefined) return { kind: 'drop', audit: [] };
  const outcome = await rotationOutcome(withoutAsking(deps), rotation, application);
  return outcome.kind === 'rotation'
    ? { kind: 'post', content: { kind: 'answer', outcome } }
    : { kind: 'drop', audit: [] };
}

/**
 * A card that nobody has asked for is drawn from the last uses that are kept: Entra's report takes few questions, and the
 * presses of people need them.
 */
function withoutAsking(deps: Deps): Deps {
  const { signInReports } = deps;
  return signInReports === undefined
    ? deps
    : { ...deps, signInReports: { ...signInReports, of: async () => undefined } };
}

import { cannotConnect } from '../../domain/shared/expiry.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { type Asker, named } from '../../domain/shared/person.ts';
import { auditOf } from '../audit/audit-events.ts';
import { findMineById, isApplication } from '../shared/applications.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { TurnDeps } from '../shared/deps.ts';
import { carries, FLAG, ID } from '../shared/fields.ts';

interface UnusedCommand {
  readonly kind: 'unused';
  readonly clientId: string;
  /** Whether the person has read what it means. */
  readonly sure: boolean;
}

/**
 * A manager says that an application which cannot connect is not used any more: its reminders stop, for everybody, until it
 * connects again. Nothing is changed in Entra.
 */
export const unusedCommand: CommandModule<UnusedCommand> = {
  kind: 'unused',
  button: carries('unused', { clientId: ID, sure: FLAG }),
  need: 'read',
  perform: (deps, command, asker) => sayUnused(deps, command, asker),
};

export async function sayUnused(
  deps: TurnDeps,
  { clientId, sure }: Omit<UnusedCommand, 'kind'>,
  asker: Asker,
): Promise<Outcome> {
  const known = await findMineById(deps, asker, 'show', clientId);
  if (!isApplication(known)) return known;
  const [found = known] = await deps.directory.withOtherCredentials([known]);
  const now = deps.clock();
  const application = { clientId: found.clientId, displayName: found.displayName };
  if (!cannotConnect(found, now)) return { kind: 'unused', application, step: 'connects' };
  if (!sure) return { kind: 'unused', application, step: 'ask' };
  const audit = auditOf(deps, asker, 'application.unused', { application });
  await deps.ledger.unusedApplications.mark(application.clientId, named(asker), now, audit);
  await deps.jobs.wake('send-outbox', now);
  return { kind: 'unused', application, step: 'said' };
}

import { foundApplication } from '../../../domain/secrets/found.ts';
import { byUrgency } from '../../../domain/shared/application-view.ts';
import type { Outcome } from '../../../domain/shared/outcome.ts';
import { matching } from '../../../domain/shared/search.ts';
import { assignedApplications, nothingToManage } from '../../shared/applications.ts';
import type { CommandModule } from '../../shared/command-module.ts';
import type { TurnDeps } from '../../shared/deps.ts';

interface FindCommand {
  readonly kind: 'find';
  /** Parts of a name or client ID: all of them must fit. */
  readonly words: string;
  /** So many of the found applications are left out: they were shown before. */
  readonly skip: number;
  readonly count: number;
}

/**
 * Finds applications of the asker's own from the compose box of any chat. No text and no button leads here. See decision
 * 0046: a search finds one's own applications in any chat.
 */
export const findCommand: CommandModule<FindCommand> = {
  kind: 'find',
  need: 'read',
  perform: find,
};

/** It costs one request to Entra while people type, so that certificates and last uses are not looked up. */
async function find(
  deps: Pick<TurnDeps, 'clock' | 'directory' | 'askerFacts'>,
  { words, skip, count }: FindCommand,
): Promise<Outcome> {
  const now = deps.clock();
  const { mine, gone } = await assignedApplications(deps);
  if (mine.length === 0) return nothingToManage(gone);
  const fitting = byUrgency(matching(words, mine), now);
  return { kind: 'found', applications: fitting.slice(skip, skip + count).map((one) => foundApplication(one, now)) };
}

import { applicationView } from '../../domain/shared/application-view.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import { findMine, isApplication } from '../shared/applications.ts';
import type { TurnDeps } from '../shared/deps.ts';
import { opening } from '../shared/opening.ts';

/** `show <application>` shows all its secrets. */
export const showCommand = opening('show', {
  words: ['show'],
  help: [{ lead: 'show', text: 'and an application – all its secrets' }],
  perform: (deps, { query }) => show(deps, query),
});

export async function show(
  deps: Pick<TurnDeps, 'clock' | 'directory' | 'ledger' | 'askerFacts'>,
  query: string,
): Promise<Outcome> {
  const found = await findMine(deps, 'show', query);
  if (!isApplication(found)) return found;
  const [told = found] = await deps.directory.withOtherCredentials([found]);
  return { kind: 'application', application: applicationView(told, deps.clock()) };
}

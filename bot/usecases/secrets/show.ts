import { applicationView } from '../../domain/shared/application-view.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { TurnDeps } from '../shared/deps.ts';
import { findSeen } from '../shared/looked-after.ts';
import { opening } from '../shared/opening.ts';
import { knownCredentials } from './unexpected/known-credentials.ts';

/** `show <application>` shows all its secrets. */
export const showCommand = opening('show', {
  words: ['show'],
  help: [{ lead: 'show', text: 'with the name of an application – shows all its secrets' }],
  perform: (deps, { query }) => show(deps, query),
});

export async function show(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'directory' | 'ledger' | 'signInReports' | 'signInLog' | 'askerFacts'>,
  query: string,
): Promise<Outcome> {
  const found = await findSeen(deps, 'show', query);
  if ('kind' in found) return found;
  const { clientId } = found.application;
  const [[told = found.application], { uses, othersOf }] = await Promise.all([
    deps.directory.withOtherCredentials([found.application]),
    knownCredentials(deps, [clientId]),
  ]);
  const view = applicationView(deps.settings, told, deps.clock(), found.readOnly, uses);
  return { kind: 'application', application: { ...view, ...othersOf(clientId) } };
}

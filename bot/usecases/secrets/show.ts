import { applicationView } from '../../domain/shared/application-view.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { findMine, isApplication } from '../shared/applications.ts';
import type { Deps } from '../shared/deps.ts';
import { opening } from '../shared/opening.ts';

/** `show <application>` shows all its secrets. */
export const showCommand = opening('show', {
  words: ['show'],
  help: [{ lead: 'show', text: 'and an application – all its secrets' }],
  perform: (deps, { query }, asker) => show(deps, query, asker),
});

export async function show(
  deps: Pick<Deps, 'clock' | 'directory' | 'ledger'>,
  query: string,
  asker: Asker,
): Promise<Outcome> {
  const found = await findMine(deps, asker, 'show', query);
  return isApplication(found) ? { kind: 'application', application: applicationView(found, deps.clock()) } : found;
}

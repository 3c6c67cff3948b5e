import type { Outcome } from '../../../domain/shared/outcome.ts';
import { isAdministrator } from '../../shared/administrators.ts';
import { nothingToManage } from '../../shared/applications.ts';
import type { CommandModule } from '../../shared/command-module.ts';
import type { TurnDeps } from '../../shared/deps.ts';
import { carries, PAGE } from '../../shared/fields.ts';
import { pageOf } from '../../shared/page-of.ts';

interface UnexpectedCommand {
  readonly kind: 'unexpected';
  readonly page: number;
}

const PER_PAGE = 5;

/** `unexpected` lists the credentials that were added outside the bot and of which nobody has said whose they are. */
export const unexpectedCommand: CommandModule<UnexpectedCommand> = {
  kind: 'unexpected',
  words: ['unexpected'],
  read: (rest) => (rest === '' ? { kind: 'unexpected', page: 1 } : undefined),
  button: carries('unexpected', { page: PAGE }),
  need: 'read',
  help: [{ lead: 'unexpected', text: '– credentials that were added outside this app, to say whether they are yours' }],
  perform: (deps, { page }) => unexpected(deps, page),
};

/** As the last looks saw it: Entra is not asked. Administrators see those of all applications, others those of their own. */
export async function unexpected(
  deps: Pick<TurnDeps, 'settings' | 'clock' | 'ledger' | 'askerFacts'>,
  wanted: number,
): Promise<Outcome> {
  const administrator = await isAdministrator(deps);
  const managed = (await deps.askerFacts()).managed.map(({ clientId }) => clientId);
  if (!administrator && managed.length === 0) return nothingToManage([]);
  const all = await deps.ledger.unexpectedCredentials.unanswered(administrator ? undefined : managed);
  const { shown, page, pages, total } = pageOf(all, wanted, PER_PAGE);
  return { kind: 'unexpected', credentials: shown, page, pages, total, whose: administrator ? 'all' : 'own' };
}

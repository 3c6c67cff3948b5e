import type { Outcome } from '../../../domain/shared/outcome.ts';
import type { Asker } from '../../../domain/shared/person.ts';
import { administratorsOnly } from '../../shared/administrators.ts';
import type { CommandModule } from '../../shared/command-module.ts';
import type { TurnDeps } from '../../shared/deps.ts';
import { carries, PAGE } from '../../shared/fields.ts';
import { pageOf } from '../../shared/page-of.ts';

interface LeaversCommand {
  readonly kind: 'leavers';
  readonly page: number;
}

const PER_PAGE = 5;

/** `leavers`, for administrators: the managers who have left or may not sign in, to take their roles away or give them to others. */
export const leaversCommand: CommandModule<LeaversCommand> = {
  kind: 'leavers',
  words: ['leavers'],
  read: (rest) => (rest === '' ? { kind: 'leavers', page: 1 } : undefined),
  button: carries('leavers', { page: PAGE }),
  need: 'read',
  help: [
    {
      section: 'administrators',
      lead: 'leavers',
      text: '– managers who have left or whose account is disabled, to remove or replace them',
    },
  ],
  perform: leavers,
};

/** As the last sweep saw it: Entra is not asked. */
async function leavers(deps: TurnDeps, { page: wanted }: LeaversCommand, asker: Asker): Promise<Outcome> {
  const refusal = await administratorsOnly(deps, asker, 'leavers');
  if (refusal !== undefined) return refusal;
  const { shown, page, pages, total } = pageOf(await deps.ledger.awayPeople.managers(), wanted, PER_PAGE);
  return { kind: 'leavers', managers: shown, page, pages, total };
}

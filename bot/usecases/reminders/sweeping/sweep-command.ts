import { type SweepAccept, sweepDoubt } from '../../../domain/reminders/sweep.ts';
import type { Outcome } from '../../../domain/shared/outcome.ts';
import type { Asker } from '../../../domain/shared/person.ts';
import { folded } from '../../../domain/shared/text.ts';
import { administratorsOnly } from '../../shared/administrators.ts';
import type { CommandModule } from '../../shared/command-module.ts';
import type { TurnDeps } from '../../shared/deps.ts';
import { carries, flagOr } from '../../shared/fields.ts';
import { refused } from '../../shared/refuse.ts';
import { sweep } from '../sweep.ts';

interface SweepCommand {
  readonly kind: 'sweep';
  readonly accept: SweepAccept;
}

/** `sweep`, `sweep accept` and `sweep accept leavers`, for administrators: sweeps now, and reports. */
export const sweepCommand: CommandModule<SweepCommand> = {
  kind: 'sweep',
  words: ['sweep'],
  read: readSweep,
  button: carries('sweep', { accept: flagOr('leavers') }),
  need: { of: ({ accept }) => (accept === false ? 'read' : 'step-up') },
  help: [
    {
      section: 'administrators',
      lead: 'sweep',
      text: '– look for what is due now, and report; sweep accept if an unexpectedly small number is right, and sweep accept leavers if so many managers have left',
    },
  ],
  perform: (deps, { accept }, asker) => sweepNow(deps, accept, asker),
};

function readSweep(rest: string): SweepCommand | undefined {
  if (rest === '') return { kind: 'sweep', accept: false };
  const accepted = /^accept( leavers)?[?!.]*$/.exec(folded(rest));
  return accepted === null ? undefined : { kind: 'sweep', accept: accepted[1] === undefined ? true : 'leavers' };
}

async function sweepNow(deps: TurnDeps, accept: SweepAccept, asker: Asker): Promise<Outcome> {
  const refusal = await administratorsOnly(deps, asker, 'sweep');
  if (refusal !== undefined) return refusal;
  const before = await deps.ledger.sweeps.lastGood();
  const report = await sweep(deps, asker, accept);
  return report === 'busy' ? refused('busy') : { kind: 'sweep', report, doubt: sweepDoubt(report, before) };
}

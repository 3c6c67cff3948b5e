import { sweepDoubt } from '../../domain/reminders/sweep.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Asker } from '../../domain/shared/person.ts';
import { folded } from '../../domain/shared/text.ts';
import { administratorsOnly } from '../shared/administrators.ts';
import type { CommandModule } from '../shared/command-module.ts';
import type { TurnDeps } from '../shared/deps.ts';
import { carries, FLAG } from '../shared/fields.ts';
import { refused } from '../shared/refuse.ts';
import { sweep } from './sweep.ts';

interface SweepCommand {
  readonly kind: 'sweep';
  /** The administrator says that unexpectedly small numbers are right. */
  readonly accept: boolean;
}

/** `sweep` and `sweep accept`, for administrators: sweeps now, and reports. */
export const sweepCommand: CommandModule<SweepCommand> = {
  kind: 'sweep',
  words: ['sweep'],
  read: readSweep,
  button: carries('sweep', { accept: FLAG }),
  need: { of: ({ accept }) => (accept ? 'step-up' : 'read') },
  help: [
    {
      group: 'administrators',
      lead: 'sweep',
      text: '– look for what is due now, and report; sweep accept if an unexpectedly small number is right',
    },
  ],
  perform: (deps, { accept }, asker) => sweepNow(deps, accept, asker),
};

function readSweep(rest: string): SweepCommand | undefined {
  if (rest === '') return { kind: 'sweep', accept: false };
  return /^accept[?!.]*$/.test(folded(rest)) ? { kind: 'sweep', accept: true } : undefined;
}

async function sweepNow(deps: TurnDeps, accept: boolean, asker: Asker): Promise<Outcome> {
  const refusal = await administratorsOnly(deps, asker, 'sweep');
  if (refusal !== undefined) return refusal;
  const before = await deps.ledger.sweeps.lastGood();
  const report = await sweep(deps, asker, accept);
  return report === 'busy' ? refused('busy') : { kind: 'sweep', report, doubt: sweepDoubt(report, before) };
}

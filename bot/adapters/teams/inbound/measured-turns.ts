import type { Outcome } from '../../../domain/shared/outcome.ts';
import { type Attributes, statusClass, type Telemetry } from '../../../ports/shared/telemetry.ts';
import type { Command } from '../../../usecases/commands.ts';
import type { UseCases } from '../../../usecases/index.ts';
import type { InvokeAnswer } from '../outbound/respond.ts';
import type { Gate, TurnedAway } from './gate.ts';
import type { AllowTurn } from './limits/turn-limits.ts';
import type { Turns } from './turn.ts';

/** Measures one span for each turn. The span of an invoke lasts as long as Teams waits for its answer. */
export function measuredTurns(turns: Turns, telemetry: Telemetry): Turns {
  const event = (activity: string, handle: () => Promise<void>) => telemetry.measure('turn', { activity }, handle);
  const invoke = (activity: string, handle: () => Promise<InvokeAnswer>) =>
    telemetry.measure('turn', { activity }, async (tell) => {
      const answer = await handle();
      tell({ status: statusClass(answer.status) });
      return answer;
    });
  return {
    message: (activity) => event('message', () => turns.message(activity)),
    membership: (activity) => event('membership', () => turns.membership(activity)),
    action: (activity) => invoke('action', () => turns.action(activity)),
    tokenExchange: (activity) => invoke('token-exchange', () => turns.tokenExchange(activity)),
    verifyState: (activity) => invoke('verify-state', () => turns.verifyState(activity)),
    signInFailure: (activity) => invoke('sign-in-failure', () => turns.signInFailure(activity)),
    search: (activity) => invoke('search', () => turns.search(activity)),
    settled: () => turns.settled(),
  };
}

type Asked = Pick<UseCases, 'run' | 'exchange'>;

/** Counts commands by their kind and their outcome; a fault counts as an outcome. */
export function measuredCommands<T extends Asked>(usecases: T, telemetry: Telemetry): T {
  const { run, exchange } = usecases;
  const measure = async <R>(
    command: Command['kind'] | 'exchange',
    work: () => Promise<R>,
    read: (result: R) => Attributes,
  ) =>
    telemetry.measure('command', { command }, async (tell) => {
      let what: Attributes = { outcome: 'fault' };
      try {
        const result = await work();
        what = read(result);
        return result;
      } finally {
        tell(what);
        const { reference: _reference, ...counted } = what;
        telemetry.count('commands', { command, ...counted });
        if (what.outcome === 'sign-in') telemetry.count('sign-ins', { need: what.need, step: 'asked' });
      }
    });
  return {
    ...usecases,
    run: (command, asker) => measure(command.kind, () => run(command, asker), meaningOf),
    exchange: (input, asker) =>
      measure(
        'exchange',
        () => exchange(input, asker),
        (result) => (result.kind === 'signed-in' ? meaningOf(result.outcome) : { outcome: result.kind }),
      ),
  };
}

function meaningOf(outcome: Outcome): Attributes {
  switch (outcome.kind) {
    case 'refused':
      return { outcome: 'refused', refusal: outcome.refusal, reference: outcome.reference };
    case 'note':
      return { outcome: 'note', refusal: outcome.note.kind === 'request' ? outcome.note.refusal : undefined };
    case 'sign-in':
      return { outcome: 'sign-in', need: outcome.need };
    default:
      return { outcome: outcome.kind };
  }
}

/** Counts activities that are turned away, by their answer. */
export function countedGate(gate: Gate, telemetry: Telemetry): Gate {
  const counted = <T extends { readonly kind: string }>(verdict: T | TurnedAway): T | TurnedAway => {
    if ('status' in verdict) telemetry.count('turned-away', { status: statusClass(verdict.status) });
    return verdict;
  };
  return {
    ready: () => gate.ready(),
    authenticate: async (authorization) => counted(await gate.authenticate(authorization)),
    admit: (passport, text) => counted(gate.admit(passport, text)),
  };
}

/** Counts activities of people who send too many. */
export function countedLimit(allow: AllowTurn, telemetry: Telemetry): AllowTurn {
  return (person) => {
    const allowed = allow(person);
    if (!allowed) telemetry.count('turned-away', { status: '429' });
    return allowed;
  };
}

import type { Taken, TurnCounts } from '../../../../../../bot/ports/shared/turn-counts.ts';

/** The buckets that all processes of a test share, by a clock of the test, and what was asked of them. */
export interface Buckets {
  readonly counts: TurnCounts;
  /** The keys of each statement. */
  readonly statements: (readonly string[])[];
  readonly state: { down: boolean; hangs: boolean };
}

export function sharedBuckets(now: () => number): Buckets {
  const levels = new Map<string, { level: number; at: number }>();
  const statements: (readonly string[])[] = [];
  const state = { down: false, hangs: false };
  const take = ({ key, taken, burst, refillMs }: Taken): readonly [string, number] => {
    const { level, at } = levels.get(key) ?? { level: burst, at: now() };
    const refilled = Math.min(burst, level + ((now() - at) * burst) / refillMs);
    const left = Math.max(-burst, refilled - taken);
    levels.set(key, { level: left, at: now() });
    return [key, left];
  };
  return {
    statements,
    state,
    counts: {
      settle: async (taken) => {
        statements.push(taken.map(({ key }) => key));
        if (state.hangs) return new Promise(() => undefined);
        if (state.down) throw new Error('down');
        return new Map(taken.map(take));
      },
    },
  };
}

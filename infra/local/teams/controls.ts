import type { LocalGraph } from '../graph/index.ts';
import type { World } from '../world.ts';
import type { TeamsFaults } from './faults.ts';
import type { Controls } from './page-api.ts';

/** What only the program that started the world can do. */
export interface WorldControls {
  restartBot?(): Promise<void>;
}

interface ControlParts {
  readonly world: World;
  readonly faults: TeamsFaults;
  readonly graph: Pick<LocalGraph, 'faults'> | undefined;
  readonly extra: WorldControls | undefined;
}

/** The switches of the panel: time, throttling, refusals, the bot itself. */
export function createControls(parts: ControlParts): Controls & { botState(text: string): void } {
  const listeners = new Set<() => void>();
  let bot = 'running';
  const told = (): void => {
    for (const listener of listeners) listener();
  };
  const actions: Readonly<Record<string, (on: boolean) => unknown>> = {
    'pass-day': () => parts.world.passDays(1),
    'pass-week': () => parts.world.passDays(7),
    'refuse-targeted': (on) => {
      parts.faults.refuseTargeted = on;
    },
    'throttle-graph': (on) => {
      if (parts.graph !== undefined) parts.graph.faults.throttle = on;
    },
    'restart-bot': () => parts.extra?.restartBot?.(),
  };
  return {
    state: () => ({
      throttleGraph: parts.graph?.faults.throttle ?? false,
      refuseTargeted: parts.faults.refuseTargeted,
      bot,
    }),
    run: async (name, on) => {
      const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
      if (action === undefined) return false;
      await action(on);
      told();
      return true;
    },
    onChange: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    botState: (text) => {
      bot = text;
      told();
    },
  };
}

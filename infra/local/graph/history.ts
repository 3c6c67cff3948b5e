import type { LocalApplication, World } from '../world.ts';

interface Version {
  readonly at: number;
  readonly applications: readonly LocalApplication[];
}

const KEEP_MS = 5 * 60_000;

/** Past states of the directory, so that reads can lag behind writes as a replica's do. */
export interface History {
  /** Call before each change. */
  remember(): void;
  /** The state as of `lagMs` ago. */
  seen(lagMs: number): readonly LocalApplication[];
}

export function createHistory(world: World): History {
  const before: Version[] = [];
  return {
    remember: () => {
      const now = Date.now();
      while ((before[0]?.at ?? now) < now - KEEP_MS) before.shift();
      before.push({ at: now, applications: structuredClone(world.applications) });
    },
    seen: (lagMs) => {
      const since = Date.now() - lagMs;
      return lagMs === 0
        ? world.applications
        : (before.find((version) => version.at > since)?.applications ?? world.applications);
    },
  };
}

import type { LocalApplication, LocalWorld } from '../world.ts';

interface Version {
  readonly at: number;
  /** The application as it was before the change. */
  readonly application: LocalApplication;
}

const KEEP_MS = 5 * 60_000;

/** Past states of the directory, so that reads can lag behind writes as a replica's do. */
export interface History {
  /** Call before each change of an application. */
  remember(application: LocalApplication): void;
  /** The state as of `lagMs` ago. */
  seen(lagMs: number): readonly LocalApplication[];
}

/** Keeps only what changed: a copy of a big directory for each change would take more room than the directory. */
export function createHistory(world: LocalWorld): History {
  const before: Version[] = [];
  return {
    remember: (application) => {
      const now = Date.now();
      while ((before[0]?.at ?? now) < now - KEEP_MS) before.shift();
      before.push({ at: now, application: { ...application } });
    },
    seen: (lagMs) => {
      const since = Date.now() - lagMs;
      const later = lagMs === 0 ? [] : before.filter((version) => version.at > since);
      if (later.length === 0) return world.applications;
      // The earliest of the later changes says how an application was then.
      const past = new Map(later.toReversed().map(({ application }) => [application.id, application]));
      return world.applications.map((one) => past.get(one.id) ?? one);
    },
  };
}

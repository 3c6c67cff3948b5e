import type { LocalApplication, LocalWorld } from '../world.ts';

interface Version {
  readonly at: number;
  /** The application as it was before the change. */
  readonly application: LocalApplication;
}

const KEEP_MS = 5 * 60_000;

/** The past states of the directory. They let reads lag behind writes, as they do on a replica. */
export interface History {
  /** Call before each change of an application. */
  remember(application: LocalApplication): void;
  /** The state as of `lagMs` ago. */
  seen(lagMs: number): readonly LocalApplication[];
}

/** Keeps only what changed, because a copy of the whole directory for each change would take too much room. */
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
      // The earliest of the later changes holds the application as it was at that time.
      const past = new Map(later.toReversed().map(({ application }) => [application.id, application]));
      return world.applications.map((one) => past.get(one.id) ?? one);
    },
  };
}

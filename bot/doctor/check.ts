import type { Settings } from '../config/index.ts';
import type { CheckContext } from './context.ts';
import type { Service } from './reach.ts';

/** What a check found. Unless all is well, `advice` says in one plain sentence what to do. */
export type Finding =
  | { readonly status: 'pass'; readonly detail: string }
  | { readonly status: 'warning' | 'failure' | 'skipped'; readonly detail: string; readonly advice: string };

export type Status = Finding['status'];

/** What the doctor knows even if the settings cannot be used. */
export interface Installation {
  /** What is wrong with the settings, one plain sentence each; empty if nothing is wrong. */
  readonly gaps: readonly string[];
  /** The names of the variables in the environment. */
  readonly names: readonly string[];
  /** The project's folder, with a slash at its end. */
  readonly root: URL;
}

/** One thing to look at. A check only reads, and throws if it cannot be carried out. */
export type Check =
  /** This check needs no settings. */
  | { readonly title: string; readonly lookWithoutSettings: (installation: Installation) => Promise<Finding> }
  /** This check needs the settings. With `beforeDeployment` it makes sense before anything is deployed (`--plan`). */
  | {
      readonly title: string;
      readonly beforeDeployment?: true;
      /** The check is skipped if it does not reach one of these: another line says so. */
      readonly needs?: (settings: Settings) => readonly Service[];
      readonly look: (context: CheckContext) => Promise<Finding>;
    };

export function pass(detail: string): Finding {
  return { status: 'pass', detail };
}

/** The deployment works, but not as it should. */
export function warning(detail: string, advice: string): Finding {
  return { status: 'warning', detail, advice };
}

export function failure(detail: string, advice: string): Finding {
  return { status: 'failure', detail, advice };
}

/** The check could not look, so nothing is known. */
export function skipped(detail: string, advice: string): Finding {
  return { status: 'skipped', detail, advice };
}

/** The first names of a long list, and a line that says how many more there are. */
export function firstOf(names: readonly string[], limit: number): readonly string[] {
  if (names.length <= limit) return names;
  return [...names.slice(0, limit), `… and ${names.length - limit} more`];
}

import type { Manifest } from './manifest.ts';
import type { World } from './world.ts';

/** What a check found: what is so, and, unless all is well, what to do about it in one plain sentence. */
export type Finding =
  | { readonly status: 'pass'; readonly detail: string }
  | { readonly status: 'warning' | 'failure' | 'skipped'; readonly detail: string; readonly advice: string };

export type Status = Finding['status'];

/** What is there before there are any settings. */
export interface Place {
  /** All that is wrong with the settings, in plain words; empty where nothing is. */
  readonly gaps: readonly string[];
  /** The project's folder, with a slash at its end. */
  readonly root: URL;
  /** The app package, where one was given to compare with. */
  readonly manifest: Manifest | undefined;
}

/** One thing to look at. It only reads, and it throws where it cannot be carried out. */
export type Check =
  /** Needs no settings. */
  | { readonly title: string; readonly early: (place: Place) => Promise<Finding> }
  /** `plan`: can be looked at before anything is deployed. */
  | { readonly title: string; readonly plan?: true; readonly look: (world: World) => Promise<Finding> };

export function pass(detail: string): Finding {
  return { status: 'pass', detail };
}

/** Works, but is not as it should be. */
export function warning(detail: string, advice: string): Finding {
  return { status: 'warning', detail, advice };
}

export function failure(detail: string, advice: string): Finding {
  return { status: 'failure', detail, advice };
}

/** Could not be looked at, which says nothing about it. */
export function skipped(detail: string, advice: string): Finding {
  return { status: 'skipped', detail, advice };
}

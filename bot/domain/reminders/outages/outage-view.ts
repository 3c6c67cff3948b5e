import type { Outage } from './outage.ts';

/** An outage as one reader sees it. */
export interface OutageView {
  readonly outage: Outage;
  /** A manager can do something about it; an administrator sees it. */
  readonly reader: 'manager' | 'administrator';
  /** The names of its managers; an empty name is unknown. */
  readonly managers: readonly string[];
  /** The secret that was deleted last before the newest attempt, through the bot. */
  readonly deleted:
    | { readonly name: string; readonly keyId: string; readonly by: string; readonly at: Date }
    | undefined;
}

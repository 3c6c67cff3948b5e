import type { Outage } from './outage.ts';

/** An outage as one reader sees it. */
export interface OutageView {
  readonly outage: Outage;
  /** A manager can do something about it; an administrator sees it. */
  readonly reader: 'manager' | 'administrator';
  /** The names of its managers; an empty name is unknown. */
  readonly managers: readonly string[];
  /**
   * The secret that was deleted last in the week before the newest attempt, through the bot. `wasUsed`: it is known that it was in
   * use in the week before its deletion.
   */
  readonly deleted:
    | {
        readonly name: string;
        readonly keyId: string;
        readonly by: string;
        readonly at: Date;
        readonly wasUsed: boolean;
      }
    | undefined;
}

/** A bucket of `burst`, which fills up again in `refillMs`. */
export interface Bucket {
  readonly burst: number;
  readonly refillMs: number;
}

/** How much one process has taken from a bucket since it last said so. */
export interface Taken extends Bucket {
  readonly key: string;
  readonly taken: number;
}

/** The buckets that all processes of the bot share. They are lost if the database crashes, and are full again after that. */
export interface TurnCounts {
  /**
   * Takes from the buckets, also more than is there, and returns what each holds after that, by its key: less than nothing
   * if more was taken. No bucket owes more than it can hold. Throws LedgerFault.
   */
  settle(taken: readonly Taken[]): Promise<ReadonlyMap<string, number>>;
}

/** Work that waits in the ledger: a queue's length, as far as it was counted, and since when its first one is due. */
export interface QueueState {
  readonly queue: 'outbox' | 'mail' | 'operations' | 'messages' | 'dead-letters';
  readonly depth: number;
  readonly oldest: Date | undefined;
}

export interface Backlog {
  /** What is due at `now`; dead letters whenever they were given up. Bounded in rows and time. */
  queues(now: Date): Promise<readonly QueueState[]>;
}

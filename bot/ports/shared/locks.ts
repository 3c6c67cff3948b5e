export interface Locks {
  /**
   * Runs the work while no other process runs work under the same name. Waits up to `waitMs` for the lock, then returns
   * 'busy' without running. If a process dies, its lock lapses after `LEASE_MS`; one that lives keeps it for
   * half an hour at most. No database transaction is open while the work runs.
   */
  withLock<T>(name: string, waitMs: number, run: () => Promise<T>): Promise<T | 'busy'>;
}

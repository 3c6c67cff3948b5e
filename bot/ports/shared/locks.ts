export interface Locks {
  /**
   * Runs alone for this name across all processes. Waits up to `waitMs`, then returns 'busy' without running. A lock
   * whose process died lapses after `LEASE_MS`. No database transaction is held meanwhile.
   */
  withLock<T>(name: string, waitMs: number, run: () => Promise<T>): Promise<T | 'busy'>;
}

/** Work that is derived from the ledger's state: a wake-up only says "look now", and may be lost or doubled. */
export type Task =
  | 'reconcile'
  | 'remove-messages'
  | 'sweep'
  | 'route-requests'
  | 'send-outbox'
  | 'send-mail'
  | 'keep-audit'
  /** Runs only if Entra's report of last uses is switched on. */
  | 'read-uses'
  /** Runs only if Entra's log of sign-ins is switched on. */
  | 'read-sign-ins';

export interface Jobs {
  /** Wakes the task at about that time, in any process that runs then. */
  wake(task: Task, at: Date): Promise<void>;
}

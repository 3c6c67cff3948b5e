/** Why it is too early to delete the old secret. */
export type DeleteWarning =
  /** The old secret was used after the new one was created, so something still runs on it. */
  | 'old-still-used'
  /** The report shows no use of the new one yet. */
  | 'new-unused'
  /** There is no report, and nobody has confirmed the connection. */
  | 'unconfirmed';

/** A key that signs heads of the audit record. What settings hold of it prints as `[secret]` (bot/config/audit.ts). */
export interface AuditKey {
  /** Stands beside each signature, so that keys can be replaced. */
  readonly id: string;
  /** At least 32 bytes. */
  readonly key: Uint8Array;
}

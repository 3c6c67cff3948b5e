/** A key that signs heads of the audit record. In the settings it prints as `[secret]` (bot/config/sealed.ts). */
export interface AuditKey {
  /** Written with each signature, so that keys can be replaced. */
  readonly id: string;
  /** At least 32 bytes. */
  readonly key: Uint8Array;
}

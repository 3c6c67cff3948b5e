/** A key that signs heads of the audit record. In the settings it prints as `[secret]` (bot/config/sealed.ts). */
export interface AuditKey {
  /** Written with each signature, so that keys can be replaced. */
  readonly id: string;
  /** At least 32 bytes. */
  readonly key: Uint8Array;
}

/** This process has no key, and the rows of the record are signed with one: nothing was changed and nothing recorded. */
export class AuditKeyMissingError extends Error {
  constructor() {
    super('the audit record is signed with a key, and AUDIT_KEY is not set here: set it as the bot has it');
    this.name = 'AuditKeyMissingError';
  }
}

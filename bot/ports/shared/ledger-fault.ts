export class LedgerFault extends Error {
  constructor(cause: unknown) {
    super('ledger: the database did not answer', { cause });
    this.name = 'LedgerFault';
  }
}

import type {
  AuditPoint,
  AuditSignature,
  SignatureCheck,
  VouchedRow,
  WrittenHead,
} from '../../domain/audit/audit-chain.ts';

/** Signs the rows and the head of the record, with a key that the database does not hold. */
export interface AuditSigner {
  sign(point: AuditPoint): AuditSignature;
  check(point: AuditPoint, signature: AuditSignature): SignatureCheck;
  /** Authenticates one row. A row's code never passes for the signature of a head. */
  signRow(row: VouchedRow): AuditSignature;
  checkRow(row: VouchedRow, signature: AuditSignature): SignatureCheck;
}

/** Keeps heads of the record outside the database, where a person who changes the record cannot reach them. */
export interface AuditAnchor {
  /** Adds one; never changes what is there. Throws if it cannot be written. */
  write(head: WrittenHead): Promise<void>;
}

import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { AuditPoint, AuditSignature, SignatureCheck, VouchedRow } from '../../domain/audit/audit-chain.ts';
import type { AuditSigner } from '../../ports/audit/audit-anchor.ts';
import type { AuditKey } from '../../ports/audit/audit-key.ts';

/** The signed text begins with this, so that a signature can never pass for one made for another purpose. */
const PURPOSE = 'API Credentials, head of the audit record, 1';
const ROW = 'API Credentials, row of the audit record, 1';

/** Signs by HMAC-SHA256 with the first key and verifies with all of them. Throws if there is no key. */
export function createAuditSigner(given: readonly AuditKey[]): AuditSigner {
  const keys = given.map(({ id, key }) => ({ id, key: createSecretKey(key) }));
  const [current] = keys;
  if (current === undefined) throw new Error('signing takes a key');
  const sign = (parts: Parts): AuditSignature => ({ keyId: current.id, value: signatureOf(current, parts) });
  const check = (parts: Parts, { keyId, value }: AuditSignature): SignatureCheck => {
    const key = keys.find(({ id }) => id === keyId);
    if (key === undefined) return 'unknown-key';
    return sameText(value, signatureOf(key, parts)) ? 'good' : 'bad';
  };
  return {
    sign: (point) => sign(headParts(point)),
    check: (point, signature) => check(headParts(point), signature),
    signRow: (row) => sign(rowParts(row)),
    checkRow: (row, signature) => check(rowParts(row), signature),
  };
}

type Parts = readonly (string | number)[];

function headParts({ seq, hash }: AuditPoint): Parts {
  return [PURPOSE, seq, hash];
}

function rowParts({ seq, hash, since }: VouchedRow): Parts {
  return [ROW, seq, hash, since];
}

/** Takes the key as an object: to make that from its bytes takes six times as long as to sign. */
function signatureOf({ key }: { readonly key: KeyObject }, parts: Parts): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url');
}

/** Compares in a time that does not tell at which character the texts differ. */
function sameText(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

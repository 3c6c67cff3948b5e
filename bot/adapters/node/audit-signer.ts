import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AuditPoint } from '../../domain/audit/audit-chain.ts';
import type { AuditSigner } from '../../ports/audit/audit-anchor.ts';
import type { AuditKey } from '../../ports/audit/audit-key.ts';

/** The signed text begins with this, so that a signature can never pass for one made for another purpose. */
const PURPOSE = 'API Credentials, head of the audit record, 1';

/** Signs by HMAC-SHA256 with the first key and verifies with all of them. Throws if there is no key. */
export function createAuditSigner(keys: readonly AuditKey[]): AuditSigner {
  const [current] = keys;
  if (current === undefined) throw new Error('signing takes a key');
  return {
    sign: (point) => ({ keyId: current.id, value: signatureOf(current, point) }),
    check: (point, { keyId, value }) => {
      const key = keys.find(({ id }) => id === keyId);
      if (key === undefined) return 'unknown-key';
      return sameText(value, signatureOf(key, point)) ? 'good' : 'bad';
    },
  };
}

function signatureOf({ key }: AuditKey, { seq, hash }: AuditPoint): string {
  return createHmac('sha256', key)
    .update(JSON.stringify([PURPOSE, seq, hash]))
    .digest('base64url');
}

/** Compares in a time that does not tell at which character the texts differ. */
function sameText(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

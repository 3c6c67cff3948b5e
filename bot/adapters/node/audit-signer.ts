import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AuditPoint } from '../../domain/audit/audit-chain.ts';
import type { AuditSigner } from '../../ports/audit/audit-anchor.ts';
import type { AuditKey } from '../../ports/audit/audit-key.ts';

/** Whatever else a key may be used for one day, it signs another text. */
const PURPOSE = 'API Credentials, head of the audit record, 1';

/** HMAC-SHA256. The first key signs, all verify. Throws where there is none. */
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

/** How long it takes says nothing of where they differ. */
function sameText(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

import type { AuditKey } from '../ports/audit/audit-key.ts';
import { sealed } from './credential.ts';
import { Complaint } from './fields.ts';

const KEY_BYTES = 32;
const RETENTION = { least: 30, most: 36_500 } as const;
const KEY_WORDS = `must be name:key, several separated by commas, each key at least ${KEY_BYTES} bytes in Base64`;

/** `name:base64` each; the first signs, all verify. No complaint quotes what was set: it may be half a key. */
export function asAuditKeys(text: string): readonly AuditKey[] | Complaint {
  const keys: AuditKey[] = [];
  for (const part of text.split(/[\s,]+/).filter((piece) => piece !== '')) {
    const key = auditKey(part);
    if (key === undefined) return new Complaint(KEY_WORDS);
    keys.push(key);
  }
  if (keys.length === 0) return new Complaint(KEY_WORDS);
  const names = new Set(keys.map(({ id }) => id));
  return names.size === keys.length ? keys : new Complaint('must name every key differently');
}

function auditKey(part: string): AuditKey | undefined {
  const [, id, encoded] = /^([\w.-]{1,40}):([\w+/-]+)={0,2}$/.exec(part) ?? [];
  if (id === undefined || encoded === undefined) return undefined;
  const key = Buffer.from(encoded, 'base64');
  return key.length >= KEY_BYTES ? sealed({ id, key }, 'key') : undefined;
}

/** How long rows of the audit record are kept at least. */
export function asRetentionDays(text: string): number | Complaint {
  const days = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (days >= RETENTION.least && days <= RETENTION.most) return days;
  return new Complaint(`must be a whole number of days from ${RETENTION.least} to ${RETENTION.most}`);
}

import type { AuditKey } from '../../ports/audit/audit-key.ts';
import { asText, Complaint } from '../fields.ts';
import { sealed } from '../sealed.ts';
import { optional } from '../setting.ts';

const KEY_BYTES = 32;
const RETENTION = { least: 30, most: 36_500 } as const;
const KEY_WORDS = `must be name:key, several separated by commas, each key at least ${KEY_BYTES} bytes in Base64`;

export const AUDIT = {
  /** The first key signs the heads of the audit record, all of them verify it. Without keys the heads are not signed. */
  auditKeys: optional(
    'AUDIT_KEY',
    asAuditKeys,
    'This key signs the head of the audit record: `name:base64`, 32 bytes or more. Separate several keys by commas: the first signs, and all verify.',
  ),
  auditHeadsFile: optional(
    'AUDIT_HEADS_FILE',
    asText,
    'The head of the audit record is written to this file each time it has moved, as one line of JSON.',
  ),
  auditRetentionDays: optional(
    'AUDIT_RETENTION_DAYS',
    asRetentionDays,
    'Audit rows that are older than this many days (30 or more) are removed once a day, and the record still verifies. Without it, all rows are kept.',
  ),
};

/** Reads `name:base64`, several separated by commas. No complaint quotes the text, because it may hold half a key. */
function asAuditKeys(text: string): readonly AuditKey[] | Complaint {
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

/** Reads for how many days rows of the audit record are kept. */
function asRetentionDays(text: string): number | Complaint {
  const days = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (days >= RETENTION.least && days <= RETENTION.most) return days;
  return new Complaint(`must be a whole number of days from ${RETENTION.least} to ${RETENTION.most}`);
}

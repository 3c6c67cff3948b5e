import { randomBytes } from 'node:crypto';
import type { RecordKeeper } from '../base/transaction.ts';
import { putIn } from './put-message.ts';

/**
 * Tells the administrators of a forged head, in the transaction of the row that records it: once for each such row,
 * however many processes there are.
 */
export const tellOfForgery: RecordKeeper['tellOfForgery'] = (tx, { seq, at }) =>
  putIn(tx, [
    {
      id: randomBytes(32).toString('base64url'),
      to: { kind: 'administrators' },
      content: { kind: 'alarm', notice: { kind: 'record-forged', seq } },
      at,
    },
  ]);

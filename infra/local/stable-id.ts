import { createHash } from 'node:crypto';

/**
 * Returns a GUID that depends on the text only, so that ids in pictures and notes stay right. Its form is version 4.
 */
export function stableId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

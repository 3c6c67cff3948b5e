import { createHash, randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { Random } from '../../ports/shared/random.ts';

export function createRandom(): Random {
  return {
    token: () => randomBytes(32).toString('base64url'),
    id: () => randomUUID(),
    code: () => String(randomInt(1_000_000)).padStart(6, '0'),
    hash: (text) => createHash('sha256').update(text).digest('hex'),
  };
}

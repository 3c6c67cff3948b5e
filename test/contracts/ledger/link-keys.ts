import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ledger } from '../../../bot/ports/shared/ledger.ts';

/** The contract of every store of the key of links. */
export function linkKeysContract(name: string, open: () => Promise<Ledger>): void {
  describe(`the key of links on ${name}`, () => {
    let ledger: Ledger;
    beforeAll(async () => {
      ledger = await open();
    });

    it('is the first candidate for everybody, those that start together included', async () => {
      const candidates = Array.from({ length: 6 }, () => randomUUID());
      const keys = await Promise.all(candidates.map((candidate) => ledger.linkKeys.keep(candidate)));
      const [key] = keys;
      expect(new Set(keys)).toEqual(new Set([key]));
      expect(candidates).toContain(key);
      expect(await ledger.linkKeys.keep(randomUUID())).toBe(key);
    });
  });
}

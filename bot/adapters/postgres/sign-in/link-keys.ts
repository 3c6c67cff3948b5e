import type { LinkKeys } from '../../../ports/sign-in/link-keys.ts';
import { linkKey } from '../base/schema.ts';
import type { Runner } from '../base/transaction.ts';

const ONLY = 1;

export function createLinkKeys({ direct }: Runner): LinkKeys {
  return {
    keep: (candidate) =>
      direct(async (tx) => {
        // Two processes that start together wait for each other here, and then read the key of the first.
        await tx.insert(linkKey).values({ id: ONLY, key: candidate }).onConflictDoNothing();
        const [row] = await tx.select().from(linkKey);
        if (row === undefined) throw new Error('the key of links is missing');
        return row.key;
      }),
  };
}

import type { Asker } from '../../../domain/shared/person.ts';
import type { Roster } from '../../../ports/access/roster.ts';

const REMEMBERED = 10_000;
/** People seldom move between organisations; an account in a channel never does. */
const FRESH_MS = 60 * 60_000;

/** Tells people of other organisations apart, who can be in a shared channel without an account here. */
export interface Outsiders {
  has(asker: Asker): Promise<boolean>;
}

/**
 * An activity names the tenant of the place, and only the roster that of its sender. Memory only saves questions. If Teams
 * does not answer, the person counts as one of ours: a sign-in then shows who they are, before anything of an application
 * is shown or done, and the next message asks again.
 */
export function createOutsiders(roster: Pick<Roster, 'isOutsider'>): Outsiders {
  const known = new Map<string, { readonly outside: boolean; readonly until: number }>();
  return {
    async has({ conversation, accountId }) {
      if (conversation.kind !== 'channel') return false;
      const kept = known.get(accountId);
      if (kept !== undefined && performance.now() < kept.until) return kept.outside;
      const outside = await roster.isOutsider(conversation, accountId);
      if (outside === undefined) return false;
      if (known.size >= REMEMBERED) known.clear();
      known.set(accountId, { outside, until: performance.now() + FRESH_MS });
      return outside;
    },
  };
}

import type { LocalPerson } from '../people.ts';

/** How somebody is signed in to Entra: in a browser, or in the Teams client. */
export interface Session {
  /** When the person gave the first factor. A token's `auth_time` is this time. */
  readonly firstFactorAt: Date;
  /** When the person last gave the second factor. It is undefined if the session has no MFA. */
  readonly mfaAt: Date | undefined;
  /** Whether the device is one that the organisation manages. */
  readonly compliantDevice: boolean;
}

const SIGNED_IN_MS = 2 * 60 * 60_000;

/** Everybody signed in to Teams two hours ago, with MFA. This session is not that of the person's browser. */
export function createTeamsSessions(people: readonly LocalPerson[], now: Date): Map<string, Session> {
  const at = new Date(now.getTime() - SIGNED_IN_MS);
  return new Map(people.map(({ oid }) => [oid, { firstFactorAt: at, mfaAt: at, compliantDevice: false }]));
}

import { z } from 'zod';
import type { Log } from '../../ports/shared/log.ts';
import { parsed } from './answers.ts';
import type { GraphClient } from './client.ts';
import { toFault } from './errors.ts';

const DAY_MS = 24 * 60 * 60_000;
const PATH = '/policies/defaultAppManagementPolicy';

const RESTRICTION = z.object({
  restrictionType: z.string(),
  state: z.string().nullish(),
  maxLifetime: z.string().nullish(),
});
const POLICY = z.object({
  isEnabled: z.boolean().nullish(),
  applicationRestrictions: z.object({ passwordCredentials: z.array(RESTRICTION).nullish() }).nullish(),
});

/**
 * The days that a secret may live by the tenant's default policy. Undefined if it sets no limit. Throws DirectoryFault
 * for another answer. https://learn.microsoft.com/graph/api/resources/tenantappmanagementpolicy
 */
export function longestLifeIn(answer: unknown): number | undefined {
  const { isEnabled, applicationRestrictions } = parsed(POLICY, answer, 'no policy');
  const caps = (applicationRestrictions?.passwordCredentials ?? []).filter(
    ({ restrictionType, state }) => restrictionType === 'passwordLifetime' && state !== 'disabled',
  );
  const days = Math.min(...caps.map(({ maxLifetime }) => daysOf(maxLifetime ?? '')));
  return isEnabled === true && Number.isFinite(days) ? days : undefined;
}

/** Reads it if the bot may (Policy.Read.All). */
export async function readLongestLife(client: GraphClient, log: Log): Promise<number | undefined> {
  try {
    return longestLifeIn(await client.read(PATH).get());
  } catch (error) {
    log.info('lifetime policy not readable', { problem: toFault(error, 'read').problem });
    return undefined;
  }
}

/** The days of an ISO 8601 duration; a month counts 30 days and a year 365. Infinity for anything else. */
function daysOf(duration: string): number {
  const parts = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(
    duration,
  );
  if (parts === null || duration === 'P') return Number.POSITIVE_INFINITY;
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  const rest = (hours * 3600 + minutes * 60 + seconds) * 1000;
  return years * 365 + months * 30 + weeks * 7 + days + rest / DAY_MS;
}

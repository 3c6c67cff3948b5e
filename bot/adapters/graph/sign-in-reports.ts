import { z } from 'zod';
import type { SignInReports } from '../../ports/rotation/sign-in-reports.ts';
import { DirectoryFault } from '../../ports/secrets/directory.ts';
import type { Log } from '../../ports/shared/log.ts';
import { GUID, parsed } from './answers.ts';
import type { GraphClient } from './client.ts';
import { toFault } from './errors.ts';

/** The most pages that are read. One application has far fewer secrets than they hold. */
const PAGE_LIMIT = 10;

/** The report is in Graph's beta: an entry with another shape is left out. Half a report is none. */
const ENTRY = z.object({
  keyId: z.string(),
  signInActivity: z.object({ lastSignInDateTime: z.string() }).nullish(),
});
const PAGE = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });

/**
 * `GET /beta/reports/appCredentialSignInActivities`, for one application (Microsoft's documentation: $filter by appId or
 * keyId). It gives the last use of each credential; the report runs hours behind.
 */
export function createSignInReports(client: GraphClient, log: Log, clock: () => Date): SignInReports {
  return {
    async of(clientId) {
      if (!GUID.test(clientId)) return undefined;
      try {
        const lastUsed = await read(client, clientId.toLowerCase());
        const times = [...lastUsed.values()].map((at) => at.getTime());
        const newest = times.length === 0 ? undefined : new Date(Math.max(...times));
        return { readAt: clock(), newest, lastUsed };
      } catch (error) {
        log.warn('sign-in report not available', { problem: toFault(error, 'read').problem, clientId }, error);
        return undefined;
      }
    },
  };
}

async function read(client: GraphClient, clientId: string): Promise<Map<string, Date>> {
  const lastUsed = new Map<string, Date>();
  let request = client.read('/reports/appCredentialSignInActivities').version('beta').filter(`appId eq '${clientId}'`);
  for (let count = 0; count < PAGE_LIMIT; count += 1) {
    const page = parsed(PAGE, await request.get(), 'no report');
    for (const { keyId, signInActivity } of page.value.flatMap((entry) => ENTRY.safeParse(entry).data ?? [])) {
      const at = new Date(signInActivity?.lastSignInDateTime ?? Number.NaN);
      const known = lastUsed.get(keyId.toLowerCase());
      if (!Number.isNaN(at.getTime()) && (known === undefined || known < at)) lastUsed.set(keyId.toLowerCase(), at);
    }
    const next = page['@odata.nextLink'] ?? undefined;
    if (next === undefined) return lastUsed;
    if (!client.isOwn(next)) throw new DirectoryFault('unexpected', { ambiguous: false });
    request = client.read(next);
  }
  throw new DirectoryFault('unexpected', { ambiguous: false, cause: new Error('the report has no end') });
}

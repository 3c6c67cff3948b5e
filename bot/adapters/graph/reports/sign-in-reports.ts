import type { GraphRequest } from '@microsoft/microsoft-graph-client';
import { z } from 'zod';
import type { SecretUse } from '../../../domain/secrets/last-use.ts';
import { DirectoryFault } from '../../../ports/secrets/directory.ts';
import type { ReportPage, SignInReports } from '../../../ports/secrets/sign-in-reports.ts';
import type { Log } from '../../../ports/shared/log.ts';
import { GUID, parsed, unbelieved } from '../answers.ts';
import type { GraphClient } from '../client.ts';
import { toFault } from '../errors.ts';
import { instantIn } from './instant.ts';
import type { ReportBudget } from './report-budget.ts';

/** The most pages that are read for one application. It has far fewer secrets than they hold. */
const PAGE_LIMIT = 3;
const PAGE_SIZE = 999;

/** The report is in Graph's beta: an entry with another shape is left out. Half a report is none. */
const ENTRY = z.object({
  appId: z.string().regex(GUID),
  keyId: z.string().regex(GUID),
  signInActivity: z.unknown(),
});
const UNUSED = z.object({ lastSignInDateTime: z.null().optional() }).nullish();
const USED = z.object({ lastSignInDateTime: z.string() });
const PAGE = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().nullish() });

/**
 * `GET /beta/reports/appCredentialSignInActivities`, for one application or page by page
 * (https://learn.microsoft.com/graph/api/reportroot-list-appcredentialsigninactivities: `$filter` by appId or keyId, and
 * `$top`). It gives the last use of each credential; the report runs hours behind.
 */
export function createSignInReports(
  client: GraphClient,
  budget: ReportBudget,
  log: Log,
  clock: () => Date,
): SignInReports {
  const report = () => client.read('/reports/appCredentialSignInActivities').version('beta').top(PAGE_SIZE);
  const pageOf = async (request: GraphRequest) => pageIn(client, await request.get(), clock());
  return {
    of: async (clientId) => {
      if (!GUID.test(clientId)) return undefined;
      try {
        const first = report().filter(`appId eq '${clientId.toLowerCase()}'`);
        return await allOf(first, (request) => (budget.take() ? pageOf(request) : undefined), client);
      } catch (error) {
        log.warn('sign-in report not available', { problem: toFault(error, 'read').problem, clientId }, error);
        return undefined;
      }
    },
    page: async (link, stopping) => {
      if (link !== undefined && !client.isOwn(link)) throw unbelieved('a link to another place');
      await budget.wait(stopping);
      try {
        const page = await pageOf(link === undefined ? report() : client.read(link));
        if (link !== undefined && page.link === link) throw unbelieved('a report without an end');
        return page;
      } catch (error) {
        throw toFault(error, 'read');
      }
    },
  };
}

/** Undefined if Graph may not be asked for all of it. */
async function allOf(
  first: GraphRequest,
  ask: (request: GraphRequest) => Promise<ReportPage> | undefined,
  client: GraphClient,
): Promise<readonly SecretUse[] | undefined> {
  const uses: SecretUse[] = [];
  let request = first;
  for (let count = 0; count < PAGE_LIMIT; count += 1) {
    const page = await ask(request);
    if (page === undefined) return undefined;
    uses.push(...page.uses);
    if (page.link === undefined) return uses;
    request = client.read(page.link);
  }
  throw new DirectoryFault('unexpected', { ambiguous: false, cause: new Error('the report has no end') });
}

function pageIn(client: GraphClient, answer: unknown, now: Date): ReportPage {
  const { value, '@odata.nextLink': next } = parsed(PAGE, answer, 'no report');
  const link = next ?? undefined;
  if (link !== undefined && !client.isOwn(link)) throw unbelieved('a link to another place');
  return { uses: value.flatMap((entry) => useIn(entry, now)), link };
}

/**
 * A use that has not happened yet would be the last one for long: a clock that is ahead counts as now. So does a use whose time
 * cannot be read: the secret may be in use.
 */
function useIn(entry: unknown, now: Date): readonly SecretUse[] {
  const { appId, keyId, signInActivity } = ENTRY.safeParse(entry).data ?? {};
  if (appId === undefined || keyId === undefined || UNUSED.safeParse(signInActivity).success) return [];
  const at = instantIn(USED.safeParse(signInActivity).data?.lastSignInDateTime) ?? now;
  return [{ clientId: appId.toLowerCase(), keyId: keyId.toLowerCase(), at: at < now ? at : now }];
}

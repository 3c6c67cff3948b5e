import { z } from 'zod';
import { type Check, type Finding, pass, skipped, warning } from '../check.ts';
import { withGraph } from '../prerequisites.ts';

const LONGEST_DAYS = 366;
const DAY_MS = 24 * 60 * 60_000;

const RESTRICTION = z.object({
  restrictionType: z.string(),
  state: z.string().nullish(),
  maxLifetime: z.string().nullish(),
  restrictForAppsCreatedAfterDateTime: z.string().nullish(),
});
const MANAGEMENT_POLICY = z.object({
  isEnabled: z.boolean().nullish(),
  applicationRestrictions: z.object({ passwordCredentials: z.array(RESTRICTION).nullish() }).nullish(),
});
type ManagementPolicy = z.output<typeof MANAGEMENT_POLICY>;

/**
 * The tenant's own limit also holds for secrets that are created without the bot.
 * https://learn.microsoft.com/graph/api/resources/tenantappmanagementpolicy
 */
export const passwordLifetime: Check = {
  title: 'Lifetime policy',
  look: (context) =>
    withGraph(context, async () => {
      const answer = await context.graph('GET', '/v1.0/policies/defaultAppManagementPolicy');
      const command = commandFor(context.settings.graphUrl);
      if (answer.ok) return reviewPolicy(MANAGEMENT_POLICY.parse(answer.body), command);
      const advice = `Let a person check that the tenant’s default app management policy caps the lifetime of passwords at a year (GET of the address below). ${command}`;
      return skipped('The bot may not read the tenant’s policies.', advice);
    }),
};

function reviewPolicy({ isEnabled, applicationRestrictions }: ManagementPolicy, command: string): Finding {
  const caps = (applicationRestrictions?.passwordCredentials ?? []).filter(
    ({ restrictionType, state }) => restrictionType === 'passwordLifetime' && state !== 'disabled',
  );
  const days = Math.min(...caps.map(({ maxLifetime }) => daysOf(maxLifetime ?? '')));
  if (isEnabled === true && days <= LONGEST_DAYS) return pass(`Secrets may live ${Math.floor(days)} days at most.`);
  const isCapped = isEnabled === true && days < Number.POSITIVE_INFINITY;
  const detail = isCapped ? `It allows ${Math.floor(days)} days.` : 'No policy caps it.';
  return warning(`${detail} Somebody who adds a secret without the bot can make it last for decades.`, command);
}

/** The command is broken into lines short enough for a terminal; JSON may be broken between any two of its tokens. */
function commandFor(graphUrl: string): string {
  const restriction = {
    restrictionType: 'passwordLifetime',
    state: 'enabled',
    maxLifetime: 'P366D',
    restrictForAppsCreatedAfterDateTime: '2014-01-01T00:00:00Z',
  };
  const body = { isEnabled: true, applicationRestrictions: { passwordCredentials: [restriction] } };
  const json = JSON.stringify(body, undefined, 1).replaceAll(/\n */g, ' ');
  const command = [
    'This command caps it. It replaces the whole list of restrictions, so add those that exist already:',
    'az rest --method PATCH \\',
    `-u ${graphUrl}/v1.0/policies/defaultAppManagementPolicy \\`,
    `--body '${json}'`,
  ];
  return command.join('\n');
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

import { z } from 'zod';
import { type Check, type Finding, pass, skipped, warning } from '../check.ts';
import { withGraph } from '../with.ts';

const LONGEST_DAYS = 366;
const DAY_MS = 24 * 60 * 60_000;

const POLICY = z.object({
  isEnabled: z.boolean().nullish(),
  applicationRestrictions: z
    .object({
      passwordCredentials: z
        .array(
          z.object({
            restrictionType: z.string(),
            state: z.string().nullish(),
            maxLifetime: z.string().nullish(),
            restrictForAppsCreatedAfterDateTime: z.string().nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

/**
 * The tenant's own lock, which holds where the bot is passed by.
 * https://learn.microsoft.com/graph/api/resources/tenantappmanagementpolicy
 */
export const passwordLifetime: Check = {
  title: 'Lifetime policy',
  look: (world) =>
    withGraph(world, async () => {
      const { graphUrl } = world.settings;
      const answer = await world.graph('GET', '/v1.0/policies/defaultAppManagementPolicy');
      const command = commandFor(graphUrl);
      if (!answer.ok) {
        const advice = `Let a person see that the tenant’s default app management policy caps the lifetime of passwords at a year (GET of the address below). ${command}`;
        return skipped('The bot may not read the tenant’s policies.', advice);
      }
      return judge(POLICY.parse(answer.body), command);
    }),
};

function judge({ isEnabled, applicationRestrictions }: z.output<typeof POLICY>, command: string): Finding {
  const caps = (applicationRestrictions?.passwordCredentials ?? []).filter(
    ({ restrictionType, state }) => restrictionType === 'passwordLifetime' && state !== 'disabled',
  );
  const days = Math.min(...caps.map(({ maxLifetime }) => daysOf(maxLifetime ?? '')));
  if (isEnabled === true && days <= LONGEST_DAYS) return pass(`Secrets may live ${Math.floor(days)} days at most.`);
  const detail =
    isEnabled === true && days < Number.POSITIVE_INFINITY ? `It allows ${Math.floor(days)} days.` : 'None caps it.';
  return warning(`${detail} Whoever may add secrets past the bot can make them last for decades.`, command);
}

/** In lines that are short enough for a terminal; inside the quotes JSON may be broken anywhere between its words. */
function commandFor(graphUrl: string): string {
  const restriction = {
    ...{ restrictionType: 'passwordLifetime', state: 'enabled', maxLifetime: 'P366D' },
    restrictForAppsCreatedAfterDateTime: '2014-01-01T00:00:00Z',
  };
  const body = { isEnabled: true, applicationRestrictions: { passwordCredentials: [restriction] } };
  const json = JSON.stringify(body, undefined, 1).replaceAll(/\n */g, ' ');
  const command = [
    'This caps it, and replaces the list of restrictions, so add those that are there:',
    'az rest --method PATCH \\',
    `-u ${graphUrl}/v1.0/policies/defaultAppManagementPolicy \\`,
    `--body '${json}'`,
  ];
  return command.join('\n');
}

/** ISO 8601 durations; months count 30 days and years 365. Infinity for anything else. */
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

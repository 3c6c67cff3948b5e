import { longestLifeIn } from '../../adapters/graph/lifetime-policy.ts';
import { type Check, type Finding, pass, skipped, warning } from '../check.ts';
import { withGraph } from '../prerequisites.ts';

const LONGEST_DAYS = 366;

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
      if (answer.ok) return reviewLife(longestLifeIn(answer.body), command);
      const advice = `Let a person check that the tenant’s default app management policy caps the lifetime of passwords at a year (GET of the address below). ${command}`;
      return skipped('The bot may not read the tenant’s policies.', advice);
    }),
};

function reviewLife(days: number | undefined, command: string): Finding {
  if (days !== undefined && days <= LONGEST_DAYS) return pass(`Secrets may live ${Math.floor(days)} days at most.`);
  const detail = days === undefined ? 'No policy caps it.' : `It allows ${Math.floor(days)} days.`;
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

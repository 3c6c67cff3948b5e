import { GRAPH_PERMISSIONS, neededPermissions } from '../../domain/shared/permissions.ts';
import { type Check, failure, pass, warning } from '../check.ts';
import { withGraph } from '../with.ts';

const GRANT =
  'Deploy infra/azure again, or let a Privileged Role Administrator assign the app role to the bot’s service principal.';
const TAKE =
  'In Entra, under Enterprise applications, the bot’s, Permissions, take it away: the bot must not be able to do more than it does.';

/** The token says which it carries; a new grant shows in the next token, within a day at most. */
export const graphPermissions: Check = {
  title: 'Permissions in Graph',
  look: (world) =>
    withGraph(world, async ({ roles }) => {
      const needed = neededPermissions(world.settings);
      const missing = needed.filter(({ name }) => !roles.includes(name));
      const beyond = roles.filter((role) => !needed.some(({ name }) => name === role));
      const details = [
        ...missing.map(({ name, appRoleId, why }) => `${name} (${appRoleId}) is missing: ${why}.`),
        ...beyond.map((role) => `${role} is more than it needs${isUnused(role) ? ' with SIGN_IN_REPORT off' : ''}.`),
      ];
      if (missing.length > 0) return failure(details.join('\n'), GRANT);
      if (beyond.length > 0) return warning(details.join('\n'), TAKE);
      return pass(`Exactly ${needed.map(({ name }) => name).join(', ')}.`);
    }),
};

function isUnused(role: string): boolean {
  return GRAPH_PERMISSIONS.some(({ name }) => name === role);
}

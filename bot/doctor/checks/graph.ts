import { counted } from '../../../cards/shared/dates.ts';
import type { Settings } from '../../config/index.ts';
import { GRAPH_PERMISSIONS, neededPermissions, OPTIONAL_PERMISSIONS } from '../../domain/shared/permissions.ts';
import { plainText } from '../../domain/shared/text.ts';
import { type Check, type Finding, failure, firstOf, pass, skipped, warning } from '../check.ts';
import type { CheckContext } from '../context.ts';
import { DIRECTORY_OBJECT, everything, type ListedApplication, lookedAfterOf, ownedPath } from '../graph.ts';
import { withGraph } from '../prerequisites.ts';
import { needsEntra, tokenAdvice } from '../token-advice.ts';

const GRANT =
  'Deploy to Azure again, or let a Privileged Role Administrator assign the app role to the bot’s service principal.';
const TAKE_AWAY =
  'In Entra, under Enterprise applications, open the bot, then Permissions, and take it away: the bot must not be able to do more than it does.';
/** The detail names so many applications; the command in the advice lists all of them. */
const SHOWN = 10;

export const microsoftGraph: Check = {
  title: 'Microsoft Graph',
  beforeDeployment: true,
  look: async ({ unreached }) => {
    const why = await unreached('graph');
    if (why === undefined) return pass('Reachable.');
    const advice = 'See that this machine reaches GRAPH_URL over https, without a proxy that replaces certificates.';
    return failure(`Not reachable (${why}).`, advice);
  },
};

export const graphToken: Check = {
  title: 'Token for Graph',
  needs: needsEntra,
  look: async ({ settings, graphToken: getToken }) => {
    const token = await getToken();
    if (token.kind === 'none')
      return failure(`None was issued (${token.reason}).`, tokenAdvice(settings, token.reason));
    if (token.claims['tid'] !== settings.tenantId) {
      const advice = 'Set TENANT_ID to the tenant that the bot’s registration or identity is in.';
      return failure('It is of another tenant.', advice);
    }
    return pass('Issued, of this tenant.');
  },
};

/** The token names the rights it carries. A new grant shows in the next token, which takes a day at most. */
export const graphPermissions: Check = {
  title: 'Permissions in Graph',
  look: (context) =>
    withGraph(context, async ({ roles }) => {
      const needed = neededPermissions(context.settings);
      const missing = needed.filter(({ name }) => !roles.includes(name));
      const optional = OPTIONAL_PERMISSIONS.filter(({ name }) => roles.includes(name));
      const beyond = roles.filter((role) => ![...needed, ...optional].some(({ name }) => name === role));
      const details = [
        ...missing.map(({ name, appRoleId, why }) => `${name} (${appRoleId}) is missing: ${why}.`),
        ...beyond.map(
          (role) =>
            `${role} is more than it needs${isForReport(role) ? ' with SIGN_IN_REPORT and SIGN_IN_LOG off' : ''}.`,
        ),
      ];
      if (missing.length > 0) return failure(details.join('\n'), GRANT);
      if (beyond.length > 0) return warning(details.join('\n'), TAKE_AWAY);
      return pass(`Exactly ${[...needed, ...optional].map(({ name }) => name).join(', ')}.`);
    }),
};

export const applications: Check = {
  title: 'Applications visible',
  look: (context) =>
    withGraph(context, async () => {
      const listed = await context.applications();
      if (listed.kind === 'refused') {
        return failure(`Graph does not list them (${listed.code}).`, 'See “Permissions in Graph”.');
      }
      const total = listed.items.length;
      if (total === 0)
        return failure('There are none.', 'See that TENANT_ID is the tenant of the partners’ applications.');
      const named = lookedAfterOf(context.settings.apis, listed.items, new Set()).length;
      const detail = `${counted(total, 'application')}, ${named} of them named by the convention.`;
      const advice =
        'Name partners’ applications Partner-<country>-<organisation>-<API>, so that organisations can be told apart.';
      return named === 0 ? warning(detail, advice) : pass(detail);
    }),
};

/**
 * Asks Graph what the bot's service principal owns: that is one page for each thousand applications. Asking each
 * application for its owners would be one request each. Application.ReadWrite.OwnedBy is enough for it:
 * https://learn.microsoft.com/graph/api/serviceprincipal-list-ownedobjects
 */
export const owners: Check = {
  title: 'Applications owned',
  look: (context) => withGraph(context, ({ clientId }) => compareOwned(context, clientId)),
};

/** A role that is not needed, and that the bot knows nevertheless, is the one for the report and the log of sign-ins. */
function isForReport(role: string): boolean {
  return GRAPH_PERMISSIONS.some(({ name }) => name === role);
}

async function compareOwned(context: CheckContext, clientId: string): Promise<Finding> {
  const [listed, owned, managed] = await Promise.all([
    context.applications(),
    everything(context.graph, context.settings.graphUrl, ownedPath({ clientId }), DIRECTORY_OBJECT),
    managedClientIds(context),
  ]);
  if (listed.kind === 'refused')
    return skipped(`Graph does not list them (${listed.code}).`, 'See “Applications visible”.');
  if (owned.kind === 'refused') {
    const advice = 'Let an administrator run npm run own -- --all, which says of each whether it is owned.';
    return skipped(`Graph does not say what the bot owns (${owned.code}).`, advice);
  }
  const ids = new Set(owned.items.map(({ id }) => id));
  const itself = ownRegistration(context.settings, listed.items, ids, managed);
  if (itself !== undefined) return itself;
  const all = lookedAfterOf(context.settings.apis, listed.items, managed ?? new Set());
  const unowned = all.filter(({ objectId }) => !ids.has(objectId));
  const limits =
    managed === undefined ? ' The database was not read, so only those named by the convention were compared.' : '';
  if (unowned.length === 0) return pass(`The bot owns all ${all.length} that it looks after.${limits}`);
  const names = unowned.map((one) => plainText(one.displayName, 80) || '(no name)');
  const detail = [
    `The bot does not own ${unowned.length} of ${counted(all.length, 'application')}:${limits}`,
    ...firstOf(names, SHOWN),
  ];
  const command = ['npm run own --', ...unowned.map((one) => one.clientId)].join(' \\\n');
  return failure(
    detail.join('\n'),
    `Let an administrator make the bot their owner; this prints how, and does it with --perform:\n${command}`,
  );
}

/** A secret of one of the bot's own registrations gives the bot's rights over all applications. */
function ownRegistration(
  { botId, aadAppClientId }: Settings,
  listed: readonly ListedApplication[],
  owned: ReadonlySet<string>,
  managed: ReadonlySet<string> = new Set(),
): Finding | undefined {
  const own = [...new Set([botId, aadAppClientId])];
  const assigned = own.find((clientId) => managed.has(clientId));
  if (assigned !== undefined) {
    return failure(
      `Somebody is the manager of the bot’s own registration ${assigned}. The bot shows and changes nothing of it.`,
      `Take it away: npm run assign -- --remove <user object id> ${assigned}`,
    );
  }
  const held = listed.find(({ id, appId }) => own.includes(appId) && owned.has(id));
  if (held === undefined) return undefined;
  return failure(
    `The bot owns its own registration ${held.appId}, so it could give itself new credentials.`,
    'In Entra, under App registrations, open it, then Owners, and remove the bot.',
  );
}

/** The client IDs of the applications that somebody manages; undefined if the database cannot be read. */
async function managedClientIds({ database }: CheckContext): Promise<ReadonlySet<string> | undefined> {
  const opened = await database();
  if (opened.kind !== 'open') return undefined;
  const all = await opened.inspection.ledger.assignments.all().catch(() => undefined);
  return all && new Set(all.map(({ clientId }) => clientId));
}

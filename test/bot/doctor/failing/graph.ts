import { randomUUID } from 'node:crypto';
import type { CheckId } from '../../../../bot/doctor/checks.ts';
import { brokenEntra, CLOSED, type Failing, failing, granted, NOBODY } from '../cases.ts';

/** What can be wrong with the bot’s rights in Graph. */
export const GRAPH = {
  graph: [
    {
      ...failing('nothing listens', { GRAPH_URL: CLOSED }),
      detail: /ECONNREFUSED: nothing listens/,
      advice: /GRAPH_URL/,
    },
  ],
  'graph-token': [
    {
      condition: 'Entra cannot be reached',
      bend: () => ({ env: { LOGIN_URL: CLOSED } }),
      status: 'skipped',
      detail: /Entra is not reached/,
      advice: /^See “Entra’s sign-in”\.$/,
    },
    {
      ...failing('no registration has the client ID', { BOT_ID: NOBODY }),
      detail: /AADSTS700016/,
      advice: /^Set BOT_ID and TENANT_ID/,
    },
    {
      condition: 'Entra fails at the token',
      bend: ({ site }) => ({ env: { LOGIN_URL: brokenEntra(site) } }),
      status: 'failure',
      detail: /None was issued/,
      advice: /^The credential need not be wrong/,
    },
    {
      ...failing('the credential is wrong', { BOT_CLIENT_SECRET: 'not the secret' }),
      detail: /None was issued \(invalid_client, AADSTS7000215\)/,
      advice: /Certificates & secrets/,
    },
  ],
  'graph-permissions': [
    {
      condition: 'a permission is missing',
      bend: ({ world }) => granted(world, 'Application.ReadWrite.OwnedBy', 'AuditLog.Read.All'),
      status: 'failure',
      detail: /User\.ReadBasic\.All \(97235f07-/,
      advice: /Deploy to Azure/,
    },
    {
      condition: 'the bot has more permissions than it needs',
      bend: ({ world }) => granted(world, ...world.botRoles, 'Mail.Send', 'Directory.ReadWrite.All'),
      status: 'warning',
      detail: /Mail\.Send is more than it needs\.\nDirectory\.ReadWrite\.All is more/,
      advice: /take it away/,
    },
    {
      condition: 'a permission is for the sign-in report, which is switched off',
      bend: () => ({ env: { SIGN_IN_REPORT: 'off' } }),
      status: 'warning',
      detail: /AuditLog\.Read\.All is more than it needs with SIGN_IN_REPORT and SIGN_IN_LOG off/,
      advice: /take it away/,
    },
  ],
  applications: [
    {
      condition: 'Graph cannot be reached',
      bend: () => ({ env: { GRAPH_URL: CLOSED } }),
      status: 'skipped',
      detail: /Microsoft Graph is not reached/,
      advice: /^See “Microsoft Graph”\.$/,
    },
    {
      condition: 'Graph does not list the applications',
      bend: ({ graph }) => {
        graph.faults.next({ path: /applications\?/, kind: 'fail', status: 403, code: 'Authorization_RequestDenied' });
        return {};
      },
      status: 'failure',
      detail: /Authorization_RequestDenied/,
      advice: /Permissions/,
    },
    {
      condition: 'there are no applications',
      bend: ({ world }) => {
        world.applications.splice(0);
        return {};
      },
      status: 'failure',
      detail: /There are none/,
      advice: /TENANT_ID/,
    },
  ],
  owners: [
    {
      condition: 'the bot does not own some applications',
      bend: ({ world }) => {
        for (const one of world.applications.slice(0, 2)) one.ownedByBot = false;
        return {};
      },
      status: 'failure',
      detail: /does not own 2 of 12 applications:\nPartner-NL-Matchwell-DM\nPartner-NL-Matchwell-SMC/,
      advice: /npm run own -- \\\nc75e9d81-d19e-4acb-a3ad-74a952a42a5e/,
    },
    {
      condition: 'the bot owns its own registration',
      bend: ({ world }) => {
        const [one] = world.applications;
        if (one !== undefined) world.applications.push({ ...one, id: randomUUID(), appId: world.appId });
        return {};
      },
      status: 'failure',
      detail: /owns its own registration/,
      advice: /Owners, and remove the bot/,
    },
    {
      condition: 'Graph does not say what the bot owns',
      bend: ({ graph }) => {
        graph.faults.next({ path: /ownedObjects/, kind: 'fail', status: 403, code: 'Authorization_RequestDenied' });
        return {};
      },
      status: 'skipped',
      detail: /what the bot owns/,
      advice: /npm run own -- --all/,
    },
  ],
} satisfies Partial<Readonly<Record<CheckId, Failing>>>;

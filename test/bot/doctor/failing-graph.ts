import { type Case, type Failing, failing, granted, NOBODY } from './cases.ts';

/** What can be wrong with the bot’s rights in Entra and Graph. */
export const GRAPH = {
  'graph-token': [
    {
      ...failing('the credential is wrong', { BOT_CLIENT_SECRET: 'not the secret' }),
      detail: /None was issued \(invalid_client, AADSTS7000215\)/,
      advice: /Certificates & secrets/,
    },
  ],
  'graph-permissions': [
    {
      when: 'one is missing',
      bend: ({ world }) => granted(world, 'Application.ReadWrite.OwnedBy', 'AuditLog.Read.All'),
      status: 'failure',
      detail: /User\.ReadBasic\.All \(97235f07-/,
      advice: /infra\/azure/,
    },
    {
      when: 'there are more than needed',
      bend: ({ world }) => granted(world, ...world.botRoles, 'Mail.Send', 'Directory.ReadWrite.All'),
      status: 'warning',
      detail: /Mail\.Send is more than it needs\.\nDirectory\.ReadWrite\.All is more/,
      advice: /take it away/,
    },
    {
      when: 'one is for what is switched off',
      bend: () => ({ env: { SIGN_IN_REPORT: 'off' } }),
      status: 'warning',
      detail: /AuditLog\.Read\.All is more than it needs with SIGN_IN_REPORT off/,
      advice: /take it away/,
    },
  ],
  applications: [
    {
      when: 'Graph does not list them',
      bend: ({ graph }) => {
        graph.faults.next({ path: /applications\?/, kind: 'fail', status: 403, code: 'Authorization_RequestDenied' });
        return {};
      },
      status: 'failure',
      detail: /Authorization_RequestDenied/,
      advice: /Permissions/,
    },
    {
      when: 'there are none',
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
      when: 'some are not owned',
      bend: ({ world }) => {
        for (const one of world.applications.slice(0, 2)) one.ownedByBot = false;
        return {};
      },
      status: 'failure',
      detail: /2 of 12 applications not:\nPartner-NL-Matchwell-DM\nPartner-NL-Matchwell-SMC/,
      advice: /npm run own -- \\\nc75e9d81-d19e-4acb-a3ad-74a952a42a5e/,
    },
    {
      when: 'Graph does not say what the bot owns',
      bend: ({ graph }) => {
        graph.faults.next({ path: /ownedObjects/, kind: 'fail', status: 403, code: 'Authorization_RequestDenied' });
        return {};
      },
      status: 'skipped',
      detail: /what the bot owns/,
      advice: /npm run own -- --all/,
    },
  ],
  'step-up': [
    {
      when: 'policies cannot be read',
      bend: () => ({}),
      status: 'skipped',
      detail: /may not read policies/,
      advice: /Publish to apps[\s\S]*Require multifactor authentication/,
    },
    {
      when: 'no context is used',
      bend: () => ({ env: { STEP_UP_AUTH_CONTEXT: '' } }),
      status: 'skipped',
      detail: /not set/,
      advice: /STEP_UP_AUTH_CONTEXT/,
    },
    policyCase('the context is not published', { isAvailable: false }, {}, /not published/, /Publish to apps/),
    policyCase('the policy is report-only', {}, { state: 'enabledForReportingButNotEnforced' }, /report-only/, /On/),
    policyCase(
      'no policy targets it',
      {},
      { conditions: { applications: {} } },
      /No policy targets c1/,
      /make a policy/,
    ),
    policyCase(
      'MFA is one of several ways',
      {},
      { grantControls: { operator: 'OR', builtInControls: ['mfa', 'compliantDevice'] } },
      /does not require MFA/,
      /Require multifactor/,
    ),
    {
      ...policyCase('the policy is for some', {}, { conditions: forSome() }, /for some users only/, /all users/),
      status: 'warning',
    },
  ],
  'password-lifetime': [
    {
      when: 'it cannot be read',
      bend: () => ({}),
      status: 'skipped',
      detail: /may not read/,
      advice: /az rest --method PATCH/,
    },
    lifetimeCase('none is set', { isEnabled: false }, /None caps it/),
    lifetimeCase(
      'it allows two years',
      {
        isEnabled: true,
        applicationRestrictions: {
          passwordCredentials: [{ restrictionType: 'passwordLifetime', state: 'enabled', maxLifetime: 'P2Y' }],
        },
      },
      /allows 730 days/,
    ),
  ],
  'bot-token': [
    {
      ...failing('the credential is wrong', { BOT_CLIENT_SECRET: 'not the secret' }),
      detail: /invalid_client/,
      advice: /Azure Bot/,
    },
  ],
} satisfies Readonly<Record<string, Failing>>;

function policyCase(when: string, context: object, policy: object, detail: RegExp, advice: RegExp): Case {
  return {
    ...{ when, status: 'failure', detail, advice },
    bend: ({ world, graph: { policies } }) => {
      policies.authenticationContexts = policies.authenticationContexts.map((one) => ({ ...one, ...context }));
      policies.conditionalAccess = policies.conditionalAccess.map((one) => ({ ...one, ...policy }));
      return granted(world, ...world.botRoles, 'Policy.Read.ConditionalAccess');
    },
  };
}

function forSome() {
  return { applications: { includeAuthenticationContextClassReferences: ['c1'] }, users: { includeUsers: [NOBODY] } };
}

function lifetimeCase(when: string, policy: object, detail: RegExp): Case {
  return {
    ...{ when, status: 'warning', detail, advice: /P366D/ },
    bend: ({ world, graph }) => {
      graph.policies.appManagement = policy;
      return granted(world, ...world.botRoles, 'Policy.Read.ApplicationConfiguration');
    },
  };
}

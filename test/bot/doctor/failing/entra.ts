import type { CheckId } from '../../../../bot/doctor/checks.ts';
import { type Case, CLOSED, type Failing, failing, granted, NOBODY } from '../cases.ts';

/** What can be wrong with Entra’s sign-in and the policy behind the step-up. */
export const ENTRA = {
  login: [
    { ...failing('nothing listens', { LOGIN_URL: CLOSED }), detail: /ECONNREFUSED/, advice: /LOGIN_URL/ },
    { ...failing('the tenant is unknown', { TENANT_ID: NOBODY }), detail: /no such tenant/, advice: /TENANT_ID/ },
  ],
  'step-up': [
    {
      condition: 'the bot may not read the policies',
      bend: () => ({}),
      status: 'skipped',
      detail: /may not read policies/,
      advice: /Publish to apps[\s\S]*Require multifactor authentication/,
    },
    {
      condition: 'no authentication context is asked for',
      bend: () => ({ env: { STEP_UP_AUTH_CONTEXT: 'none' } }),
      status: 'warning',
      detail: /nothing proves MFA/,
      advice: /STEP_UP_AUTH_CONTEXT/,
    },
    policyCase(
      'the authentication context is not published',
      { isAvailable: false },
      {},
      /not published/,
      /Publish to apps/,
    ),
    policyCase('the policy is report-only', {}, { state: 'enabledForReportingButNotEnforced' }, /report-only/, /On/),
    policyCase(
      'no policy targets the authentication context',
      {},
      { conditions: { applications: {} } },
      /No policy targets c1/,
      /make a policy/,
    ),
    policyCase(
      'MFA is only one of several ways to satisfy the policy',
      {},
      { grantControls: { operator: 'OR', builtInControls: ['mfa', 'compliantDevice'] } },
      /does not require MFA/,
      /Require multifactor/,
    ),
    {
      ...policyCase(
        'the policy is for some users only',
        {},
        { conditions: forSome() },
        /for some users only/,
        /all users/,
      ),
      status: 'warning',
    },
  ],
} satisfies Partial<Readonly<Record<CheckId, Failing>>>;

function policyCase(condition: string, context: object, policy: object, detail: RegExp, advice: RegExp): Case {
  return {
    ...{ condition, status: 'failure', detail, advice },
    bend: ({ world }) => {
      for (const one of world.contexts) Object.assign(one, context);
      for (const one of world.policies) Object.assign(one, policy);
      return granted(world, ...world.botRoles, 'Policy.Read.All');
    },
  };
}

function forSome() {
  return { applications: { includeAuthenticationContextClassReferences: ['c1'] }, users: { includeUsers: [NOBODY] } };
}

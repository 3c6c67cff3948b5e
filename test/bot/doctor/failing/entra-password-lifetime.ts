import type { CheckId } from '../../../../bot/doctor/checks.ts';
import type { GraphPolicies } from '../../../../infra/local/graph/policies.ts';
import { type Case, type Failing, granted } from '../cases.ts';

/** What can be wrong with the tenant’s policy for the lifetime of secrets. */
export const PASSWORD_LIFETIME = {
  'password-lifetime': [
    {
      condition: 'the bot may not read the policy',
      bend: () => ({}),
      status: 'skipped',
      detail: /may not read/,
      advice: /az rest --method PATCH/,
    },
    lifetimeCase('the policy is switched off', { isEnabled: false }, /No policy caps it/),
    lifetimeCase(
      'the policy allows two years',
      {
        isEnabled: true,
        applicationRestrictions: {
          passwordCredentials: [{ restrictionType: 'passwordLifetime', state: 'enabled', maxLifetime: 'P2Y' }],
        },
      },
      /allows 730 days/,
    ),
  ],
} satisfies Partial<Readonly<Record<CheckId, Failing>>>;

function lifetimeCase(condition: string, policy: GraphPolicies['appManagement'], detail: RegExp): Case {
  return {
    ...{ condition, status: 'warning', detail, advice: /P366D/ },
    bend: ({ world, graph }) => {
      graph.policies.appManagement = policy;
      return granted(world, ...world.botRoles, 'Policy.Read.ApplicationConfiguration');
    },
  };
}

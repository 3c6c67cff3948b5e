import type { CheckId } from '../../../../bot/doctor/checks.ts';
import type { ConditionalAccessPolicy } from '../../../../infra/local/tenant/conditional-access.ts';
import { type Case, type Failing, granted } from '../cases.ts';
import type { Stage } from '../stage.ts';

/** Accounts that exist for the day on which nothing else works. */
const EMERGENCY = '5b0f9d0a-3d0e-4c56-8a6e-0f0e7a6c1d22';
const GROUP = '0e0e1a35-3c44-4f0c-9c1a-7b7f6a1f2c11';

/** What can be wrong with the policies on which reading and changing rely. */
export const POLICIES = {
  'sign-in-policy': [
    {
      condition: 'the bot may not read the policies',
      bend: () => ({}),
      status: 'skipped',
      detail: /^Not looked at: .*Meanwhile nothing in a token proves MFA/,
      advice: /Policy\.Read\.All \(246dd0d5-[\s\S]*guests included[\s\S]*the application /,
    },
    {
      condition: 'Graph goes on to say that requests come too fast',
      bend: ({ world, graph }) => {
        graph.faults.throttle = true;
        return granted(world, ...world.botRoles, 'Policy.Read.All');
      },
      status: 'skipped',
      detail: /TooManyRequests/,
      advice: /Try again/,
    },
    onPolicy('the policy is report-only', reportOnly, /“MFA for API Credentials” is report-only/),
    onPolicy('the policy is off', (one) => change(one, { state: 'disabled' }), /is off/),
    onPolicy('the policy excludes guests', excludeGuests, /leaves out guests/),
    onPolicy('the policy excludes a group', ({ conditions: { users } }) => users.excludeGroups.push(GROUP), /group/),
    onPolicy('another grant satisfies the policy', orCompliant, /without MFA by compliantDevice/),
    onPolicy('the policy is for some places only', narrow, /only under conditions \(locations\)/),
    {
      ...onPolicy('the policy excludes a manager', () => undefined, /manage applications[\s\S]*\n[0-9a-f-]{36}$/),
      bend: bend((one, { people: [anna] }) => one.conditions.users.excludeUsers.push(anna?.oid ?? '')),
      advice: /out of the exclusions/,
    },
    {
      ...onPolicy('the policy excludes an account that manages nothing', excludeEmergency, /1 account/),
      status: 'warning',
      advice: /emergency accounts only/,
    },
    {
      condition: 'no policy is for the registration',
      bend: bend((_, world) => void world.policies.shift()),
      status: 'failure',
      detail: /No policy for the registration asks for MFA/,
      advice: /all users \(guests included\)/,
    },
    {
      condition: 'reading asks for a context that no policy guards',
      bend: (stage) => {
        stage.world.contexts.push({ id: 'c7', displayName: 'Read', description: '', isAvailable: true });
        return { ...bend(() => undefined)(stage), env: { SIGN_IN_AUTH_CONTEXT: 'c7' } };
      },
      status: 'failure',
      detail: /No policy targets c7: Entra grants it to everybody/,
      advice: /“Authentication context” c7/,
    },
  ],
  'step-up': [
    {
      condition: 'the bot may not read the policies',
      bend: () => ({}),
      status: 'skipped',
      detail: /^Not looked at: .*c1 in a token does so only while a policy guards it/,
      advice: /Policy\.Read\.All[\s\S]*Require multifactor authentication/,
    },
    {
      condition: 'a change asks for no authentication context',
      bend: () => ({ env: { STEP_UP_AUTH_CONTEXT: 'none' } }),
      status: 'warning',
      detail: /only a fresh sign-in is proven, and not MFA/,
      advice: /STEP_UP_AUTH_CONTEXT/,
    },
    onContext('the context is not published', { isAvailable: false }, /c1 is not published/),
    onContext('the context is not there', { id: 'c2' }, /c1 is not there/),
    {
      condition: 'no policy targets the authentication context',
      bend: bend((_, world) => void world.policies.pop()),
      status: 'failure',
      detail: /No policy targets c1/,
      advice: /make a policy/,
    },
    onStepUp('the policy is report-only', reportOnly, /is report-only/),
    onStepUp('MFA is only one of several ways to satisfy the policy', orCompliant, /without MFA by compliantDevice/),
    onStepUp('the policy demands no MFA', (one) => change(one, { grantControls: null }), /does not ask for MFA/),
    onStepUp(
      'the policy is for some people only',
      ({ conditions: { users } }) => users.includeUsers.splice(0, 1, GROUP),
      /some people/,
    ),
    {
      ...onStepUp(
        'a remembered sign-in satisfies the policy',
        (one) => change(one, { sessionControls: null }),
        /remembers/,
      ),
      status: 'warning',
      advice: /Every time/,
    },
  ],
} satisfies Partial<Readonly<Record<CheckId, Failing>>>;

type Bend = (policy: ConditionalAccessPolicy, world: Stage['world']) => unknown;

/** Changes the policy on the registration, and lets the bot read policies. */
function bend(how: Bend, index = 0): Case['bend'] & ((stage: Stage) => object) {
  return ({ world }) => {
    const policy = world.policies[index];
    if (policy === undefined) throw new Error('the world has lost its policies');
    how(policy, world);
    return granted(world, ...world.botRoles, 'Policy.Read.All');
  };
}

function onPolicy(condition: string, how: Bend, detail: RegExp): Case {
  return { condition, bend: bend(how), status: 'failure', detail, advice: /Conditional Access/ };
}

function onStepUp(condition: string, how: Bend, detail: RegExp): Case {
  return { condition, bend: bend(how, 1), status: 'failure', detail, advice: /Every time/ };
}

function onContext(condition: string, context: object, detail: RegExp): Case {
  const how: Bend = (_, { contexts }) => Object.assign(contexts[0] ?? {}, context);
  return { condition, bend: bend(how), status: 'failure', detail, advice: /Publish to apps/ };
}

function change(policy: ConditionalAccessPolicy, fields: Partial<ConditionalAccessPolicy>): void {
  Object.assign(policy, fields);
}

function reportOnly(policy: ConditionalAccessPolicy): void {
  policy.state = 'enabledForReportingButNotEnforced';
}

function orCompliant({ grantControls }: ConditionalAccessPolicy): void {
  grantControls?.builtInControls.push('compliantDevice');
}

function excludeGuests({ conditions: { users } }: ConditionalAccessPolicy): void {
  users.excludeGuestsOrExternalUsers = { guestOrExternalUserTypes: 'b2bCollaborationGuest', externalTenants: null };
}

function excludeEmergency({ conditions: { users } }: ConditionalAccessPolicy): void {
  users.excludeUsers.push(EMERGENCY);
}

function narrow({ conditions }: ConditionalAccessPolicy): void {
  conditions.locations = { includeLocations: ['All'], excludeLocations: ['AllTrusted'] };
}

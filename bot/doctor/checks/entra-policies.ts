import { POLICY_PERMISSIONS } from '../../domain/shared/permissions.ts';
import { signInPolicy as policyOf } from '../../domain/sign-in/session.ts';
import type { AuthContext } from '../access-policy.ts';
import { type Check, type Finding, failure, skipped, warning } from '../check.ts';
import type { CheckContext } from '../context.ts';
import { DENIED, type Listed } from '../graph.ts';
import { policyFinding, policySteps } from '../policy-finding.ts';
import { withGraph } from '../prerequisites.ts';
import { type PolicyTarget, reviewPolicies } from '../review-policies.ts';

/**
 * Entra grants an authentication context that no policy guards, and issues tokens for a registration that no policy
 * guards. The token then proves no MFA, and the bot cannot see it.
 * https://learn.microsoft.com/entra/identity-platform/developer-guide-conditional-access-authentication-context
 */
export const signInPolicy: Check = {
  title: 'Sign-in policy',
  beforeDeployment: true,
  look: (context) => {
    const { signInContext } = policyOf(context.settings);
    return withGraph(context, () =>
      signInContext === undefined
        ? reviewTarget(context, { kind: 'registration', clientId: context.settings.aadAppClientId }, false)
        : reviewTarget(context, { kind: 'context', id: signInContext }, false),
    );
  },
};

/** Looks at the policy on the context that a change asks for. It must also ask every time. */
export const stepUp: Check = {
  title: 'Step-up policy',
  beforeDeployment: true,
  look: async (context) => {
    const { stepUpContext } = policyOf(context.settings);
    if (stepUpContext !== undefined) {
      return withGraph(context, () => reviewTarget(context, { kind: 'context', id: stepUpContext }, true));
    }
    const advice =
      'With Entra ID P1, set STEP_UP_AUTH_CONTEXT to an authentication context, and guard it with a policy.';
    return warning(
      'STEP_UP_AUTH_CONTEXT is none: before a change only a fresh sign-in is proven, and not MFA.',
      advice,
    );
  },
};

async function reviewTarget(context: CheckContext, target: PolicyTarget, fresh: boolean): Promise<Finding> {
  const policies = await context.accessPolicies();
  if (policies.kind === 'refused') return notLookedAt(policies.code, target, fresh);
  if (target.kind === 'context') {
    const unpublished = unpublishedContext(target.id, await context.authContexts());
    if (unpublished !== undefined) return unpublished;
  }
  const staff = await staffOf(context);
  const verdict = reviewPolicies({ target, policies: policies.items, staff });
  return policyFinding(verdict, { target, fresh, staffKnown: staff !== undefined });
}

/** A context that is not published to apps cannot be asked for. If the contexts cannot be read, nothing is said. */
function unpublishedContext(id: string, contexts: Listed<AuthContext>): Finding | undefined {
  if (contexts.kind === 'refused') return undefined;
  const found = contexts.items.find((one) => one.id === id);
  if (found?.isAvailable === true) return undefined;
  const state = found === undefined ? 'not there' : 'not published';
  const advice = 'In Entra, under Conditional Access, Authentication contexts, add it and tick “Publish to apps”.';
  return failure(`The authentication context ${id} is ${state}.`, advice);
}

function notLookedAt(code: string, target: PolicyTarget, fresh: boolean): Finding {
  const meanwhile =
    target.kind === 'context'
      ? `Meanwhile nothing proves MFA: ${target.id} in a token does so only while a policy guards it.`
      : 'Meanwhile nothing in a token proves MFA: it does so only while a policy guards the registration.';
  if (code !== DENIED) {
    return skipped(`Not looked at: Graph does not list the policies (${code}). ${meanwhile}`, 'Try again in a minute.');
  }
  const rights = POLICY_PERMISSIONS.map(({ name, appRoleId }) => `${name} (${appRoleId})`).join(', ');
  const advice = [
    `To let the doctor look, grant the bot the application permission ${rights}; a deployment in Azure with readPolicies=true does so. Otherwise let a person check, now and when policies change:`,
    policySteps({ target, fresh }),
  ];
  return skipped(`Not looked at: the bot may not read policies. ${meanwhile}`, advice.join('\n'));
}

/** Object ids of the managers and administrators; undefined if the database cannot be read. */
async function staffOf({ database, settings: { tenantId } }: CheckContext): Promise<ReadonlySet<string> | undefined> {
  const opened = await database();
  if (opened.kind !== 'open') return undefined;
  const { assignments, administrators } = opened.inspection.ledger;
  try {
    const managers = (await assignments.all()).map(({ person }) => person);
    const people = [...managers, ...(await administrators.all())];
    return new Set(people.filter(({ tid }) => tid === tenantId).map(({ oid }) => oid));
  } catch {
    return undefined;
  }
}

import { z } from 'zod';
import { type Check, type Finding, failure, pass, skipped, warning } from '../check.ts';
import { everything, type Listed } from '../graph.ts';
import { withGraph } from '../with.ts';

const CONTEXT = z.object({ id: z.string(), isAvailable: z.boolean().nullish() });
const POLICY = z.object({
  state: z.string(),
  conditions: z.object({
    applications: z.object({ includeAuthenticationContextClassReferences: z.array(z.string()).nullish() }).nullish(),
    users: z.object({ includeUsers: z.array(z.string()).nullish() }).nullish(),
  }),
  grantControls: z
    .object({
      operator: z.string().nullish(),
      builtInControls: z.array(z.string()).nullish(),
      authenticationStrength: z.object({ requirementsSatisfied: z.string().nullish() }).nullish(),
    })
    .nullish(),
});
type Policy = z.output<typeof POLICY>;

const PLACE = '/v1.0/identity/conditionalAccess';

/**
 * Entra grants an authentication context that no policy guards: the claim then proves nothing.
 * https://learn.microsoft.com/entra/identity-platform/developer-guide-conditional-access-authentication-context
 * Reading takes Policy.Read.ConditionalAccess, which the bot is not given.
 */
export const stepUp: Check = {
  title: 'Step-up policy',
  look: (world) =>
    withGraph(world, async () => {
      const { stepUpAuthContext: context, graphUrl } = world.settings;
      if (context === undefined) {
        const advice =
          'Set STEP_UP_AUTH_CONTEXT to let a Conditional Access policy say what a change of secrets takes.';
        return skipped('STEP_UP_AUTH_CONTEXT is not set; the claim amr proves MFA.', advice);
      }
      const [contexts, policies] = await Promise.all([
        everything(world.graph, graphUrl, `${PLACE}/authenticationContextClassReferences`, CONTEXT),
        everything(world.graph, graphUrl, `${PLACE}/policies`, POLICY),
      ]);
      return judge(context, contexts, policies);
    }),
};

function judge(context: string, contexts: Listed<z.output<typeof CONTEXT>>, policies: Listed<Policy>): Finding {
  if (contexts.kind === 'refused' || policies.kind === 'refused') return byHand(context);
  const found = contexts.items.find(({ id }) => id === context);
  if (found?.isAvailable !== true) {
    const advice = 'In Entra, under Conditional Access, Authentication contexts, add it and tick “Publish to apps”.';
    return failure(
      `The authentication context ${context} is ${found === undefined ? 'not there' : 'not published'}.`,
      advice,
    );
  }
  const aimed = policies.items.filter(({ conditions }) =>
    conditions.applications?.includeAuthenticationContextClassReferences?.includes(context),
  );
  const guarding = aimed.filter((policy) => policy.state === 'enabled' && takesMfa(policy));
  if (guarding.length === 0) return failure(whyNot(context, aimed), STEPS.policy(context));
  if (guarding.some(({ conditions }) => conditions.users?.includeUsers?.includes('All'))) {
    return pass(`${context} is published, and an enabled policy asks everybody for MFA.`);
  }
  const advice = 'Aim the policy at all users, and leave out the emergency accounts alone.';
  return warning(`The policy behind ${context} is for some users only; to others it is granted without MFA.`, advice);
}

function takesMfa({ grantControls }: Policy): boolean {
  const controls = grantControls?.builtInControls ?? [];
  const strong = grantControls?.authenticationStrength?.requirementsSatisfied === 'mfa';
  const alternatives = controls.length + (grantControls?.authenticationStrength ? 1 : 0);
  return (strong || controls.includes('mfa')) && (grantControls?.operator === 'AND' || alternatives === 1);
}

function whyNot(context: string, aimed: readonly Policy[]): string {
  if (aimed.length === 0) return `No policy targets ${context}: Entra grants it to everybody, and it proves nothing.`;
  return aimed.some(({ state }) => state === 'enabled')
    ? `The policy behind ${context} does not require MFA of everybody it applies to.`
    : `The policy behind ${context} is off or report-only: it guards nothing.`;
}

const STEPS = {
  policy: (context: string) =>
    `In Entra, under Conditional Access, make a policy: all users, target resources “Authentication context” ${context}, grant “Require multifactor authentication”, and enable it (“On”, not “Report-only”).`,
};

function byHand(context: string): Finding {
  const advice = [
    'Let a person check it in Entra, under Conditional Access:',
    `1. Authentication contexts: ${context} is there, with “Publish to apps” ticked.`,
    `2. Policies: one is “On” (not “Report-only”), for all users, with target resources “Authentication context” ${context}, and grants with “Require multifactor authentication”.`,
    '3. Sign in to the bot as a test person and change something: Entra asks for MFA.',
  ];
  return skipped(
    `The bot may not read policies, and must not. ${context} proves MFA only while a policy guards it.`,
    advice.join('\n'),
  );
}

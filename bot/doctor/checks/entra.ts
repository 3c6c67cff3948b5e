import { z } from 'zod';
import { counted } from '../../../cards/shared/dates.ts';
import { signInPolicy } from '../../domain/sign-in/session.ts';
import { type Check, type Finding, failure, pass, skipped, warning } from '../check.ts';
import { everything, type Listed } from '../graph.ts';
import { withGraph } from '../prerequisites.ts';
import { bodyAsJson, probe } from '../probe.ts';
import { reasonOf } from '../reason.ts';

const METADATA = z.object({ issuer: z.string(), jwks_uri: z.url() });
const KEYS = z.object({ keys: z.array(z.object({ kid: z.string() })).min(1) });

const AUTH_CONTEXT = z.object({ id: z.string(), isAvailable: z.boolean().nullish() });
const ACCESS_POLICY = z.object({
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
type AuthContext = z.output<typeof AUTH_CONTEXT>;
type AccessPolicy = z.output<typeof ACCESS_POLICY>;

const CONDITIONAL_ACCESS = '/v1.0/identity/conditionalAccess';

export const login: Check = {
  title: 'Entra’s sign-in',
  beforeDeployment: true,
  look: async ({ settings: { loginUrl, tenantId } }) => {
    const unreachable =
      'See that this machine reaches LOGIN_URL over https, without a proxy that replaces certificates.';
    try {
      const answer = await probe(`${loginUrl}/${tenantId}/v2.0/.well-known/openid-configuration`);
      const metadata = METADATA.safeParse(bodyAsJson(answer)).data;
      if (answer.status >= 400 && answer.status < 500) {
        return failure(`It knows no such tenant (${answer.status}).`, 'Set TENANT_ID to the directory’s tenant id.');
      }
      if (metadata === undefined) return failure(`It answered ${answer.status}, without OpenID metadata.`, unreachable);
      if (metadata.issuer !== `${loginUrl}/${tenantId}/v2.0`) {
        const advice = 'Set a LOGIN_URL and a TENANT_ID that belong together.';
        return failure('The issuer belongs to another tenant or cloud.', advice);
      }
      if (new URL(metadata.jwks_uri).origin !== new URL(loginUrl).origin) {
        return failure('Its signing keys are on another host, which the bot refuses.', 'Correct LOGIN_URL.');
      }
      const keys = KEYS.safeParse(bodyAsJson(await probe(metadata.jwks_uri))).data;
      if (keys === undefined) return failure('Its signing keys cannot be read.', unreachable);
      return pass(`Reachable; ${counted(keys.keys.length, 'signing key')}, issuer is this tenant’s.`);
    } catch (cause) {
      return failure(`Not reachable (${reasonOf(cause)}).`, unreachable);
    }
  },
};

/**
 * Entra also grants an authentication context that no policy guards. The claim then proves nothing.
 * https://learn.microsoft.com/entra/identity-platform/developer-guide-conditional-access-authentication-context
 * Reading the policies needs Policy.Read.ConditionalAccess, which the bot is not given.
 */
export const stepUp: Check = {
  title: 'Step-up policy',
  look: (context) =>
    withGraph(context, async () => {
      const { graphUrl } = context.settings;
      const { stepUpContext } = signInPolicy(context.settings);
      if (stepUpContext === undefined) {
        const advice =
          'With Entra ID P1, set STEP_UP_AUTH_CONTEXT to an authentication context, so that a Conditional Access policy decides what a change of secrets requires.';
        return warning('STEP_UP_AUTH_CONTEXT is none: before a change, nothing proves MFA.', advice);
      }
      const [contexts, policies] = await Promise.all([
        everything(context.graph, graphUrl, `${CONDITIONAL_ACCESS}/authenticationContextClassReferences`, AUTH_CONTEXT),
        everything(context.graph, graphUrl, `${CONDITIONAL_ACCESS}/policies`, ACCESS_POLICY),
      ]);
      return reviewPolicies(stepUpContext, contexts, policies);
    }),
};

function reviewPolicies(id: string, contexts: Listed<AuthContext>, policies: Listed<AccessPolicy>): Finding {
  if (contexts.kind === 'refused' || policies.kind === 'refused') return checkByHand(id);
  const found = contexts.items.find((one) => one.id === id);
  if (found?.isAvailable !== true) {
    const advice = 'In Entra, under Conditional Access, Authentication contexts, add it and tick “Publish to apps”.';
    const detail = `The authentication context ${id} is ${found === undefined ? 'not there' : 'not published'}.`;
    return failure(detail, advice);
  }
  const aimed = policies.items.filter(({ conditions }) =>
    conditions.applications?.includeAuthenticationContextClassReferences?.includes(id),
  );
  const guarding = aimed.filter((policy) => policy.state === 'enabled' && requiresMfa(policy));
  if (guarding.length === 0) return failure(whyUnguarded(id, aimed), policySteps(id));
  if (guarding.some(({ conditions }) => conditions.users?.includeUsers?.includes('All'))) {
    return pass(`${id} is published, and an enabled policy asks everybody for MFA.`);
  }
  const advice = 'Aim the policy at all users, and exclude only the emergency accounts.';
  return warning(`The policy behind ${id} is for some users only; to others it is granted without MFA.`, advice);
}

function requiresMfa({ grantControls }: AccessPolicy): boolean {
  const controls = grantControls?.builtInControls ?? [];
  const strong = grantControls?.authenticationStrength?.requirementsSatisfied === 'mfa';
  const alternatives = controls.length + (grantControls?.authenticationStrength ? 1 : 0);
  return (strong || controls.includes('mfa')) && (grantControls?.operator === 'AND' || alternatives === 1);
}

function whyUnguarded(id: string, aimed: readonly AccessPolicy[]): string {
  if (aimed.length === 0) return `No policy targets ${id}: Entra grants it to everybody, and it proves nothing.`;
  return aimed.some(({ state }) => state === 'enabled')
    ? `The policy behind ${id} does not require MFA of everybody it applies to.`
    : `The policy behind ${id} is off or report-only: it guards nothing.`;
}

function policySteps(id: string): string {
  return `In Entra, under Conditional Access, make a policy: all users, target resources “Authentication context” ${id}, grant “Require multifactor authentication”, and enable it (“On”, not “Report-only”).`;
}

function checkByHand(id: string): Finding {
  const advice = [
    'Let a person check it in Entra, under Conditional Access:',
    `1. Authentication contexts: ${id} is there, with “Publish to apps” ticked.`,
    `2. Policies: one is “On” (not “Report-only”), for all users, with target resources “Authentication context” ${id}, and grants with “Require multifactor authentication”.`,
    '3. Sign in to the bot as a test person and change something: Entra asks for MFA.',
  ];
  const detail = `The bot may not read policies, and is not meant to. ${id} proves MFA only while a policy guards it.`;
  return skipped(detail, advice.join('\n'));
}

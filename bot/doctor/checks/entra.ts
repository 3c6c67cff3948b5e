import { z } from 'zod';
import { counted } from '../../../cards/shared/dates.ts';
import { type Check, failure, pass } from '../check.ts';
import { bodyAsJson, probe } from '../probe.ts';
import { reasonOf } from '../reason.ts';

const METADATA = z.object({ issuer: z.string(), jwks_uri: z.url() });
const KEYS = z.object({ keys: z.array(z.object({ kid: z.string() })).min(1) });

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

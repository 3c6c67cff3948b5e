import { z } from 'zod';
import { counted } from '../../../cards/shared/dates.ts';
import { type Check, failure, pass } from '../check.ts';
import { jsonOf, probe } from '../probe.ts';
import { reasonOf } from '../reason.ts';

const METADATA = z.object({ issuer: z.string(), jwks_uri: z.url() });
const KEYS = z.object({ keys: z.array(z.object({ kid: z.string() })).min(1) });

export const login: Check = {
  title: 'Entra’s sign-in',
  plan: true,
  look: async ({ settings }) => {
    const { loginUrl, tenantId } = settings;
    const unreachable =
      'See that this machine reaches LOGIN_URL over https, without a proxy that replaces certificates.';
    try {
      const answer = await probe(`${loginUrl}/${tenantId}/v2.0/.well-known/openid-configuration`);
      const metadata = METADATA.safeParse(jsonOf(answer)).data;
      if (answer.status >= 400 && answer.status < 500) {
        return failure(`It knows no such tenant (${answer.status}).`, 'Set TENANT_ID to the directory’s tenant id.');
      }
      if (metadata === undefined) return failure(`It answered ${answer.status}, without OpenID metadata.`, unreachable);
      if (metadata.issuer !== `${loginUrl}/${tenantId}/v2.0`) {
        return failure(
          'The issuer is another tenant’s or cloud’s.',
          'Set LOGIN_URL and TENANT_ID as they belong together.',
        );
      }
      if (new URL(metadata.jwks_uri).origin !== new URL(loginUrl).origin) {
        return failure('Its signing keys are on another host, which the bot refuses.', 'Correct LOGIN_URL.');
      }
      const keys = KEYS.safeParse(jsonOf(await probe(metadata.jwks_uri))).data;
      if (keys === undefined) return failure('Its signing keys cannot be read.', unreachable);
      return pass(`Reachable; ${counted(keys.keys.length, 'signing key')}, issuer is this tenant’s.`);
    } catch (cause) {
      return failure(`Not reachable (${reasonOf(cause)}).`, unreachable);
    }
  },
};

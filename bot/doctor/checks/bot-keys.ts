import { z } from 'zod';
import { counted } from '../../../cards/shared/dates.ts';
import { type Check, failure, pass, warning } from '../check.ts';
import { jsonOf, probe } from '../probe.ts';
import { reasonOf } from '../reason.ts';

const METADATA = z.object({ issuer: z.string().optional(), jwks_uri: z.url() });
const KEYS = z.object({ keys: z.array(z.object({ endorsements: z.array(z.string()).optional() })).min(1) });
const ADVICE = 'See that this machine reaches BOT_OPENID_METADATA_URL; without it no message from Teams is accepted.';

/** https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication */
export const botKeys: Check = {
  title: 'Bot Framework’s keys',
  plan: true,
  look: async ({ settings }) => {
    const { botOpenIdMetadataUrl, botTokenIssuer } = settings;
    try {
      const metadata = METADATA.safeParse(jsonOf(await probe(botOpenIdMetadataUrl))).data;
      if (metadata === undefined) return failure('There is no OpenID metadata at its address.', ADVICE);
      if (metadata.issuer !== undefined && metadata.issuer !== botTokenIssuer) {
        return failure(
          'Its issuer is not BOT_TOKEN_ISSUER.',
          'Remove BOT_TOKEN_ISSUER and BOT_OPENID_METADATA_URL, or set both.',
        );
      }
      const keys = KEYS.safeParse(jsonOf(await probe(metadata.jwks_uri))).data?.keys;
      if (keys === undefined) return failure('Its signing keys cannot be read.', ADVICE);
      if (keys.every(({ endorsements }) => endorsements === undefined)) {
        return warning('No key says which channels it is for.', 'See that BOT_OPENID_METADATA_URL is Bot Framework’s.');
      }
      const ours = keys.filter(({ endorsements }) => endorsements?.includes('msteams'));
      if (ours.length === 0) return failure('No key is endorsed for msteams.', ADVICE);
      return pass(`Reachable; ${counted(ours.length, 'key')} endorsed for msteams.`);
    } catch (cause) {
      return failure(`Not reachable (${reasonOf(cause)}).`, ADVICE);
    }
  },
};

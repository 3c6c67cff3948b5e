import { z } from 'zod';
import { counted } from '../../../cards/shared/dates.ts';
import { type Check, failure, pass, warning } from '../check.ts';
import { bodyAsJson, probe } from '../probe.ts';
import { reasonOf } from '../reason.ts';
import { tokenAdvice } from '../token-advice.ts';

const METADATA = z.object({ issuer: z.string().optional(), jwks_uri: z.url() });
const KEYS = z.object({ keys: z.array(z.object({ endorsements: z.array(z.string()).optional() })).min(1) });
const REACH = 'See that this machine reaches BOT_OPENID_METADATA_URL; without it no message from Teams is accepted.';

/** https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication */
export const botKeys: Check = {
  title: 'Bot Framework’s keys',
  beforeDeployment: true,
  look: async ({ settings: { botOpenIdMetadataUrl, botTokenIssuer } }) => {
    try {
      const metadata = METADATA.safeParse(bodyAsJson(await probe(botOpenIdMetadataUrl))).data;
      if (metadata === undefined) return failure('There is no OpenID metadata at its address.', REACH);
      if (metadata.issuer !== undefined && metadata.issuer !== botTokenIssuer) {
        const advice = 'Remove BOT_TOKEN_ISSUER and BOT_OPENID_METADATA_URL, or set both.';
        return failure('Its issuer is not BOT_TOKEN_ISSUER.', advice);
      }
      const keys = KEYS.safeParse(bodyAsJson(await probe(metadata.jwks_uri))).data?.keys;
      if (keys === undefined) return failure('Its signing keys cannot be read.', REACH);
      if (keys.every(({ endorsements }) => endorsements === undefined)) {
        return warning('No key says which channels it is for.', 'See that BOT_OPENID_METADATA_URL is Bot Framework’s.');
      }
      const ours = keys.filter(({ endorsements }) => endorsements?.includes('msteams'));
      if (ours.length === 0) return failure('No key is endorsed for msteams.', REACH);
      return pass(`Reachable; ${counted(ours.length, 'key')} endorsed for msteams.`);
    } catch (cause) {
      return failure(`Not reachable (${reasonOf(cause)}).`, REACH);
    }
  },
};

export const botToken: Check = {
  title: 'Token for Teams',
  needs: ({ botType }) => (botType === 'UserAssignedMsi' ? [] : ['login']),
  look: async ({ settings, botToken: getToken }) => {
    try {
      await getToken();
      return pass('Issued for the Bot Connector.');
    } catch (cause) {
      const reason = reasonOf(cause);
      const advice =
        settings.botType === 'UserAssignedMsi'
          ? 'Run the doctor in the App Service (az webapp ssh); the Azure Bot’s app id and BOT_ID must be the identity’s client id.'
          : tokenAdvice({ ...settings, aadAppFederated: false }, reason);
      return failure(`None was issued (${reason}).`, advice);
    }
  },
};

/** Sends a message without a token of Bot Framework. The bot itself must turn it away with 401. */
export const messages: Check = {
  title: 'Messages’ address',
  needs: () => ['public'],
  look: async ({ settings: { publicUrl } }) => {
    const url = `${publicUrl}/api/messages`;
    try {
      const headers = { 'content-type': 'application/json' };
      const { status } = await probe(url, { method: 'POST', body: '{}', headers });
      if (status === 401) return pass('It turns away a message without a token.');
      if (status >= 200 && status < 300) {
        const advice = 'Stop the app: what answers there is not this bot, or was changed.';
        return failure(`It accepts messages without a token (${status}).`, advice);
      }
      const advice = `See that PUBLIC_URL leads to the bot, without a sign-in in front of it, and that the Azure Bot’s messaging endpoint is ${url}`;
      return failure(`It answers ${status} instead of 401.`, advice);
    } catch (cause) {
      return failure(`Nothing answers (${reasonOf(cause)}).`, 'See “Bot answers”.');
    }
  },
};

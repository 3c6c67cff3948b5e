import { type Check, failure, pass } from '../check.ts';
import { probe } from '../probe.ts';
import { reasonOf } from '../reason.ts';

/** Whoever has no token of Bot Framework must be turned away, and by the bot. */
export const messages: Check = {
  title: 'Messages’ address',
  look: async ({ settings }) => {
    const url = `${settings.publicUrl}/api/messages`;
    try {
      const headers = { 'content-type': 'application/json' };
      const { status } = await probe(url, { method: 'POST', body: '{}', headers });
      if (status === 401) return pass('Turns away who has no token.');
      if (status >= 200 && status < 300) {
        return failure(
          `It accepts messages without a token (${status}).`,
          'Stop the app: what answers there is not this bot, or was changed.',
        );
      }
      const advice = `See that PUBLIC_URL leads to the bot, without a sign-in in front of it, and that the Azure Bot’s messaging endpoint is ${url}`;
      return failure(`It answers ${status} instead of 401.`, advice);
    } catch (cause) {
      return failure(`Nothing answers (${reasonOf(cause)}).`, 'See “Bot answers”.');
    }
  },
};

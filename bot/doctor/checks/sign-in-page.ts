import { securityHeaders } from '../../adapters/entra/answer.ts';
import { type Check, failure, pass } from '../check.ts';
import { probe } from '../probe.ts';
import { reasonOf } from '../reason.ts';

/** Has the shape of a ticket; the ledger holds hashes of random ones only. */
const NO_TICKET = 'no-such-ticket-doctor-is-looking';
const GONE = 410;

/** With a link that was never made, so that nothing is begun. */
export const signInPage: Check = {
  title: 'Sign-in page',
  look: async ({ settings }) => {
    const { publicUrl, clientOrigins } = settings;
    try {
      const { status, headers } = await probe(`${publicUrl}/sign-in/${NO_TICKET}`);
      const isPage = headers.get('content-type')?.startsWith('text/html') === true;
      if (status !== GONE || !isPage) {
        return failure(
          `A dead link is answered with ${status}, and not with our page.`,
          'See that PUBLIC_URL leads to the bot.',
        );
      }
      const wrong = Object.entries(securityHeaders(publicUrl, clientOrigins)).filter(
        ([name, value]) => headers.get(name) !== value,
      );
      if (wrong.length === 0) return pass('Ours, with its security headers.');
      const detail = wrong.map(([name]) => `${name} is ${headers.has(name) ? 'another than ours' : 'missing'}.`);
      const advice =
        'See that nothing in front of the bot changes headers, and that the bot runs this version with these settings.';
      return failure(detail.join('\n'), advice);
    } catch (cause) {
      return failure(`Nothing answers (${reasonOf(cause)}).`, 'See “Bot answers”.');
    }
  },
};

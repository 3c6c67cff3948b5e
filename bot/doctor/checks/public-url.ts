import { isLoopback } from '../../config/fields.ts';
import { type Check, failure, pass, warning } from '../check.ts';
import { reasonOf } from '../reason.ts';
import { shakeHands } from '../tls.ts';

export const publicUrl: Check = {
  title: 'Public address',
  look: async ({ settings }) => {
    const { publicUrl: url } = settings;
    if (!url.startsWith('https:')) {
      const where = isLoopback(url) ? 'Only this machine reaches it, over http.' : 'It is not https.';
      return warning(where, 'Set PUBLIC_URL to the https address that Teams and browsers use.');
    }
    try {
      const modern = await shakeHands(url);
      const old = await shakeHands(url, 'TLSv1.1').catch(() => undefined);
      if (old !== undefined) {
        const advice = 'Set the minimum TLS version to 1.2 (App Service: az webapp config set --min-tls-version 1.2).';
        return failure('It still speaks TLS 1.1.', advice);
      }
      return pass(`Answers over ${modern.protocol}, and not below TLS 1.2.`);
    } catch (cause) {
      const advice =
        'See that the name resolves, that the app runs, and that its certificate is of this name and a known authority.';
      return failure(`No trusted connection (${reasonOf(cause)}).`, advice);
    }
  },
};

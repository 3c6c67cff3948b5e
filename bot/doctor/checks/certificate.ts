import { shownDay, shownLength } from '../../../cards/shared/dates.ts';
import { type Check, failure, pass, skipped, warning } from '../check.ts';
import { reasonOf } from '../reason.ts';
import { shakeHands } from '../tls.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Managed certificates are renewed a month and more before their end. */
const WARN_DAYS = 14;
const ADVICE =
  'Renew the certificate of PUBLIC_URL (App Service: Certificates; a managed one needs the name’s DNS record to stay).';

export const certificate: Check = {
  title: 'Certificate',
  look: async ({ settings, clock }) => {
    const { publicUrl } = settings;
    if (!publicUrl.startsWith('https:')) return skipped('PUBLIC_URL has none.', 'See “Public address”.');
    try {
      const end = new Date((await shakeHands(publicUrl)).certificate.valid_to);
      const left = end.getTime() - clock().getTime();
      if (left <= 0) return failure(`It ended on ${shownDay(end)}.`, ADVICE);
      const detail = `Good until ${shownDay(end)}, ${shownLength(left)} from now.`;
      return left < WARN_DAYS * DAY_MS ? warning(detail, ADVICE) : pass(detail);
    } catch (cause) {
      return failure(`It is not trusted, or nothing answers (${reasonOf(cause)}).`, ADVICE);
    }
  },
};

import { z } from 'zod';
import { shownDay, shownLength } from '../../../cards/shared/dates.ts';
import { securityHeaders } from '../../adapters/entra/answer.ts';
import { CERTIFICATE_WARN_DAYS } from '../../adapters/node/certificate-watch.ts';
import { connectTls } from '../../adapters/node/tls.ts';
import { isLoopback } from '../../config/fields.ts';
import { isUntrusted } from '../../ports/shared/outside-faults.ts';
import { type Check, failure, pass, skipped, warning } from '../check.ts';
import { bodyAsJson, probe } from '../probe.ts';
import { reasonOf } from '../reason.ts';

const DAY_MS = 24 * 60 * 60_000;
const RENEW =
  'Renew the certificate of PUBLIC_URL (App Service: Certificates; a managed one needs the name’s DNS record to stay).';

const READY = z.object({ database: z.boolean().optional(), keys: z.boolean().optional() });
const UP = z.object({ status: z.literal('up') });

/** This has the shape of a sign-in ticket. Real tickets are random, so none is like it. */
const NO_TICKET = 'no-such-ticket-doctor-is-looking';
const GONE = 410;

export const publicUrl: Check = {
  title: 'Public address',
  look: async ({ settings: { publicUrl: url } }) => {
    if (!url.startsWith('https:')) {
      const detail = isLoopback(url) ? 'Only this machine reaches it, over http.' : 'It is not https.';
      return warning(detail, 'Set PUBLIC_URL to the https address that Teams and browsers use.');
    }
    try {
      const modern = await connectTls(url);
      const old = await connectTls(url, 'TLSv1.1').catch(() => undefined);
      if (old !== undefined) {
        const advice = 'Set the minimum TLS version to 1.2 (App Service: az webapp config set --min-tls-version 1.2).';
        return failure('It still speaks TLS 1.1.', advice);
      }
      return pass(`Answers over ${modern.protocol}, and not below TLS 1.2.`);
    } catch (cause) {
      const advice =
        'See that the name resolves, that the app runs, and that its certificate is for this name and from a known authority.';
      return failure(`No trusted connection (${reasonOf(cause)}).`, advice);
    }
  },
};

export const certificate: Check = {
  title: 'Certificate',
  look: async ({ settings: { publicUrl: url }, clock }) => {
    if (!url.startsWith('https:')) return skipped('PUBLIC_URL has none.', 'See “Public address”.');
    try {
      const end = new Date((await connectTls(url)).certificate.valid_to);
      const left = end.getTime() - clock().getTime();
      if (left <= 0) return failure(`It ended on ${shownDay(end)}.`, RENEW);
      const detail = `Good until ${shownDay(end)}, ${shownLength(left)} from now.`;
      return left < CERTIFICATE_WARN_DAYS * DAY_MS ? warning(detail, RENEW) : pass(detail);
    } catch (cause) {
      if (isUntrusted(cause)) return failure(`It is not trusted (${reasonOf(cause)}).`, RENEW);
      return skipped('Nothing answers that could show it.', 'See “Public address”.');
    }
  },
};

export const health: Check = {
  title: 'Bot answers',
  needs: ({ publicUrl: url }) => (url.startsWith('https:') ? ['public'] : []),
  look: async ({ settings: { publicUrl: url } }) => {
    try {
      const up = await probe(`${url}/healthz`);
      if (up.status !== 200 || !UP.safeParse(bodyAsJson(up)).success) {
        const advice =
          'See that PUBLIC_URL leads to the bot, that its slot is started, and what its log says (az webapp log tail).';
        return failure(`/healthz answers ${up.status}, and not as the bot does.`, advice);
      }
      const ready = await probe(`${url}/readyz`);
      if (ready.status === 200) return pass('It is up, and ready for turns.');
      const { database, keys } = READY.safeParse(bodyAsJson(ready)).data ?? {};
      const missing = [database === false ? 'its database' : '', keys === false ? 'Bot Framework’s keys' : ''];
      const names = missing.filter((name) => name !== '').join(' and ') || 'all that it needs';
      return failure(`It is up, but not ready: it does not reach ${names}.`, 'See the lines about those.');
    } catch (cause) {
      const advice =
        'See that the app is started and that its address is open to the outside (az webapp show, az webapp log tail).';
      return failure(`Nothing answers (${reasonOf(cause)}).`, advice);
    }
  },
};

/** Opens a sign-in link that does not exist, so that no sign-in begins. */
export const signInPage: Check = {
  title: 'Sign-in page',
  needs: () => ['public'],
  look: async ({ settings: { publicUrl: url, teamsHosts, clientOrigins } }) => {
    try {
      const { status, headers } = await probe(`${url}/sign-in/${NO_TICKET}`);
      const isPage = headers.get('content-type')?.startsWith('text/html') === true;
      if (status !== GONE || !isPage) {
        const detail = `A dead link is answered with ${status}, and not with our page.`;
        return failure(detail, 'See that PUBLIC_URL leads to the bot.');
      }
      const expected = Object.entries(securityHeaders(url, [...teamsHosts, ...clientOrigins]));
      const wrong = expected.filter(([name, value]) => headers.get(name) !== value);
      if (wrong.length === 0) return pass('It is our page, with its security headers.');
      const detail = wrong.map(([name]) => `${name} is ${headers.has(name) ? 'different from ours' : 'missing'}.`);
      const advice =
        'See that nothing in front of the bot changes headers, and that the bot runs this version with these settings.';
      return failure(detail.join('\n'), advice);
    } catch (cause) {
      return failure(`Nothing answers (${reasonOf(cause)}).`, 'See “Bot answers”.');
    }
  },
};

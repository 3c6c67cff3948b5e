import type { Clock } from '../../ports/shared/clock.ts';
import type { Log } from '../../ports/shared/log.ts';
import { isUntrusted, networkWordsOf } from '../../ports/shared/outside-faults.ts';
import { connectTls } from './tls.ts';

/** Managed certificates are renewed a month or more before their end. */
export const CERTIFICATE_WARN_DAYS = 14;
const DAY_MS = 24 * 60 * 60_000;
/** An alert looks at the lines of a day. */
const EVERY_MS = 12 * 60 * 60_000;

export interface CertificateWatchDeps {
  readonly url: string;
  readonly clock: Clock;
  readonly log: Pick<Log, 'warn'>;
  /** For tests. */
  readonly connect?: (url: string) => ReturnType<typeof connectTls>;
}

/**
 * Returns a function that looks, at most twice a day, when the certificate of our own address ends. A line in the log says
 * that it ends soon, or that it is not trusted any more. If nothing answers there, nothing is said. It never rejects.
 */
export function createCertificateWatch({ url, clock, log, connect = connectTls }: CertificateWatchDeps) {
  let lookedAt = Number.NEGATIVE_INFINITY;
  return async (): Promise<void> => {
    const now = clock().getTime();
    // A clock that was ahead may be put right.
    if (!url.startsWith('https:') || Math.abs(now - lookedAt) < EVERY_MS) return;
    lookedAt = now;
    try {
      const end = new Date((await connect(url)).certificate.valid_to);
      const days = Math.floor((end.getTime() - now) / DAY_MS);
      if (days >= CERTIFICATE_WARN_DAYS) return;
      log.warn('the certificate of PUBLIC_URL ends soon', {
        reason: `it ends at ${end.toISOString()}, in ${days} days`,
      });
    } catch (cause) {
      if (isUntrusted(cause))
        log.warn('the certificate of PUBLIC_URL is not trusted', { reason: networkWordsOf(cause) ?? 'unknown' });
    }
  };
}

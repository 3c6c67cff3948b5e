import { GraphFailure } from '../errors.ts';

/** Throws GraphFailure if a request comes too early. */
export interface ReportLimit {
  take(): void;
  /** Forgets the requests so far. */
  clear(): void;
}

const MOST = 5;
const WINDOW_MS = 10_000;

/**
 * Graph answers five requests in ten seconds for all of the reports and logs of identity together.
 * https://learn.microsoft.com/graph/throttling-limits
 */
export function createReportLimit(): ReportLimit {
  let times: number[] = [];
  return {
    take: () => {
      const now = performance.now();
      times = times.filter((at) => now - at < WINDOW_MS);
      const [first = now] = times;
      if (times.length >= MOST) {
        const seconds = Math.ceil((first + WINDOW_MS - now) / 1000);
        throw new GraphFailure(429, 'TooManyRequests', 'Too many requests.', Math.max(1, seconds));
      }
      times.push(now);
    },
    clear: () => {
      times = [];
    },
  };
}

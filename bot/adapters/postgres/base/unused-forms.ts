/** A form expires within the hour. It is kept for a day, so that a late press hears that it has expired. */
const KEPT_MS = 24 * 60 * 60_000;

/** Forms that were opened before this, and never used, are removed when another one is opened. */
export function unusedBefore(openedAt: Date): Date {
  return new Date(openedAt.getTime() - KEPT_MS);
}

import type { Application, ClientSecret } from './application.ts';

export type SecretStatus = 'valid' | 'expiring' | 'expired';

/** `n` calendar months later, in UTC, clamped to the month's last day (31 January + 1 → 28 or 29 February). */
export function addMonths(at: Date, n: number): Date {
  const result = new Date(at);
  result.setUTCDate(1);
  result.setUTCMonth(result.getUTCMonth() + n);
  const lastDay = new Date(Date.UTC(result.getUTCFullYear(), result.getUTCMonth() + 1, 0)).getUTCDate();
  result.setUTCDate(Math.min(at.getUTCDate(), lastDay));
  return result;
}

/** `expiring` is less than one calendar month away, as in the guide. */
export function secretStatus(secret: Pick<ClientSecret, 'end'>, now: Date): SecretStatus {
  if (secret.end <= now) return 'expired';
  return secret.end < addMonths(now, 1) ? 'expiring' : 'valid';
}

export function isLive(secret: Pick<ClientSecret, 'end'>, now: Date): boolean {
  return secret.end > now;
}

export function liveSecrets(application: Application, now: Date): readonly ClientSecret[] {
  return application.secrets.filter((secret) => isLive(secret, now));
}

/** The UTC calendar day of an instant, `YYYY-MM-DD`. */
export function calendarDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** How soon an application needs attention: no live secret first, then by its next expiry. Lower is more urgent. */
export function urgency(application: Application, now: Date): number {
  const live = liveSecrets(application, now);
  if (live.length === 0) return Number.NEGATIVE_INFINITY;
  return Math.min(...live.map((secret) => secret.end.getTime()));
}

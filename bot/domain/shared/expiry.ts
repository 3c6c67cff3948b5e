import type { Application, ClientSecret } from './application.ts';

/** `upcoming`: not valid yet. */
export type SecretStatus = 'upcoming' | 'valid' | 'expiring' | 'expired';

type Validity = Pick<ClientSecret, 'start' | 'end'>;

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
export function secretStatus(secret: Validity, now: Date): SecretStatus {
  if (hasExpired(secret, now)) return 'expired';
  if (isUpcoming(secret, now)) return 'upcoming';
  return secret.end < addMonths(now, 1) ? 'expiring' : 'valid';
}

/** Whether a system can sign in with it now. Entra keeps secrets whose validity begins later, too. */
export function isLive(secret: Validity, now: Date): boolean {
  return !isUpcoming(secret, now) && !hasExpired(secret, now);
}

/** By whole seconds, so that a secret that was just created is live although Entra's clock is a little ahead. */
export function isUpcoming({ start }: Pick<Validity, 'start'>, now: Date): boolean {
  return secondOf(start) > secondOf(now);
}

export function hasExpired({ end }: Pick<Validity, 'end'>, now: Date): boolean {
  return end <= now;
}

/** Entra's clock and ours, and the hour that clocks are put forward by, are no matter. */
const TOLERANCE_MS = 24 * 60 * 60_000;

/**
 * Whether it lives longer than the year that a new secret may live. If Entra does not say when it began, what counts is
 * how long it lives from `now` on.
 */
export function isOverlong({ start, end }: Validity, now: Date): boolean {
  const from = start.getTime() > 0 ? start : now;
  return end.getTime() > addMonths(from, 12).getTime() + TOLERANCE_MS;
}

export function liveSecrets(application: Application, now: Date): readonly ClientSecret[] {
  return application.secrets.filter((secret) => isLive(secret, now));
}

/** Whether no client secret, certificate or federated credential lets the application sign in. */
export function cannotConnect(application: Application, now: Date): boolean {
  const { certificates = [], federated = [] } = application.otherCredentials ?? {};
  return (
    liveSecrets(application, now).length === 0 &&
    federated.length === 0 &&
    !certificates.some((each) => isLive(each, now))
  );
}

/** A federated credential does not expire. */
const NEVER = new Date(8.64e15);

/**
 * Until when systems can connect without a gap, by the credentials that exist now: one that becomes valid before the others
 * end takes over. Undefined if they cannot connect now.
 */
export function connectsUntil(application: Application, now: Date): Date | undefined {
  if (cannotConnect(application, now)) return undefined;
  const { certificates = [], federated = [] } = application.otherCredentials ?? {};
  if (federated.length > 0) return NEVER;
  const all: readonly Validity[] = [...application.secrets, ...certificates];
  let until = latestEnd(all.filter((one) => isLive(one, now)));
  for (let before = now; until > before; ) {
    before = until;
    until = latestEnd(all.filter(({ start }) => start <= before));
  }
  return until;
}

function latestEnd(credentials: readonly Validity[]): Date {
  return new Date(Math.max(...credentials.map(({ end }) => end.getTime())));
}

/** The instant without its fraction of a second: a directory may keep whole seconds only. */
export function wholeSecond(at: Date): Date {
  return new Date(secondOf(at) * 1000);
}

/** The number of the second since 1 January 1970. A sweep compares many instants: numbers cost less than dates. */
function secondOf(at: Date): number {
  return Math.floor(at.getTime() / 1000);
}

/** How soon an application needs attention: what cannot connect first, then by its next expiry. Lower is more urgent. */
export function urgency(application: Application, now: Date): number {
  if (cannotConnect(application, now)) return Number.NEGATIVE_INFINITY;
  const live = liveSecrets(application, now);
  return Math.min(...live.map((secret) => secret.end.getTime()));
}

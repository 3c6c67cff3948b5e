import type { SecretStatus } from '../../bot/domain/shared/expiry.ts';

/** The status of a secret that is not valid yet also says when it will be: see `upcomingStatus`. */
export const STATUS_WORDS: Readonly<Record<Exclude<SecretStatus, 'upcoming'>, string>> = {
  valid: '✔ Valid',
  expiring: '⚠ Expiring',
  expired: '✖ Expired',
};

/** To a person who cannot create a secret of it. */
export const CANNOT_CONNECT = '⚠ No live secret: this application cannot connect.';
export const NO_LIVE_SECRET = `${CANNOT_CONNECT} Create a new secret.`;

/** `day` is ready to be shown. */
export function upcomingStatus(day: string): string {
  return `◷ Valid from ${day}`;
}

/** Said if no secret is live and one will be. `day` is ready to be shown. */
export function noLiveUntil(day: string): string {
  return `${cannotConnectUntil(day)} To connect sooner, create a new secret.`;
}

/** Says it to a person who cannot create one. */
export function cannotConnectUntil(day: string): string {
  return `⚠ No live secret: this application cannot connect before ${day}.`;
}

import type { Reach } from '../../bot/domain/secrets/reach.ts';
import type { SecretStatus } from '../../bot/domain/shared/expiry.ts';
import type { Api, ApplicationName } from '../../bot/domain/shared/naming.ts';
import { counted } from './dates.ts';

/** The status of a secret that is not valid yet also says when it will be: see `upcomingStatus`. */
export const STATUS_WORDS: Readonly<Record<Exclude<SecretStatus, 'upcoming'>, string>> = {
  valid: '✔ Valid',
  expiring: '⚠ Expiring',
  expired: '✖ Expired',
};

/** The status with the days that are left or have passed: `⚠ Expiring in 5 days`. */
export function statusWithDays(status: keyof typeof STATUS_WORDS, days: number): string {
  switch (status) {
    case 'valid':
      return `${STATUS_WORDS.valid} for ${counted(days, 'day')}`;
    case 'expiring':
      return `${STATUS_WORDS.expiring} ${days <= 0 ? 'today' : days === 1 ? 'tomorrow' : `in ${days} days`}`;
    case 'expired':
      return `${STATUS_WORDS.expired} ${days >= 0 ? 'today' : days === -1 ? 'yesterday' : `${-days} days ago`}`;
  }
}

/** The buttons beside a secret, and beside an application of a list. */
export const ROW_BUTTONS = {
  show: 'Show',
  rotate: 'Rotate',
  delete: 'Delete',
  create: 'Create new secret',
  managers: 'Managers',
} as const;

/** Beside a secret that somebody created elsewhere: here, a new one lives one year at most. */
export const OVERLONG = '⚠ Longer than the rule of one year';

/** What is said of certificates and federated credentials. */
export const OTHERS = {
  title: 'Certificates and federated credentials',
  note: 'As the last daily look saw them. They are looked after in Entra: I only read them.',
  certificate: 'certificate',
  federated: 'federated credential',
  endless: 'does not expire',
} as const;

export function moreOthers(count: number): string {
  return `And ${count} more.`;
}

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

/** What cards say of the last use of a secret. All days and times are ready to be shown. */
export const USES = {
  label: 'Last used',
  notKnown: 'not known',
  rowNotKnown: 'last use not known',
  logAlone:
    'Last uses come from Entra’s log of sign-ins. I read it for rotations, deletions and outages alone, so most uses are not known.',
  logAloneShort: 'from Entra’s log of sign-ins, which I read for few applications',
} as const;

export function lastUsedText(at: string): string {
  return `last used ${at}`;
}

/** Says where last uses come from. `at` is undefined if the report was never read. */
export function usesAsOf(at: string | undefined): string {
  return at === undefined
    ? 'Last uses come from Entra’s report, which I have not read yet.'
    : `Last uses come from Entra’s report as of ${at}.`;
}

/** The same beside one last use. */
export function useAsOf(at: string | undefined): string {
  return at === undefined ? 'I have not read Entra’s report yet' : `Entra’s report as of ${at}`;
}

/** What the day on which a secret stops to count as in use means. `subject` begins the sentence. */
function countsAsSafe(subject: string, day: string): string {
  return `If nothing uses it until then, ${subject} counts as safe to delete from ${day}: it has been silent for 7 days by then. A system that signs in more rarely, for instance once a month, may still need it.`;
}

export function inUseText(at: string, safeFrom: string): string {
  return `This secret was used on ${at}, so a system may run on it, and deleting it stops that system at once. ${countsAsSafe('it', safeFrom)}`;
}

export function safeFromText(day: string): string {
  return countsAsSafe('the old secret', day);
}

/** `Data Manager (DM)`. The operator has named it. */
export function apiName({ label, code }: Api): string {
  return `${label} (${code})`;
}

/** What an application may reach, and who says so: the permissions that it asks for in Entra, or its name alone. */
export function reachText(reach: Reach): string {
  return reach.by === 'name' ? reachByName(reach.name) : reachByPermissions(reach);
}

/** An administrator grants what an application asks for. The bot has not looked whether one did, so the sentence says “may”. */
function reachByPermissions({ apis, others }: Extract<Reach, { by: 'permissions' }>): string {
  const named = apis.map(({ label, environments }) => `${label} (${environments.join(' and ')})`);
  const all = others === 0 ? named : [...named, counted(others, 'other API')];
  return `By the permissions it asks for in Entra, it may reach ${all.join(' and ')}`;
}

function reachByName(name: ApplicationName): string {
  const alternative = name.kind === 'PartnerAlternative' ? ' only: a dummy for testing an implementation' : '';
  return `By its name, it reaches ${name.services.join(' and ')}, ${name.environments.join(' and ')}${alternative}`;
}

/** What the bar of a secret shows, for those who do not see it. */
export function barText(daysLeft: number, days: number): string {
  return `A bar: ${daysLeft} of ${counted(days, 'day')}`;
}

import { type KnownUses, type LastUse, lastUseOf, type ReportShown, reportShown } from '../secrets/last-use.ts';
import type { OtherCredentialView } from '../secrets/other-credentials.ts';
import { type Reach, reachOf } from '../secrets/reach.ts';
import type { ApiSettings } from '../secrets/token-target.ts';
import type { Application, ClientSecret } from './application.ts';
import { cannotConnect, isOverlong, liveSecrets, type SecretStatus, secretStatus, urgency } from './expiry.ts';
import { namesakesIn } from './namesakes.ts';
import { type ApplicationName, parseApplicationName } from './naming.ts';

export interface SecretView extends ClientSecret {
  readonly status: SecretStatus;
  /** When the status was true: the days that are left count from there. An answer of an earlier version has none. */
  readonly seenAt?: Date;
  /** Its name does not tell it from the application's other secrets. */
  readonly sharesName: boolean;
  /** Undefined if Entra's report of last uses is switched off. */
  readonly lastUse?: LastUse;
  /** It is in force or will be, and lives longer than the rule of one year. Left out if that is not so. */
  readonly overlong?: boolean;
}

/** An application as a card shows it: secrets with their status, sorted (expiring, valid, upcoming, expired; soonest first). */
export interface ApplicationView extends Application {
  readonly secrets: readonly SecretView[];
  /** Undefined if the name does not follow the naming convention. */
  readonly parts: ApplicationName | undefined;
  /** Undefined if neither its permissions nor its name say it. */
  readonly reach: Reach | undefined;
  readonly hasLiveSecret: boolean;
  /** Nothing lets it sign in: no client secret, certificate or federated credential. */
  readonly cannotConnect: boolean;
  /** The reader sees it as an administrator and does not manage it, so no button changes its secrets. */
  readonly readOnly?: boolean;
  /** Undefined if Entra's report of last uses is switched off. */
  readonly report?: ReportShown;
  /** Its certificates and federated credentials. Undefined if it has none, or they were not looked up. */
  readonly others?: readonly OtherCredentialView[];
}

const STATUS_ORDER = { expiring: 0, valid: 1, upcoming: 2, expired: 3 } as const;

/** `siblings`: all secrets of its application. */
export function secretView(
  secret: ClientSecret,
  now: Date,
  siblings: readonly ClientSecret[] = [],
  uses?: KnownUses,
): SecretView {
  return viewAmong(namesakesIn([...siblings, secret]), secret, now, uses);
}

function viewAmong(
  namesakes: ReadonlySet<string>,
  secret: ClientSecret,
  now: Date,
  uses: KnownUses | undefined,
): SecretView {
  const status = secretStatus(secret, now);
  return {
    ...secret,
    status,
    seenAt: now,
    sharesName: namesakes.has(secret.keyId),
    ...(status !== 'expired' && isOverlong(secret, now) ? { overlong: true } : {}),
    ...(uses === undefined ? {} : { lastUse: lastUseOf(uses, secret, now) }),
  };
}

/** `uses`: what is known of the use of its secrets; undefined if Entra's report of last uses is switched off. */
export function applicationView(
  settings: ApiSettings,
  application: Application,
  now: Date,
  readOnly = false,
  uses?: KnownUses,
): ApplicationView {
  const namesakes = namesakesIn(application.secrets);
  const parts = parseApplicationName(settings.apis, application.displayName);
  const secrets = application.secrets
    .map((secret) => viewAmong(namesakes, secret, now, uses))
    .sort((a, b) => STATUS_ORDER[a.status] - STATUS_ORDER[b.status] || a.end.getTime() - b.end.getTime());
  return {
    ...application,
    secrets,
    parts,
    reach: reachOf(settings, application, parts),
    hasLiveSecret: liveSecrets(application, now).length > 0,
    cannotConnect: cannotConnect(application, now),
    ...(readOnly ? { readOnly } : {}),
    ...(uses === undefined ? {} : { report: reportShown(uses) }),
  };
}

/** The applications that need attention soonest come first; equal ones are in the order of their names. */
export function byUrgency(applications: readonly Application[], now: Date): readonly Application[] {
  const rank = new Map(applications.map((a) => [a.clientId, urgency(a, now)]));
  const of = (a: Application) => rank.get(a.clientId) ?? 0;
  return [...applications].sort((a, b) => compare(of(a), of(b)) || a.displayName.localeCompare(b.displayName, 'en'));
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

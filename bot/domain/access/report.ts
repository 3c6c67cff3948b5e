import type { Claim } from '../reminders/claim.ts';
import type { Application, ClientSecret } from '../shared/application.ts';
import { dayNumber } from '../shared/calendar.ts';
import { cannotConnect, type SecretStatus, secretStatus } from '../shared/expiry.ts';
import type { Apis } from '../shared/naming.ts';
import { organisationOf } from '../shared/organisation.ts';

/** One secret for other tools: metadata only, and without the hint. An application without secrets has one row, too. */
export interface ReportRow {
  /** Untrusted text, like all names. */
  readonly application: string;
  readonly clientId: string;
  /** Null if the name follows no convention. */
  readonly organisation: string | null;
  readonly country: string | null;
  /** How many people manage the application. Who has left, or may not sign in, does not count. */
  readonly managers: number;
  /** Whether a system can sign in as the application now, with any of its secrets. */
  readonly canConnect: boolean;
  readonly secretName: string | null;
  readonly keyId: string | null;
  /** ISO 8601, in UTC. */
  readonly end: string | null;
  /** Calendar days; 0 is today, and a negative number says how long ago. */
  readonly daysLeft: number | null;
  readonly state: SecretStatus | 'no secret';
  /** The name of the person who is on it, or else their object id. Null if nobody is. */
  readonly claimedBy: string | null;
}

export interface ReportFacts {
  readonly apis: Apis;
  readonly now: Date;
  /** IANA name of the zone whose calendar days count. */
  readonly zone: string;
  readonly managersOf: (clientId: string) => number;
  readonly claimOf: (clientId: string, keyId: string) => Claim | undefined;
}

/** The rows of these applications, by name, and then by the end of the secret. */
export function reportRows(applications: readonly Application[], facts: ReportFacts): readonly ReportRow[] {
  return applications
    .toSorted((a, b) => a.displayName.localeCompare(b.displayName, 'en') || a.clientId.localeCompare(b.clientId, 'en'))
    .flatMap((application): readonly ReportRow[] => {
      const whole = wholeOf(application, facts);
      const secrets = application.secrets.toSorted((a, b) => a.end.getTime() - b.end.getTime());
      if (secrets.length === 0) return [{ ...whole, ...NO_SECRET }];
      return secrets.map((secret) => ({ ...whole, ...secretOf(application.clientId, secret, facts) }));
    });
}

const NO_SECRET = {
  secretName: null,
  keyId: null,
  end: null,
  daysLeft: null,
  state: 'no secret',
  claimedBy: null,
} as const;

function wholeOf(application: Application, { apis, now, managersOf }: ReportFacts) {
  const { displayName, clientId } = application;
  const organisation = organisationOf(apis, application);
  return {
    application: displayName,
    clientId,
    organisation: organisation?.name ?? null,
    country: organisation?.country ?? null,
    managers: managersOf(clientId),
    canConnect: !cannotConnect(application, now),
  };
}

function secretOf(clientId: string, secret: ClientSecret, { now, zone, claimOf }: ReportFacts) {
  const claim = claimOf(clientId, secret.keyId);
  return {
    secretName: secret.name,
    keyId: secret.keyId,
    end: secret.end.toISOString(),
    daysLeft: dayNumber(secret.end, zone) - dayNumber(now, zone),
    state: secretStatus(secret, now),
    claimedBy: claim === undefined ? null : claim.by.name || claim.by.oid,
  };
}

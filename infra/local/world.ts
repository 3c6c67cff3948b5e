import { createHash, randomBytes } from 'node:crypto';
import { APPLICATIONS, PEOPLE, type SeedApplication, type SeedSecret } from './seed.ts';

export interface LocalPerson {
  readonly oid: string;
  readonly name: string;
  readonly upn: string;
  /** The person's account for the bot: `29:…`. */
  readonly accountId: string;
  readonly roles: readonly string[];
  readonly about: string;
}

export interface LocalSecret {
  readonly keyId: string;
  readonly displayName: string | null;
  readonly hint: string;
  startDateTime: string;
  endDateTime: string;
}

export interface LocalApplication {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  /** Whether the bot's service principal is among its owners: what Application.ReadWrite.OwnedBy lets it change. */
  ownedByBot: boolean;
  passwordCredentials: LocalSecret[];
}

/** The invented tenant that the stand-ins share. Plain, mutable data: tests may bend it. */
export interface World {
  readonly tenantId: string;
  readonly botId: string;
  readonly botClientSecret: string;
  readonly people: readonly LocalPerson[];
  readonly applications: LocalApplication[];
  readonly assignments: readonly { oid: string; clientId: string }[];
  readonly sentMail: unknown[];
  /** Moves every secret's dates n days into the past: n days have passed. */
  passDays(n: number): void;
}

export const DAY_MS = 24 * 60 * 60_000;

/** A tenant with people, applications and secrets of every age. Ids are the same in every world; the bot's secret is not. */
export function createWorld(now: Date): World {
  const applications = APPLICATIONS.map((seed) => application(seed, now));
  return {
    tenantId: stableId('tenant'),
    botId: stableId('bot'),
    botClientSecret: randomBytes(30).toString('base64url'),
    people: Object.values(PEOPLE),
    applications,
    assignments: APPLICATIONS.flatMap((seed) =>
      seed.managers.map((key) => ({ oid: PEOPLE[key].oid, clientId: clientIdOf(seed.displayName) })),
    ),
    sentMail: [],
    passDays: (n) => {
      for (const secret of applications.flatMap((one) => one.passwordCredentials)) moveBack(secret, n);
    },
  };
}

function application(seed: SeedApplication, now: Date): LocalApplication {
  return {
    id: stableId(`object ${seed.displayName}`),
    appId: clientIdOf(seed.displayName),
    displayName: seed.displayName,
    ownedByBot: true,
    passwordCredentials: seed.secrets.map((secret, i) => credential(secret, `${seed.displayName} ${i}`, now)),
  };
}

function credential(seed: SeedSecret, key: string, now: Date): LocalSecret {
  return {
    keyId: stableId(`key ${key}`),
    displayName: seed.name,
    hint: createHash('sha256').update(`hint ${key}`).digest('base64url').replaceAll(/[-_]/g, '~').slice(0, 3),
    startDateTime: timestamp(now.getTime() + seed.startDays * DAY_MS),
    endDateTime: timestamp(now.getTime() + seed.endDays * DAY_MS),
  };
}

function moveBack(secret: LocalSecret, days: number): void {
  secret.startDateTime = timestamp(Date.parse(secret.startDateTime) - days * DAY_MS);
  secret.endDateTime = timestamp(Date.parse(secret.endDateTime) - days * DAY_MS);
}

function timestamp(ms: number): string {
  return new Date(ms).toISOString();
}

function clientIdOf(displayName: string): string {
  return stableId(`app ${displayName}`);
}

/** A GUID (version 4 by shape) that depends on the text only, so that pictures and notes keep fitting. */
function stableId(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

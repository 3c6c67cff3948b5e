import { randomBytes } from 'node:crypto';
import { createLeavers, type Leavers } from './leavers.ts';
import type { LocalApplication, LocalSecret } from './objects.ts';
import type { LocalPerson } from './people.ts';
import { APPLICATIONS, DOMAIN, OUTSIDERS, PEOPLE, SYSTEMS } from './seed.ts';
import { application, clientIdOf, seededValues, system, timestamp } from './seeded.ts';
import { stableId } from './stable-id.ts';
import type { SecretValues } from './systems/secret-values.ts';
import { createSignInLog, type SignInLog } from './systems/sign-in-log.ts';
import type { LocalSystem } from './systems/system.ts';
import { BOT_ROLES, createTenant, type LocalTenant } from './tenant/tenant.ts';

export type { LocalApplication, LocalSecret } from './objects.ts';

/** An object of Graph's list of applications that nobody manages. */
export interface ListedObject extends LocalApplication {
  /** If it is defined, it is no application. */
  readonly '@odata.type'?: string;
}

/** A mail that Graph accepted. */
export interface SentMail {
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly from: string;
  /** The display name of that mailbox, which people read as the sender. No request can say another one. */
  readonly fromName: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly contentType: 'Text' | 'HTML';
  readonly content: string;
}

/** A user-assigned managed identity. */
export interface LocalIdentity {
  readonly clientId: string;
  /** The object id of its service principal. */
  readonly principalId: string;
  /** The application permissions of Graph that were granted to the identity itself. */
  readonly roles: string[];
}

/**
 * The registration accepts tokens of this issuer as its own credential. All three are compared exactly, with letter
 * case.
 */
export interface FederatedCredential {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

/** The invented tenant that the stand-ins share. It is plain, mutable data, so that tests can change it. */
export interface LocalWorld extends Leavers, LocalTenant, SignInLog {
  readonly tenantId: string;
  /** The id of the bot in Teams: the managed identity if there is one, else the registration. */
  readonly botId: string;
  /** The registration that people sign in to. */
  readonly appId: string;
  readonly botClientSecret: string;
  /** If it is undefined, the bot's credential is its secret. */
  readonly identity: LocalIdentity | undefined;
  /** The federated credentials of the registration. */
  readonly federatedCredentials: FederatedCredential[];
  /** The application permissions of Graph that the tenant's administrator has granted to the registration. */
  readonly botRoles: string[];
  readonly people: readonly LocalPerson[];
  /** People of other organisations who can be in a shared channel. No directory here knows them. */
  readonly outsiders: readonly LocalPerson[];
  readonly applications: LocalApplication[];
  /** Graph's list of applications holds these, too: the bot's own registration, and objects of other kinds. */
  readonly otherObjects: ListedObject[];
  readonly assignments: readonly { oid: string; clientId: string }[];
  /** The address of the shared mailbox from which the bot may send. */
  readonly mailbox: string;
  readonly mailboxName: string;
  /** The outbox, oldest first. */
  readonly sentMail: SentMail[];
  /** When each secret was last used to sign in, by key id. */
  readonly signIns: Map<string, Date>;
  readonly secretValues: SecretValues;
  /** Systems of partners that sign in with secrets of the applications. */
  readonly systems: readonly LocalSystem[];
  /** Lets n days pass: moves the dates and the sign-ins of every secret n days into the past. */
  passDays(n: number): void;
  /** Lets every system use the newest live secret of its application from now on. */
  switchSystems(now: Date): void;
  /** Puts a mail into the outbox. */
  keepMail(mail: SentMail): void;
  /** Calls back for every mail. Returns the function that ends this. */
  onMail(kept: (mail: SentMail) => void): () => void;
}

export const DAY_MS = 24 * 60 * 60_000;
const HOUR_MS = 60 * 60_000;

export interface WorldOptions {
  /** Whether the bot is a managed identity. The registration exists in both cases. */
  readonly managedIdentity?: boolean;
}

/**
 * Creates a tenant with people, applications and secrets of every age. Only the bot's secret differs between two
 * worlds.
 */
export function createWorld(now: Date, options: WorldOptions = {}): LocalWorld {
  const applications = APPLICATIONS.map((seed) => application(seed, now));
  const signIns = usedSecrets(applications, now);
  const bot = createBot(options.managedIdentity === true);
  const log = createSignInLog();
  return {
    tenantId: stableId('tenant'),
    ...bot,
    ...createTenant(bot, Object.values(PEOPLE), now),
    botClientSecret: randomBytes(30).toString('base64url'),
    botRoles: [...BOT_ROLES],
    people: Object.values(PEOPLE),
    outsiders: OUTSIDERS,
    applications,
    otherObjects: [],
    assignments: APPLICATIONS.flatMap((seed) =>
      seed.managers.map((key) => ({ oid: PEOPLE[key].oid, clientId: clientIdOf(seed.displayName) })),
    ),
    mailbox: `api-credentials@${DOMAIN}`,
    mailboxName: 'API Credentials',
    signIns,
    secretValues: seededValues(),
    systems: SYSTEMS.map(system),
    ...log,
    passDays: (n) => {
      for (const one of applications)
        for (const dated of [...one.passwordCredentials, ...(one.keyCredentials ?? [])]) moveBack(dated, n);
      for (const [keyId, at] of signIns) signIns.set(keyId, new Date(at.getTime() - n * DAY_MS));
      for (const entry of log.signInLog) entry.at = new Date(entry.at.getTime() - n * DAY_MS);
    },
    switchSystems: (at) => {
      for (const one of applications) {
        const newest = liveByStart(one, at).at(-1);
        if (newest !== undefined) signIns.set(newest.keyId, at);
      }
    },
    ...createOutbox(),
    ...createLeavers(),
  };
}

function createBot(managed: boolean): Pick<LocalWorld, 'botId' | 'appId' | 'identity' | 'federatedCredentials'> {
  const appId = stableId('bot');
  if (!managed) return { botId: appId, appId, identity: undefined, federatedCredentials: [] };
  const identity = { clientId: stableId('managed identity'), principalId: stableId('principal'), roles: [] };
  return { botId: identity.clientId, appId, identity, federatedCredentials: [] };
}

function createOutbox(): Pick<LocalWorld, 'sentMail' | 'keepMail' | 'onMail'> {
  const sentMail: SentMail[] = [];
  const listeners = new Set<(mail: SentMail) => void>();
  return {
    sentMail,
    keepMail: (mail) => {
      sentMail.push(mail);
      for (const kept of listeners) kept(mail);
    },
    onMail: (kept) => {
      listeners.add(kept);
      return () => listeners.delete(kept);
    },
  };
}

/** The system of each application signed in some hours ago, with the oldest secret that has not expired. */
function usedSecrets(applications: readonly LocalApplication[], now: Date): Map<string, Date> {
  const used = applications.flatMap((one, i) => {
    const [oldest] = liveByStart(one, now);
    return oldest === undefined ? [] : [[oldest.keyId, new Date(now.getTime() - (2 + i) * HOUR_MS)] as const];
  });
  return new Map(used);
}

/** Returns the secrets that have not expired, oldest first. */
function liveByStart(one: LocalApplication, now: Date): readonly LocalSecret[] {
  return one.passwordCredentials
    .filter((secret) => Date.parse(secret.endDateTime) > now.getTime())
    .sort((a, b) => Date.parse(a.startDateTime) - Date.parse(b.startDateTime));
}

function moveBack(secret: Pick<LocalSecret, 'startDateTime' | 'endDateTime'>, days: number): void {
  secret.startDateTime = timestamp(Date.parse(secret.startDateTime) - days * DAY_MS);
  secret.endDateTime = timestamp(Date.parse(secret.endDateTime) - days * DAY_MS);
}

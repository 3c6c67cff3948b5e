import { randomInt, randomUUID } from 'node:crypto';
import type { LocalApplication } from '../world.ts';
import { badRequest, GraphFailure } from './errors.ts';
import { field } from './fields.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.~-';
const VALUE_LENGTH = 40;
const DAY_MS = 24 * 60 * 60_000;
const MAX_SECRETS = 100;
const MAX_WITH_PERSONAL_ACCOUNTS = 2;
const MAX_NAME = 120;

/** Graph's answer, which holds the value. */
interface AddedPassword extends Readonly<Record<string, unknown>> {
  readonly keyId: string;
  readonly secretText: string;
}

/**
 * `addPassword`: only this answer holds the value. If no end is given, the secret lives two years. `longestDays`: what the
 * tenant's policy allows.
 */
export function addPassword(application: LocalApplication, body: unknown, longestDays?: number): AddedPassword {
  const wish = field(body, 'passwordCredential') ?? {};
  const displayName = nameOf(field(wish, 'displayName'));
  const start = instantOf(field(wish, 'startDateTime'), 'startDateTime') ?? new Date();
  const end = instantOf(field(wish, 'endDateTime'), 'endDateTime') ?? inTwoYears(start);
  if (end <= start)
    throw badRequest("Key credential end date is invalid: 'endDateTime' must be after 'startDateTime'.");
  if (end.getTime() <= Date.now()) throw badRequest('Key credential end date is in the past.');
  if (longestDays !== undefined && end.getTime() - start.getTime() > longestDays * DAY_MS) {
    const text = 'Credential lifetime exceeds the max value allowed as per assigned policy.';
    throw new GraphFailure(400, 'CredentialInvalidLifetimeAsPerAppPolicy', text);
  }
  if (application.personalAccounts === true && application.passwordCredentials.length >= MAX_WITH_PERSONAL_ACCOUNTS) {
    throw new GraphFailure(400, 'TooManyAppPasswords', 'The application has too many passwords.');
  }
  if (application.passwordCredentials.length >= MAX_SECRETS) {
    const text = 'The size of the object has exceeded its limit. Please reduce the number of values and retry.';
    throw new GraphFailure(400, 'Directory_ResourceSizeExceeded', text);
  }
  const secretText = Array.from({ length: VALUE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  const added = {
    keyId: randomUUID(),
    displayName,
    hint: secretText.slice(0, 3),
    startDateTime: wholeSeconds(start),
    endDateTime: wholeSeconds(end),
  };
  application.passwordCredentials = [...application.passwordCredentials, added];
  return {
    '@odata.context': '$metadata#microsoft.graph.passwordCredential',
    customKeyIdentifier: null,
    ...added,
    secretText,
  };
}

/** `removePassword`: throws if the key is unknown, or cannot be seen yet. */
export function removePassword(
  application: LocalApplication,
  visible: LocalApplication | undefined,
  body: unknown,
): void {
  const keyId = field(body, 'keyId');
  if (typeof keyId !== 'string' || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(keyId)) {
    throw badRequest("Invalid value specified for property 'keyId'.");
  }
  const has = (one: LocalApplication | undefined) =>
    one?.passwordCredentials.some((secret) => secret.keyId === keyId.toLowerCase()) === true;
  if (!has(application) || !has(visible)) throw badRequest(`No password credential found with keyId ${keyId}.`);
  application.passwordCredentials = application.passwordCredentials.filter(
    (secret) => secret.keyId !== keyId.toLowerCase(),
  );
}

function nameOf(name: unknown): string | null {
  if (name === undefined || name === null) return null;
  if (typeof name === 'string' && name.length <= MAX_NAME) return name;
  throw badRequest("Invalid value specified for property 'displayName' of resource 'PasswordCredential'.");
}

function instantOf(value: unknown, name: string): Date | undefined {
  if (value === undefined || value === null) return undefined;
  const valid = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value);
  const instant = new Date(valid ? value : Number.NaN);
  if (!Number.isNaN(instant.getTime())) return instant;
  throw badRequest(
    `Cannot convert the literal '${String(value)}' to the expected type 'Edm.DateTimeOffset' (${name}).`,
  );
}

/** The stand-in keeps no fraction of a second: nobody may rely on one. */
function wholeSeconds(at: Date): string {
  return new Date(Math.floor(at.getTime() / 1000) * 1000).toISOString();
}

function inTwoYears(start: Date): Date {
  const end = new Date(start);
  end.setUTCFullYear(end.getUTCFullYear() + 2);
  return end;
}

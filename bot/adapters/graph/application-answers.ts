import type { Application, Certificate, ClientSecret } from '../../domain/shared/application.ts';
import { GUID, unbelieved } from './answers.ts';
import { olderNameIn } from './older-name.ts';

/**
 * Answers of Graph about applications. They are checked by hand: a sweep reads tens of thousands of secrets, and a schema
 * took a third of its time and made most of its garbage. See decision 0030: a sweep is a stream. A function gives
 * undefined for what has another shape. https://learn.microsoft.com/graph/api/resources/application
 */

/** The start of a secret that has none: it is valid until its end. */
const LONG_AGO = new Date(0);

type Fields = Readonly<Record<string, unknown>>;

/** Undefined for an object of another kind. Throws DirectoryFault for what is no such answer, as all exported functions. */
export function applicationIn(answer: unknown, clientId: string): Application | undefined {
  if (isOfOtherKind(answer)) return undefined;
  const found = applicationOf(answer);
  if (found === undefined) throw unbelieved('no application');
  if (found.clientId !== clientId.toLowerCase()) throw unbelieved('another application');
  return found;
}

/** One page of applications. `next` is the address of the following one. */
export function pageIn(answer: unknown): { applications: readonly Application[]; next: string | undefined } {
  const { value, '@odata.nextLink': next } = isFields(answer) ? answer : {};
  const applications = listOf(value, (one) => !isOfOtherKind(one), applicationOf);
  if (applications === undefined || !isText(next) || next === '') throw unbelieved('no list of applications');
  return { applications, next: next ?? undefined };
}

/** The secret that was added, and its value. An answer without them leaves open whether there is a new secret. */
export function addedIn(answer: unknown): { secret: ClientSecret; value: string } {
  const secret = secretOf(answer);
  const value = isFields(answer) ? answer['secretText'] : undefined;
  if (secret === undefined || typeof value !== 'string' || value === '') throw unbelieved('no new secret', true);
  return { secret, value };
}

function applicationOf(one: unknown): Application | undefined {
  if (!isFields(one)) return undefined;
  const { appId, displayName, passwordCredentials, keyCredentials, requiredResourceAccess } = one;
  const secrets = listOf(passwordCredentials, (credential) => !isBare(credential), secretOf);
  if (!isGuid(appId) || !isText(displayName) || secrets === undefined) return undefined;
  if (keyCredentials != null && !Array.isArray(keyCredentials)) return undefined;
  const resources = resourcesIn(requiredResourceAccess);
  return {
    clientId: appId.toLowerCase(),
    displayName: displayName ?? '',
    secrets,
    ...(keyCredentials && certificatesIn(keyCredentials)),
    ...(resources && { resources }),
  };
}

/** Most applications that ask for nothing share one list. */
const NO_RESOURCES: readonly string[] = [];

/**
 * The APIs of which it asks for application permissions. A delegated permission (`Scope`) is for people who sign in, and a
 * system cannot use it. Undefined if they are not in the answer, or have another shape: cards only show them, so that they must
 * keep nobody from the secrets. https://learn.microsoft.com/graph/api/resources/requiredresourceaccess
 */
function resourcesIn(requiredResourceAccess: unknown): readonly string[] | undefined {
  const all = listOf(requiredResourceAccess, () => true, resourceOf);
  if (all === undefined || all.length === 0) return all && NO_RESOURCES;
  return [...new Set(all.flatMap(({ id, forSystems }) => (forSystems && GUID.test(id) ? [id] : [])))];
}

function resourceOf(one: unknown): { readonly id: string; readonly forSystems: boolean } | undefined {
  const { resourceAppId, resourceAccess } = isFields(one) ? one : {};
  const types = listOf(resourceAccess, () => true, typeOf);
  if (typeof resourceAppId !== 'string' || types === undefined) return undefined;
  return { id: resourceAppId.toLowerCase(), forSystems: types.includes('Role') };
}

function typeOf(permission: unknown): string | undefined {
  const type = isFields(permission) ? permission['type'] : undefined;
  return typeof type === 'string' ? type : undefined;
}

/** Most applications have no certificate: these share one list. */
const NO_CERTIFICATES: readonly Certificate[] = [];

/**
 * Each once: one certificate may be there to verify and to sign. Their keys are never read. The bot only looks at certificates,
 * so one that has another shape is left out, and counted: it must not make a whole tenant unreadable.
 */
function certificatesIn(keyCredentials: readonly unknown[]): Pick<Application, 'certificates' | 'unreadable'> {
  if (keyCredentials.length === 0) return { certificates: NO_CERTIFICATES };
  const all = keyCredentials.map(certificateOf).filter((one) => one !== undefined);
  const certificates = [...new Map(all.map((one) => [one.keyId, one])).values()];
  const unreadable = keyCredentials.length - all.length;
  return unreadable === 0 ? { certificates } : { certificates, unreadable };
}

/** Its `customKeyIdentifier` is the thumbprint of its key, and no name. https://learn.microsoft.com/graph/api/resources/keycredential */
function certificateOf(one: unknown): Certificate | undefined {
  if (!isFields(one)) return undefined;
  const { keyId, displayName, customKeyIdentifier: thumbprint } = one;
  const life = lifeOf(one);
  if (!isGuid(keyId) || !isText(displayName) || !isText(thumbprint) || life === undefined) return undefined;
  const certificate = { keyId, name: displayName ?? '', ...life };
  return thumbprint == null ? certificate : { ...certificate, thumbprint };
}

function secretOf(one: unknown): ClientSecret | undefined {
  if (!isFields(one)) return undefined;
  const { keyId, displayName, customKeyIdentifier, hint } = one;
  if (!isGuid(keyId) || !isText(displayName) || !isText(customKeyIdentifier) || !isText(hint)) return undefined;
  const life = lifeOf(one);
  if (life === undefined) return undefined;
  return { keyId, name: displayName || olderNameIn(customKeyIdentifier), hint: hint ?? '', ...life };
}

function lifeOf({ startDateTime, endDateTime }: Fields): Pick<ClientSecret, 'start' | 'end'> | undefined {
  const start = startDateTime == null ? LONG_AGO : dateOf(startDateTime);
  const end = dateOf(endDateTime);
  return start === undefined || end === undefined ? undefined : { start, end };
}

/** Undefined if it is no list, or if one that is wanted has another shape. */
function listOf<T>(
  all: unknown,
  isWanted: (one: unknown) => boolean,
  read: (one: unknown) => T | undefined,
): readonly T[] | undefined {
  if (!Array.isArray(all)) return undefined;
  const found: T[] = [];
  for (const one of all) {
    if (!isWanted(one)) continue;
    const shaped = read(one);
    if (shaped === undefined) return undefined;
    found.push(shaped);
  }
  return found;
}

/**
 * Graph documents the dates of a credential as optional. One without an id or an end is left out, because nothing can be
 * said of it: one odd credential must not make a whole tenant unreadable.
 */
function isBare(credential: unknown): boolean {
  return isFields(credential) && (credential['keyId'] == null || credential['endDateTime'] == null);
}

/** The list holds objects of other kinds too, for instance agent identity blueprints: they say so in `@odata.type`. */
function isOfOtherKind(one: unknown): boolean {
  const type = isFields(one) ? one['@odata.type'] : undefined;
  return typeof type === 'string' && type.toLowerCase().replace(/^#?/, '') !== 'microsoft.graph.application';
}

function isFields(one: unknown): one is Fields {
  return typeof one === 'object' && one !== null && !Array.isArray(one);
}

function isGuid(one: unknown): one is string {
  return typeof one === 'string' && GUID.test(one);
}

/** Whether it is a text, or missing. */
function isText(one: unknown): one is string | null | undefined {
  return one == null || typeof one === 'string';
}

function dateOf(written: unknown): Date | undefined {
  if (typeof written !== 'string') return undefined;
  const read = new Date(written);
  return Number.isNaN(read.getTime()) ? undefined : read;
}

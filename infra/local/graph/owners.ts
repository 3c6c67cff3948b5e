import { principalOf } from '../tenant/registration.ts';
import type { LocalApplication, LocalWorld } from '../world.ts';
import { badRequest, notFound } from './errors.ts';
import { field, isObject, onlyOptions, picked } from './fields.ts';
import { type Page, pageOf } from './paging.ts';

interface Principal {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
}

const PRINCIPAL = /^\/v1\.0\/servicePrincipals(?:\/([0-9a-f-]{36})|\(appId='([0-9a-f-]{36})'\))(\/ownedObjects)?$/i;
const REFERENCE = /^(https:\/\/[^/]+)\/v1\.0\/(?:directoryObjects|servicePrincipals)\/([0-9a-f-]{36})$/i;

/**
 * Returns the service principals of the bot in the tenant: that of the registration, and that of the managed identity.
 */
function principalsOf({ appId, identity }: LocalWorld): readonly Principal[] {
  const registration = { id: principalOf(appId), appId, displayName: 'API Credentials' };
  if (identity === undefined) return [registration];
  return [registration, { id: identity.principalId, appId: identity.clientId, displayName: 'api-credentials' }];
}

/**
 * Returns the principal whose rights the bot uses in Graph, which must be an owner: the identity if rights were granted
 * to it.
 */
function ownerOf(world: LocalWorld): string {
  const { appId, identity } = world;
  return identity?.roles.includes('Application.ReadWrite.OwnedBy') === true ? identity.clientId : appId;
}

/** Answers `GET /servicePrincipals…` and what one of them owns; undefined for another path. Throws GraphFailure. */
export function servicePrincipals(world: LocalWorld, url: URL, path: string, origin: string): object | undefined {
  const [, id, appId, owned] = PRINCIPAL.exec(path) ?? [];
  const wanted = (id ?? appId)?.toLowerCase();
  if (wanted === undefined) return undefined;
  const found = principalsOf(world).find((one) => (id === undefined ? one.appId : one.id) === wanted);
  if (found === undefined) throw notFound(wanted);
  const query = url.searchParams;
  if (owned === undefined) {
    onlyOptions(query, ['$select']);
    const body = picked(found, query.get('$select'), 'servicePrincipal');
    return { '@odata.context': `${origin}/v1.0/$metadata#servicePrincipals/$entity`, ...body };
  }
  onlyOptions(query, ['$select', '$top', '$skiptoken']);
  const objects = found.appId === ownerOf(world) ? world.applications.filter((one) => one.ownedByBot) : [];
  return pageOf(objects, url, origin, (one) => reference('application', one.id, query));
}

/** Returns one page of `GET /applications/…/owners`. The stand-in knows no people who own applications. */
export function ownersPage(world: LocalWorld, application: LocalApplication, url: URL, origin: string): Page {
  onlyOptions(url.searchParams, ['$select', '$top', '$skiptoken']);
  const owners = application.ownedByBot ? principalsOf(world).filter((one) => one.appId === ownerOf(world)) : [];
  return pageOf(owners, url, origin, (one) => reference('servicePrincipal', one.id, url.searchParams));
}

/**
 * Answers `POST /applications/…/owners/$ref` for the bot's service principal. Throws GraphFailure.
 * https://learn.microsoft.com/graph/api/application-post-owners
 */
export function addOwner(world: LocalWorld, application: LocalApplication, body: unknown, origin: string): void {
  const [, host, id] = REFERENCE.exec(String(field(body, '@odata.id') ?? '')) ?? [];
  const isKnown = host === origin || host === 'https://graph.microsoft.com';
  if (id === undefined || !isKnown || !isObject(body) || Object.keys(body).length > 1) {
    throw badRequest("Invalid entity reference: the body must hold '@odata.id' and nothing else.", 'BadRequest');
  }
  const principal = principalsOf(world).find((one) => one.id === id.toLowerCase());
  if (principal === undefined) throw notFound(id);
  if (principal.appId !== ownerOf(world))
    throw badRequest('The stand-in knows one owner of an application: whose rights the bot uses.');
  if (application.ownedByBot) {
    throw badRequest(
      "One or more added object references already exist for the following modified properties: 'owners'.",
    );
  }
  application.ownedByBot = true;
}

/** The list has items of different types, so each item names its type. */
function reference(type: 'application' | 'servicePrincipal', id: string, query: URLSearchParams): object {
  return { '@odata.type': `#microsoft.graph.${type}`, ...picked({ id }, query.get('$select'), 'directoryObject') };
}

import { type AccessRequest, requestKey } from '../../domain/access/access-request.ts';
import type { AuditEvent } from '../../domain/audit/audit-events.ts';
import type { ApplicationRef } from '../../domain/shared/application.ts';
import { findScopes, type Scope, scopesOfAll } from '../../domain/shared/organisation.ts';
import { named } from '../../domain/shared/person.ts';
import { referenceOf, systemAudit } from '../audit/audit-events.ts';
import { allApplications } from '../shared/applications.ts';
import type { Deps } from '../shared/deps.ts';
import { aboutOf, newsFor } from './request-messages.ts';
import { requestCards } from './request-recipients.ts';

/** How soon requests are looked at again if the directory did not answer. */
const AGAIN_MS = 60_000;

/** Finds out what new requests mean, and asks the people who have to confirm them. Ends requests whose time is up. */
export async function routeRequests(deps: Deps): Promise<void> {
  try {
    if (await routeAll(deps)) await deps.jobs.wake('send-outbox', deps.clock());
  } catch (cause) {
    deps.log.error('requests not routed', {}, cause);
    await deps.jobs.wake('route-requests', new Date(deps.clock().getTime() + AGAIN_MS));
  }
}

/** Whether anything is to be told of it. */
async function routeAll(deps: Deps): Promise<boolean> {
  const expired = await deps.ledger.requests.expire(deps.clock(), (request) => ({
    audit: auditOfRequest(deps, 'request.expired', request),
    messages: [newsFor(deps, request, 'expired')],
  }));
  const fresh = (await deps.ledger.requests.open()).filter(({ state }) => state === 'new');
  if (fresh.length === 0) return expired > 0;
  const all = await allApplications(deps);
  for (const request of fresh) await attempt(deps, request, all);
  return true;
}

/** A request that fails does not hold up the others. */
async function attempt(deps: Deps, request: AccessRequest, all: readonly ApplicationRef[]): Promise<void> {
  try {
    await route(deps, request, all);
  } catch (cause) {
    deps.log.error('request not routed yet', {}, cause);
  }
}

async function route(
  deps: Pick<Deps, 'settings' | 'clock' | 'random' | 'people' | 'ledger'>,
  request: AccessRequest,
  all: readonly ApplicationRef[],
): Promise<void> {
  const scope = meaningOf(request.query, scopesOfAll(deps.settings.apis, all));
  const meant = { ...request, scope };
  await deps.ledger.requests.route(request.id, scope, {
    audit: auditOfRequest(deps, 'request.routed', meant),
    messages: await requestCards(deps, meant, all),
  });
}

function auditOfRequest(
  deps: Pick<Deps, 'clock' | 'random'>,
  action: 'request.routed' | 'request.expired',
  request: AccessRequest,
): AuditEvent {
  const reference = referenceOf(deps, request.id);
  return systemAudit(deps, action, { ...aboutOf(request), subject: named(request.asker), reference });
}

/** The organisation or application that the words mean, if they mean exactly one. */
function meaningOf(query: string, scopes: readonly Scope[]): Scope | undefined {
  const found = findScopes(requestKey(query), scopes);
  return found.length === 1 ? found[0] : undefined;
}

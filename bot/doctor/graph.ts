import { setTimeout } from 'node:timers/promises';
import { z } from 'zod';
import type { ApplicationRef } from '../domain/shared/application.ts';
import { type Apis, parseApplicationName } from '../domain/shared/naming.ts';
import { askOutside } from '../ports/shared/ask-outside.ts';

const TIMEOUT_MS = 10_000;
/** No tenant has so many pages; the limit ends a list whose pages lead back to themselves. */
const PAGE_LIMIT = 200;

/** What Graph answered; `code` is Graph's code for what went wrong. */
export interface GraphAnswer {
  /** True if the status is 2xx. The Azure CLI hides the status itself. */
  readonly ok: boolean;
  readonly body: unknown;
  readonly code: string | undefined;
}

/** Makes one request to Graph. `path` begins with the version, like `/v1.0/`. Throws if nothing answers. */
export type AskGraph = (method: 'GET' | 'POST', path: string, body?: object) => Promise<GraphAnswer>;

/** A whole list, or Graph's code for why it cannot be read. */
export type Listed<T> =
  | { readonly kind: 'items'; readonly items: readonly T[] }
  | { readonly kind: 'refused'; readonly code: string };

const PAGE = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() });
/** Graph's code if the right to do something is missing. */
export const DENIED = 'Authorization_RequestDenied';
/** The code of every answer with the status 429. */
const THROTTLED = 'TooManyRequests';
const PAUSES_MS = [1_100, 2_200, 4_400];
const FAILURE = z.object({ error: z.object({ code: z.string().regex(/^[\w.]{1,80}$/) }) });

export const APPLICATION = z.object({
  id: z.string(),
  appId: z.string().toLowerCase(),
  displayName: z.string().nullish(),
});
export const DIRECTORY_OBJECT = z.object({ id: z.string() });

/** What the doctor reads of an application: `id` is its object ID, `appId` its client ID. */
export type ListedApplication = z.output<typeof APPLICATION>;

export const ACCESS_POLICIES = '/v1.0/identity/conditionalAccess/policies';
export const AUTH_CONTEXTS = '/v1.0/identity/conditionalAccess/authenticationContextClassReferences';
export const APPLICATIONS = '/v1.0/applications?$select=id,appId,displayName&$top=999';

/** The path of what a service principal owns. It selects ids only: Graph hides the other fields of an object that the reader may not read. */
export function ownedPath(owner: { readonly clientId: string } | { readonly objectId: string }): string {
  const principal = 'clientId' in owner ? `(appId='${owner.clientId}')` : `/${owner.objectId}`;
  return `/v1.0/servicePrincipals${principal}/ownedObjects?$select=id&$top=999`;
}

/** Asks Graph with a bearer token. The token is sent to `graphUrl` only, and no redirect is followed. */
export function askWith(graphUrl: string, token: () => Promise<string>): AskGraph {
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' };
    const response = await askOutside(`${graphUrl}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      timeoutMs: TIMEOUT_MS,
    });
    const answer: unknown = await response.json().catch(() => undefined);
    return {
      ok: response.ok,
      body: answer,
      code: codeFor(response, answer),
    };
  };
}

function codeFor({ ok, status }: Response, body: unknown): string | undefined {
  if (ok) return undefined;
  return status === 429 ? THROTTLED : (codeOf(body) ?? `HTTP ${status}`);
}

/**
 * Asks again, after growing pauses, if Graph says that requests come too fast. Conditional Access takes one request a
 * second for a whole tenant, and its refusal has no Retry-After: https://learn.microsoft.com/graph/throttling-limits
 */
export function patient(ask: AskGraph): AskGraph {
  return async (...request) => {
    for (const pause of PAUSES_MS) {
      const answer = await ask(...request);
      if (answer.code !== THROTTLED) return answer;
      await setTimeout(pause);
    }
    return ask(...request);
  };
}

/** Graph's code for what went wrong; undefined if the body is not Graph's error. */
export function codeOf(body: unknown): string | undefined {
  return FAILURE.safeParse(body).data?.error.code;
}

/** Reads every page of a list. A page on another host than `graphUrl` is refused. */
export async function everything<T>(
  ask: AskGraph,
  graphUrl: string,
  path: string,
  shape: z.ZodType<T>,
): Promise<Listed<T>> {
  const items: T[] = [];
  let next: string | undefined = path;
  for (let pages = 0; next !== undefined; pages++) {
    if (pages === PAGE_LIMIT) return { kind: 'refused', code: 'EndlessList' };
    const answer: GraphAnswer = await ask('GET', next);
    if (!answer.ok) return { kind: 'refused', code: answer.code ?? 'unknown' };
    const page = PAGE.parse(answer.body);
    items.push(...page.value.map((item) => shape.parse(item)));
    const link: string | undefined = page['@odata.nextLink'];
    if (link !== undefined && !link.startsWith(`${graphUrl}/`)) return { kind: 'refused', code: 'ForeignPage' };
    next = link?.slice(graphUrl.length);
  }
  return { kind: 'items', items };
}

/** The applications that the bot looks after: somebody manages them (`managed`), or their name follows the convention. */
export function lookedAfterOf(
  apis: Apis,
  applications: readonly ListedApplication[],
  managed: ReadonlySet<string>,
): readonly (ApplicationRef & { readonly objectId: string })[] {
  return applications.flatMap(({ id: objectId, appId: clientId, displayName }) => {
    const name = displayName ?? '';
    const ours = managed.has(clientId) || parseApplicationName(apis, name) !== undefined;
    return ours ? [{ objectId, clientId, displayName: name }] : [];
  });
}

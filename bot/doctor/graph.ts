import { z } from 'zod';

const TIMEOUT_MS = 10_000;
/** Far beyond any tenant; ends a list that would go in circles. */
const PAGE_LIMIT = 200;

/** What Graph answered; `code` is its own word for what went wrong. */
export interface GraphAnswer {
  /** 2xx; whoever asks through something that hides the number still knows this. */
  readonly ok: boolean;
  readonly body: unknown;
  readonly code: string | undefined;
}

/** One request to Graph, whoever's rights it is made with. `path` begins with its version. Throws where nothing answers. */
export type Ask = (method: 'GET' | 'POST', path: string, body?: object) => Promise<GraphAnswer>;

/** A list as far as it could be read. */
export type Listed<T> =
  | { readonly kind: 'items'; readonly items: readonly T[] }
  | { readonly kind: 'refused'; readonly code: string };

const PAGE = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() });
const FAILURE = z.object({ error: z.object({ code: z.string().regex(/^[\w.]{1,80}$/) }) });

export const APPLICATION = z.object({
  id: z.string(),
  appId: z.string().toLowerCase(),
  displayName: z.string().nullish(),
});
export const DIRECTORY_OBJECT = z.object({ id: z.string() });

/** An application as far as these commands look at it; `id` is its object's, `appId` its client ID. */
export type ListedApplication = z.output<typeof APPLICATION>;

export const APPLICATIONS = '/v1.0/applications?$select=id,appId,displayName&$top=999';

/** What a service principal owns, of which only the ids are looked at: whatever it may not read has no more than that. */
export function ownedPath(owner: { readonly clientId: string } | { readonly objectId: string }): string {
  const principal = 'clientId' in owner ? `(appId='${owner.clientId}')` : `/${owner.objectId}`;
  return `/v1.0/servicePrincipals${principal}/ownedObjects?$select=id&$top=999`;
}

/** With a bearer token. It goes nowhere but to `graphUrl`, and no redirect is followed. */
export function askWith(graphUrl: string, token: () => Promise<string>): Ask {
  return async (method, path, body) => {
    const headers = { authorization: `Bearer ${await token()}`, 'content-type': 'application/json' };
    const response = await fetch(`${graphUrl}${path}`, {
      ...{ method, headers, redirect: 'manual' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer: unknown = await response.json().catch(() => undefined);
    return {
      ok: response.ok,
      body: answer,
      code: response.ok ? undefined : (codeOf(answer) ?? `HTTP ${response.status}`),
    };
  };
}

/** Graph's own word for what went wrong. */
export function codeOf(body: unknown): string | undefined {
  return FAILURE.safeParse(body).data?.error.code;
}

/** Every item of a list, over all its pages, all of them on `graphUrl`. */
export async function everything<T>(ask: Ask, graphUrl: string, path: string, shape: z.ZodType<T>): Promise<Listed<T>> {
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

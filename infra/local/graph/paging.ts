import { badRequest } from './errors.ts';

const SIZES: PageSizes = { most: 999, usual: 100 };

/** How many items a page has at most, and if nobody asks for a number. */
export interface PageSizes {
  readonly most: number;
  readonly usual: number;
}

/** A page of a list, in Graph's form. */
export interface Page {
  readonly '@odata.context': string;
  readonly '@odata.nextLink'?: string;
  readonly value: readonly object[];
}

/** Returns the page of `items` that `$top` and `$skiptoken` ask for. Throws GraphFailure. */
export function pageOf<T>(
  items: readonly T[],
  url: URL,
  origin: string,
  draw: (item: T) => object,
  sizes: PageSizes = SIZES,
): Page {
  const top = pageSize(url.searchParams.get('$top'), sizes);
  const from = skipOf(url.searchParams.get('$skiptoken'));
  const value = items.slice(from, from + top).map(draw);
  const [, version = 'v1.0', ...rest] = url.pathname.split('/');
  const context = `${origin}/${version}/$metadata#${rest.join('/')}`;
  if (from + top >= items.length) return { '@odata.context': context, value };
  const next = new URL(`${origin}${url.pathname}${url.search}`);
  next.searchParams.set('$skiptoken', Buffer.from(`from:${from + top}`).toString('base64url'));
  return { '@odata.context': context, '@odata.nextLink': next.href, value };
}

function pageSize(top: string | null, { most, usual }: PageSizes): number {
  if (top === null) return usual;
  const size = Number(top);
  if (Number.isInteger(size) && size >= 1 && size <= most) return size;
  throw badRequest(`Invalid page size specified: '${top}'. Must be between 1 and ${most} inclusive.`);
}

function skipOf(token: string | null): number {
  if (token === null) return 0;
  const [, from] = /^from:(\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8')) ?? [];
  if (from === undefined) throw badRequest('The skip token is not valid.', 'Directory_ExpiredPageToken');
  return Number(from);
}

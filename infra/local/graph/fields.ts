import type { Incoming } from '../http.ts';
import { badRequest } from './errors.ts';

/** One property of something that may not be an object at all. */
export function field(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The body as JSON; `{}` where there is none. Throws GraphFailure. */
export function parsedBody(incoming: Incoming): unknown {
  try {
    return incoming.body === '' ? {} : JSON.parse(incoming.body);
  } catch {
    throw badRequest('Unable to read JSON request payload.', 'BadRequest');
  }
}

/** The fields that `$select` asks for, or all. Throws where it asks for one that the type does not have. */
export function picked<T extends object>(record: T, select: string | null, type: string): Partial<T> {
  if (select === null) return record;
  const entries = select.split(',').map((each) => {
    const name = each.trim();
    if (Object.hasOwn(record, name)) return [name, record[name as keyof T]];
    throw badRequest(`Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`);
  });
  return Object.fromEntries(entries) as Partial<T>;
}

/** Throws where the query holds a `$` option that is not among the supported ones. */
export function onlyOptions(query: URLSearchParams, supported: readonly string[]): void {
  const stranger = [...query.keys()].find((key) => key.startsWith('$') && !supported.includes(key));
  if (stranger !== undefined) throw badRequest(`The query parameter '${stranger}' is not supported.`, 'BadRequest');
}

import type { Incoming } from '../http.ts';
import { badRequest } from './errors.ts';

/** Returns one property of a value, or undefined if the value is no object. */
export function field(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads the body as JSON, or returns `{}` if there is no body. Throws GraphFailure. */
export function parsedBody(incoming: Incoming): unknown {
  try {
    return incoming.body === '' ? {} : JSON.parse(incoming.body);
  } catch {
    throw badRequest('Unable to read JSON request payload.', 'BadRequest');
  }
}

/** Returns the fields that `$select` asks for, or all. Throws if it asks for a field that the type does not have. */
export function picked<T extends object>(record: T, select: string | null, type: string): Partial<T> {
  if (select === null) return record;
  const entries = select.split(',').map((each) => {
    const name = each.trim();
    if (Object.hasOwn(record, name)) return [name, record[name as keyof T]];
    throw badRequest(`Could not find a property named '${name}' on type 'microsoft.graph.${type}'.`);
  });
  return Object.fromEntries(entries) as Partial<T>;
}

/** Throws if the query has a `$` option that is not one of the supported ones. */
export function onlyOptions(query: URLSearchParams, supported: readonly string[]): void {
  const stranger = [...query.keys()].find((key) => key.startsWith('$') && !supported.includes(key));
  if (stranger !== undefined) throw badRequest(`The query parameter '${stranger}' is not supported.`, 'BadRequest');
}

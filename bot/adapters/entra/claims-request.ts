import { z } from 'zod';

type Json = { readonly [key: string]: unknown };
const JsonObject = z.record(z.string(), z.unknown());

/**
 * The `claims` parameter of the authorization request: what Entra's challenge asks for, and the authentication
 * context if one is set. Undefined if there is neither. A challenge that is not a JSON object is left out.
 */
export function claimsRequest(challenge: string | undefined, authContext: string | undefined): string | undefined {
  const asked = challenge === undefined ? {} : parseObject(challenge);
  const acrs = { acrs: { essential: true, value: authContext } };
  const merged = authContext === undefined ? asked : merge(asked, { access_token: acrs, id_token: acrs });
  return Object.keys(merged).length === 0 ? undefined : JSON.stringify(merged);
}

function parseObject(text: string): Json {
  try {
    const read = JsonObject.safeParse(JSON.parse(text));
    return read.success ? read.data : {};
  } catch {
    return {};
  }
}

/** Merges two objects; on a conflict `over` wins. It is built from entries, so that a key `__proto__` is only a key. */
function merge(base: Json, over: Json): Json {
  const merged = new Map(Object.entries(base));
  for (const [key, value] of Object.entries(over)) {
    const before = merged.get(key);
    merged.set(key, isObject(before) && isObject(value) ? merge(before, value) : value);
  }
  return Object.fromEntries(merged);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

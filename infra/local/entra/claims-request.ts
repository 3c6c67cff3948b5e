import { EntraError } from './errors.ts';

/** Returns the authentication contexts that a `claims` parameter asks for in the access token or the id token. */
export function requestedAcrs(claims: string | null | undefined): readonly string[] {
  if (claims === null || claims === undefined || claims === '') return [];
  const parsed = parse(claims);
  const asked = ['access_token', 'id_token'].flatMap((part) => values(field(field(parsed, part), 'acrs')));
  return [...new Set(asked)];
}

/** Returns the JSON that asks for a context, in the form of a claims challenge. */
export function acrsChallenge(contexts: readonly string[]): string {
  const [only, ...more] = contexts;
  const wish = more.length === 0 ? { value: only } : { values: contexts };
  return JSON.stringify({ access_token: { acrs: { essential: true, ...wish } } });
}

function parse(claims: string): unknown {
  try {
    return JSON.parse(claims);
  } catch {
    throw new EntraError(400, 'invalid_request', 50148, 'The claims parameter is not valid JSON.');
  }
}

function values(acrs: unknown): string[] {
  const many = field(acrs, 'values');
  return [field(acrs, 'value'), ...(Array.isArray(many) ? many : [])].filter((one) => typeof one === 'string');
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

/** One request between two parts of the local world. Secrets, tokens and codes are masked before they get here. */
export interface TrafficEntry {
  readonly at: string;
  readonly from: string;
  readonly to: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly request: unknown;
  readonly response: unknown;
}

export type OnTraffic = (entry: TrafficEntry) => void;

export const MASK = '[masked]';

const SECRET_FIELDS = new Set([
  'secretText',
  'access_token',
  'id_token',
  'refresh_token',
  'client_secret',
  'client_assertion',
  'assertion',
  'client_info',
  'code',
  'code_verifier',
  'token',
  'authorization',
  'cookie',
]);

/** Returns a deep copy in which the value of every field that can hold a secret, a token or a code is masked. */
export function masked(value: unknown, fields: ReadonlySet<string> = SECRET_FIELDS): unknown {
  if (Array.isArray(value)) return value.map((item) => masked(item, fields));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => {
    const hide = fields.has(key) && (typeof item === 'string' || typeof item === 'number');
    return [key, hide ? MASK : masked(item, fields)];
  });
  return Object.fromEntries(entries);
}

/** Returns the path with every query parameter masked that can hold a secret, a token or a code. */
export function maskedPath(path: string): string {
  const [pathname = '', query] = path.split('?', 2);
  if (query === undefined) return path;
  const params = [...new URLSearchParams(query)].map(
    ([key, value]) => [key, SECRET_FIELDS.has(key) ? MASK : value] as [string, string],
  );
  return `${pathname}?${new URLSearchParams(params)}`;
}

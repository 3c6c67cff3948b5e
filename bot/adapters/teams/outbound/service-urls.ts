/** Tells the Bot Connector's addresses from everybody else's. */
export type IsServiceUrl = (url: string) => boolean;

/** An address is allowed if it has protocol, host and port of a prefix, and a path below the prefix's path. */
export function createServiceUrlCheck(prefixes: readonly string[]): IsServiceUrl {
  const allowed = prefixes.map((prefix) => new URL(prefix));
  return (url) => {
    const parsed = parsePlain(url);
    return parsed !== undefined && allowed.some((prefix) => isUnder(parsed, prefix));
  };
}

/** Undefined for anything but a plain http(s) URL: a user, query or fragment could lead a path to another place. */
function parsePlain(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['https:', 'http:'].includes(url.protocol)) return undefined;
  const plain = url.username === '' && url.password === '';
  return plain && !/[?#\s\\]/.test(text) ? url : undefined;
}

function isUnder(url: URL, prefix: URL): boolean {
  if (url.protocol !== prefix.protocol || url.host !== prefix.host) return false;
  return withSlash(url.pathname).startsWith(withSlash(prefix.pathname));
}

function withSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}

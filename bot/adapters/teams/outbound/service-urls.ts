/** Tells the Bot Connector's addresses from everybody else's. */
export type IsServiceUrl = (url: string) => boolean;

/** An allow-list of prefixes: same protocol, host and port, and a path below the prefix's at a segment boundary. */
export function createServiceUrlCheck(prefixes: readonly string[]): IsServiceUrl {
  const allowed = prefixes.map((prefix) => new URL(prefix));
  return (url) => {
    const parsed = parsePlain(url);
    return parsed !== undefined && allowed.some((prefix) => isUnder(parsed, prefix));
  };
}

/** Undefined for anything but a plain http(s) URL: no user, query or fragment that could change where a path ends up. */
function parsePlain(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['https:', 'http:'].includes(url.protocol)) return undefined;
  const plain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  return plain && !/[?#\s\\]/.test(text) ? url : undefined;
}

function isUnder(url: URL, prefix: URL): boolean {
  if (url.protocol !== prefix.protocol || url.host !== prefix.host) return false;
  return withSlash(url.pathname).startsWith(withSlash(prefix.pathname));
}

function withSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}

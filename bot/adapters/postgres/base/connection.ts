/** Where PostgreSQL is, and who we are there: what pg and pg-boss take alike. */
export type Connection = { readonly connectionString: string } | ByToken;

interface ByToken {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly ssl: boolean;
  /** Asked by pg once for each new connection; what is connected stays so when the token ends. */
  readonly password: () => Promise<string>;
}

const PORT = 5432;

/**
 * `password` gives what a new connection proves itself with. The address then holds none (config-database.ts), and is
 * taken apart here: pg would prefer the empty password in it. With TLS the server's certificate is always checked.
 */
export function connectionOf(url: string, password: (() => Promise<string>) | undefined): Connection {
  if (password === undefined) return { connectionString: url };
  const { hostname, port, pathname, username, searchParams } = new URL(url);
  return {
    host: hostname.replace(/^\[(.+)\]$/, '$1'),
    port: port === '' ? PORT : Number(port),
    database: decodeURIComponent(pathname.slice(1)),
    user: decodeURIComponent(username),
    ssl: searchParams.has('sslmode', 'disable') ? false : searchParams.has('sslmode'),
    password,
  };
}

import { asText, Complaint, isLoopback, oneOf } from '../fields.ts';
import { defaulted, optional, type Source, secret } from '../setting.ts';

/** Values of `sslmode` with which Node checks the server's certificate. (libpq does not check it with `require`.) */
const CHECKED = ['require', 'verify-ca', 'verify-full'];

export const DATABASE = {
  databaseUrl: secret(
    optional(
      'DATABASE_URL',
      asDatabaseUrl,
      'The bot keeps its data in the PostgreSQL database at this address. Without it, the database is embedded in the bot.',
    ),
  ),
  databaseAuth: defaulted(
    'DATABASE_AUTH',
    'password',
    oneOf('password', 'entra'),
    'With `entra`, the password for PostgreSQL is a token of the managed identity.',
  ),
  dataDir: defaulted(
    'DATA_DIR',
    '.data',
    asText,
    'The embedded database keeps its files in this folder. One process can use it at a time.',
  ),
};

function asDatabaseUrl(text: string): string | Complaint {
  return /^postgres(ql)?:\/\/./.test(text) && URL.canParse(text)
    ? text
    : new Complaint('must be a postgresql:// address');
}

/** What is wrong with the database's settings together. No gap quotes the address, because it may hold a password. */
export function databaseGaps({ env }: Source): readonly string[] {
  const gaps: string[] = [];
  const url = env['DATABASE_URL'];
  if (url !== undefined && env['DATA_DIR'] !== undefined)
    gaps.push('DATABASE_URL and DATA_DIR are both set: choose one');
  if (env['DATABASE_AUTH'] !== 'entra') return gaps;
  if (env['BOT_TYPE'] !== 'UserAssignedMsi')
    gaps.push('DATABASE_AUTH entra needs BOT_TYPE UserAssignedMsi: the password is a token of the managed identity');
  if (url === undefined) gaps.push('DATABASE_URL is missing: DATABASE_AUTH entra needs PostgreSQL');
  else if (!(asDatabaseUrl(url) instanceof Complaint)) gaps.push(...addressGaps(new URL(url)));
  return gaps;
}

/** A token goes to this address, so nothing in it may send the token elsewhere. */
function addressGaps({ username, password, hostname, pathname, searchParams }: URL): readonly string[] {
  const gaps: string[] = [];
  if (username === '' || password !== '')
    gaps.push("DATABASE_URL must hold the managed identity's name as user, and no password, with DATABASE_AUTH entra");
  if (hostname === '' || pathname.length < 2) gaps.push('DATABASE_URL must name a host and a database');
  if ([...searchParams.keys()].some((name) => name !== 'sslmode'))
    gaps.push('DATABASE_URL may have no parameter but sslmode with DATABASE_AUTH entra');
  const checked = CHECKED.includes(searchParams.get('sslmode') ?? '');
  if (hostname !== '' && !checked && !isLoopback(`http://${hostname}`))
    gaps.push('DATABASE_URL must end in ?sslmode=verify-full with DATABASE_AUTH entra: tokens go over TLS only');
  return gaps;
}

/** Whether the password of the database goes over a network that others can read along. */
export function isPasswordReadable(databaseUrl: string | undefined): boolean {
  if (databaseUrl === undefined) return false;
  const { password, hostname, searchParams } = new URL(databaseUrl);
  // A host that is a path is a socket of this machine.
  const isHere =
    hostname === '' || searchParams.get('host')?.startsWith('/') === true || isLoopback(`http://${hostname}`);
  const mode = searchParams.get('sslmode');
  const isEncrypted = searchParams.get('ssl') === 'true' || (mode !== null && mode !== 'disable');
  return password !== '' && !isHere && !isEncrypted;
}

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import type { Reply } from '../../http.ts';

const FOLDER = join(import.meta.dirname, '../client');
const ADAPTIVE_CARDS = join(
  dirname(createRequire(import.meta.url).resolve('adaptivecards/package.json')),
  'dist/adaptivecards.min.js',
);

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  // With no-referrer the browser would send `Origin: null` with the page's own calls.
  'referrer-policy': 'same-origin',
};

/** Returns a file of the web client, or undefined if there is no file with that name. */
export async function pageFile(pathname: string): Promise<Reply | undefined> {
  const name = pathname === '/' ? 'index.html' : pathname === '/favicon.ico' ? 'favicon.svg' : pathname.slice(1);
  if (
    !/^((world|theme|compose|chat)\/)?[a-z][a-z0-9-]*\.(html|css|js|svg)$/.test(name) &&
    name !== 'adaptivecards.min.js'
  )
    return undefined;
  const path = name === 'adaptivecards.min.js' ? ADAPTIVE_CARDS : join(FOLDER, name);
  try {
    const body = await readFile(path, 'utf8');
    return { status: 200, headers: { 'content-type': TYPES[extname(name)] ?? 'text/plain', ...HEADERS }, body };
  } catch {
    return undefined;
  }
}

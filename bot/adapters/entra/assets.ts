import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

interface Asset {
  readonly body: Buffer;
  readonly etag: string;
}

/** The package's main file is its UMD build, for a plain script element. */
const TEAMS_JS = createRequire(import.meta.url).resolve('@microsoft/teams-js');

const ASSETS: Readonly<Record<string, Asset>> = {
  '/sign-in/teams-js.js': asset(readFileSync(TEAMS_JS)),
  '/sign-in/close.js': asset(readFileSync(new URL('./browser/close.js', import.meta.url))),
};

/** The addresses of the success page's scripts. They hold the version, so that browsers may keep the scripts for ever. */
export const ASSET_PATHS = { teams: versioned('/sign-in/teams-js.js'), close: versioned('/sign-in/close.js') };

/** A script of the sign-in page, or undefined. */
export function findAsset(path: string): Asset | undefined {
  return Object.hasOwn(ASSETS, path) ? ASSETS[path] : undefined;
}

function asset(body: Buffer): Asset {
  return { body, etag: createHash('sha256').update(body).digest('hex').slice(0, 16) };
}

function versioned(path: string): string {
  return `${path}?v=${ASSETS[path]?.etag ?? ''}`;
}

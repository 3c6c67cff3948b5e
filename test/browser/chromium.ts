import { existsSync } from 'node:fs';
import bundled from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';

const INSTALLED = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/microsoft-edge',
];

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let launched: Promise<Browser> | undefined;

/**
 * The browser of this worker. Its test files take turns on it: each opens contexts of its own, which share nothing, and
 * closes them. The browser ends with the worker.
 */
export function sharedChromium(): Promise<Browser> {
  launched ??= launchChromium();
  return launched;
}

/** Ends all that a test file has opened in it. */
export async function closeContexts(): Promise<void> {
  const browser = await launched;
  for (const context of browser?.contexts() ?? []) await context.close();
}

/** CHROMIUM_PATH, an installed browser, or the one that comes inside an npm package, in that order. */
export async function launchChromium(): Promise<Browser> {
  const found = [process.env['CHROMIUM_PATH'], ...INSTALLED].find((path) => path !== undefined && existsSync(path));
  if (found !== undefined) return chromium.launch({ executablePath: found, args: QUIET, headless: true });
  // In one process it would stop at the second context, and a crash of one page would end all.
  const args = bundled.args.filter((arg) => arg !== '--single-process' && arg !== '--no-zygote');
  return chromium.launch({ executablePath: await bundled.executablePath(), args: [...args, ...QUIET], headless: true });
}

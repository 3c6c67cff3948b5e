// Node loads this before a program of the bot (`node --import`): what makes a start from the sources quick. The bot needs
// nothing of it, and the bundle has nothing of it. See decision 0042: a start from the sources takes short ways.
import { enableCompileCache, type LoadHookSync, type ResolveHookSync, registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isLeftOut, specifierOf, standInFor } from './bundle/left-out.ts';

/** Node reads the 3,000 lines in which this package says what it exports, at each import from one of its files to another. */
const LONG_EXPORTS = '/node_modules/drizzle-orm/';

/** An import that names a file by its path and its ending is found without looking for it. */
const straight: ResolveHookSync = (specifier, context, next) => {
  const { parentURL } = context;
  if (parentURL === undefined || !specifier.startsWith('.')) return next(specifier, context);
  const format = specifier.endsWith('.ts') ? 'module-typescript' : 'module';
  const isExact = specifier.endsWith('.ts') || (specifier.endsWith('.js') && parentURL.includes(LONG_EXPORTS));
  return isExact ? { url: new URL(specifier, parentURL).href, format, shortCircuit: true } : next(specifier, context);
};

/** A bundle has the same parts left out, so that what fails there fails here. A module's names have to be known before. */
const withoutUnused: LoadHookSync = (url, context, next) => {
  const specifier = specifierOf(url);
  if (specifier === undefined || !isLeftOut(specifier) || context.format === 'module') return next(url, context);
  return { format: 'commonjs', source: standInFor(specifier), shortCircuit: true };
};

// If the folder cannot be written to, Node goes on without it.
enableCompileCache(fileURLToPath(new URL('../.local/compile-cache', import.meta.url)));
registerHooks({ resolve: straight, load: withoutUnused });

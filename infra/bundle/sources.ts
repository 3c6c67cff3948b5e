import { basename, extname, join } from 'node:path';
import { BundleError, type Entry, filesBelow } from './entry.ts';

const FOLDERS = ['bot', 'cards'];
/** The files that the bot imports. Their content goes into the code of the bundle. */
const IMPORTED = new Set(['.ts', '.json']);
/** The files that the bot reads while it runs. They have the same paths in the bundle. */
const READ = new Set(['.sql', '.css', '.js']);
/** The files for people who read the code or design a card. */
const PASSED_BY = /^\.|\.md$|\.sample\.json$|\.log$/;

/**
 * Returns the bot's own files that go along beside the code. Throws BundleError if a kind of file is unknown, so that no
 * secret goes out and no file is missing.
 */
export async function sourceFiles(root: string): Promise<readonly Entry[]> {
  const lists = FOLDERS.map(async (folder) => {
    const paths = await filesBelow(join(root, folder), (name) => !PASSED_BY.test(name) && name !== 'node_modules');
    return paths.filter((path) => !PASSED_BY.test(basename(path))).map((path) => `${folder}/${path}`);
  });
  const names = (await Promise.all(lists)).flat();
  const strange = names.filter((name) => !IMPORTED.has(extname(name)) && !READ.has(extname(name)));
  if (strange.length > 0) throw new BundleError(strange.map((name) => `${name} is of a kind that is not bundled`));
  return names.filter((name) => READ.has(extname(name))).map((name) => ({ name, from: { file: join(root, name) } }));
}

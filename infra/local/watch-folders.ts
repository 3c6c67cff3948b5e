import { watch } from 'node:fs';
import { basename, join } from 'node:path';

/** An editor saves several files, or one file in several steps: the change is reported when nothing more follows. */
const QUIET_MS = 150;

/** Calls back with the last file that has changed below these folders. Gives the function that ends it. */
export function watchFolders(root: string, folders: readonly string[], changed: (file: string) => void): () => void {
  let quiet: NodeJS.Timeout | undefined;
  const watchers = folders.map((folder) =>
    watch(join(root, folder), { recursive: true }, (_event, name) => {
      if (name === null || isEditorsOwn(name)) return;
      clearTimeout(quiet);
      quiet = setTimeout(() => changed(join(folder, name)), QUIET_MS);
    }),
  );
  return () => {
    clearTimeout(quiet);
    for (const watcher of watchers) watcher.close();
  };
}

/** Editors put locks and copies beside the file that is edited: `.#name`, `.name.swp`, `name~`. */
function isEditorsOwn(name: string): boolean {
  return basename(name).startsWith('.') || name.endsWith('~');
}

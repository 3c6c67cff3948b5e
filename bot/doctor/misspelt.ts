/** A variable that no program reads, and the setting that was probably meant. */
export interface Misspelt {
  readonly name: string;
  readonly meant: string;
}

/** Shorter names are like too many others, such as HOME and HOST. */
const SHORTEST = 8;
const FARTHEST = 2;

/** The names that look like one of the known names: apart from case and underscores, at most two letters differ. */
export function misspeltAmong(names: readonly string[], known: readonly string[]): readonly Misspelt[] {
  const unknown = names.filter((name) => !known.includes(name) && name.length >= SHORTEST);
  return unknown.flatMap((name) => {
    const near = known
      .filter((one) => one.length >= SHORTEST)
      .map((meant) => ({ name, meant, far: distance(plain(name), plain(meant)) }))
      .filter(({ far }) => far <= FARTHEST);
    const [nearest] = near.sort((one, other) => one.far - other.far);
    return nearest === undefined ? [] : [{ name, meant: nearest.meant }];
  });
}

function plain(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]/g, '');
}

/** How many letters have to be added, taken away or replaced. */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1];
    for (const [j, there] of [...other].entries()) {
      const replaced = (row[j] ?? 0) + (letter === there ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The fields of a source map (ECMA-426) that a bundler writes. */
export interface SourceMap {
  readonly version: number;
  readonly file?: string | undefined;
  readonly names: readonly string[];
  readonly sources: readonly (string | null)[];
  readonly mappings: string;
}

/** Says where a place in the code comes from: its column, then the source, the line and the column there, and the name. */
type Segment = readonly number[];

/**
 * Keeps of a source map what leads to the sources that `isOwn` accepts. The rest keeps no origin. Node reads the maps
 * while it starts, and most of the code is that of packages, whose lines can be read in the bundle.
 */
export function ownMap(map: SourceMap, isOwn: (source: string) => boolean): SourceMap {
  const kept = map.sources.flatMap((source, index) => (source !== null && isOwn(source) ? [index] : []));
  const positions = new Map(kept.map((index, position) => [index, position]));
  let before = false;
  const lines = decoded(map.mappings).map((line) =>
    line.flatMap(([column = 0, source = -1, ...place]): readonly Segment[] => {
      const position = positions.get(source);
      const own = position !== undefined;
      // One place marks the beginning of a package's code. Without it, that code would seem to belong to what came before.
      const segments = own ? [[column, position, ...place.slice(0, 2)]] : before ? [[column]] : [];
      before = own;
      return segments;
    }),
  );
  return { ...map, names: [], sources: kept.map((index) => map.sources[index] ?? null), mappings: encoded(lines) };
}

/** Returns the segments of each line, with numbers that count from the beginning of the file (columns: of the line). */
function decoded(mappings: string): readonly (readonly Segment[])[] {
  const last = [0, 0, 0, 0, 0];
  return mappings.split(';').map((line) => {
    last[0] = 0;
    return line
      .split(',')
      .flatMap((text) => (text === '' ? [] : [numbersIn(text).map((by, field) => add(last, field, by))]));
  });
}

function encoded(lines: readonly (readonly Segment[])[]): string {
  const last = [0, 0, 0, 0, 0];
  const differences = lines.map((line) => {
    last[0] = 0;
    return line.map((segment) => segment.map((value, field) => textOf(move(last, field, value))).join('')).join(',');
  });
  return differences.join(';');
}

function add(last: number[], field: number, by: number): number {
  const sum = (last[field] ?? 0) + by;
  last[field] = sum;
  return sum;
}

function move(last: number[], field: number, to: number): number {
  const by = to - (last[field] ?? 0);
  last[field] = to;
  return by;
}

/** Reads the numbers of one segment. Each digit has five bits of a number, and a bit that says whether more follow. */
function numbersIn(text: string): readonly number[] {
  const numbers: number[] = [];
  let [value, shift] = [0, 0];
  for (const character of text) {
    const digit = DIGITS.indexOf(character);
    value |= (digit & 31) << shift;
    shift += 5;
    if ((digit & 32) !== 0) continue;
    numbers.push((value & 1) === 1 ? -(value >>> 1) : value >>> 1);
    [value, shift] = [0, 0];
  }
  return numbers;
}

function textOf(value: number): string {
  let text = '';
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += DIGITS[rest > 0 ? digit | 32 : digit];
  } while (rest > 0);
  return text;
}

import { SourceMap } from 'node:module';
import { describe, expect, it } from 'vitest';
import { ownMap } from '../../../infra/bundle/own-map.ts';

/** Two lines of ours, two of a package, one of ours that begins with something of a package, far down in its file. */
const WHOLE = {
  version: 3,
  file: 'chunk.js',
  names: ['name'],
  sources: ['../bot/one.ts', '../node_modules/a/index.js', '../bot/two.ts'],
  mappings: 'AAAA,SAASA;AACT;ACmgBA;AACA;AADA,KCw8BI',
};

function originOf(
  map: { readonly mappings: string; readonly sources: readonly (string | null)[] },
  line: number,
  column: number,
) {
  const payload = { ...WHOLE, ...map, sources: map.sources.map(String), sourceRoot: '', sourcesContent: [] };
  const found = new SourceMap(payload).findEntry(line, column);
  return 'originalSource' in found && found.originalSource !== undefined
    ? [found.originalSource, found.originalLine, found.originalColumn]
    : undefined;
}

describe('the part of a source map that leads to our own sources', () => {
  const own = ownMap(WHOLE, (source) => !source.includes('node_modules/'));

  it('leads to the same lines and columns as the whole map', () => {
    for (const [line, column] of [
      [0, 0],
      [0, 9],
      [1, 0],
      [4, 5],
    ] as const) {
      expect(originOf(WHOLE, line, column)).toBeDefined();
      expect(originOf(own, line, column)).toEqual(originOf(WHOLE, line, column));
    }
  });

  it('gives the code of packages no origin, instead of what came before it', () => {
    expect(
      [
        [2, 0],
        [3, 0],
        [4, 0],
      ].map(([line = 0, column = 0]) => originOf(own, line, column)),
    ).toEqual([undefined, undefined, undefined]);
  });

  it('names no source of a package', () => {
    expect(own.sources).toEqual(['../bot/one.ts', '../bot/two.ts']);
  });
});

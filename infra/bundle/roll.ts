import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type OutputChunk, type Plugin, rolldown } from 'rolldown';
import { z } from 'zod';
import { BundleError, type Entry } from './entry.ts';
import { isLeftOut, specifierOf, standInFor } from './left-out.ts';
import { ownMap } from './own-map.ts';

/** The bot's code and that of its packages, in a few files. */
export interface Rolled {
  readonly entries: readonly Entry[];
  /** Bytes of the code that is included, by the file that it comes from (a path from the project's top). */
  readonly sizes: ReadonlyMap<string, number>;
  readonly chunks: readonly Chunk[];
}

/** One file of the bundle, as a test reads it. */
export interface Chunk {
  readonly name: string;
  readonly imports: readonly string[];
  /** Those that are loaded only if the bot asks for them. */
  readonly lazyImports: readonly string[];
  readonly modules: readonly string[];
}

const SOURCE_MAP = z.object({
  version: z.literal(3),
  file: z.string().optional(),
  names: z.array(z.string()),
  sources: z.array(z.string().nullable()),
  mappings: z.string(),
});

/** Marks the place of a module until its chunk is known. It must be an expression, because the code is parsed between. */
const PLACE = '__PLACE_OF_MODULE__';
const HERE = /\bimport\.meta\.url\b/g;
const MARK = new RegExp(`${PLACE}\\("([^"]+)"\\)`, 'g');
const NOT_ASCII = /[\u0080-\uffff]/g;

/**
 * Puts the code of these programs (paths from the project's top) into as few files as there are ways to load them. The
 * code is not shortened, so that its lines can be read; comments are left out. The packages `absent` are not there for the
 * bot either. Throws BundleError. See decision 0027: the bot is deployed as one bundle.
 */
export async function roll(root: string, programs: readonly string[], absent: readonly string[]): Promise<Rolled> {
  const gaps: string[] = [];
  const leftOut = new Set<string>();
  const input = Object.fromEntries(programs.map((path) => [path.replace(/\.ts$/, ''), path]));
  const bundle = await rolldown({
    input,
    cwd: root,
    platform: 'node',
    external: [...absent],
    plugins: [withoutUnused(leftOut), inPlace(root)],
    onLog: (level, { code, message }) => {
      if (level === 'warn' && code === 'UNRESOLVED_IMPORT') gaps.push(linesOf(message)[0] ?? code);
    },
  }).catch((cause: unknown) => Promise.reject(unrolled(cause)));
  const { output } = await bundle
    .generate({
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: 'bot/chunks/[name]-[hash].js',
      sourcemap: true,
      sourcemapExcludeSources: true,
      comments: false,
    })
    .catch((cause: unknown) => Promise.reject(unrolled(cause)))
    .finally(() => bundle.close());
  if (gaps.length > 0) throw new BundleError(gaps);
  const chunks = output.filter((one) => one.type === 'chunk');
  const path = (id: string) => relative(root, id).replaceAll('\\', '/');
  return {
    entries: output.map((one) => ({
      name: one.fileName,
      from: { text: one.type === 'chunk' ? one.code : mapText(String(one.source)) },
    })),
    sizes: new Map(chunks.flatMap(({ modules }) => sizesOf(modules, leftOut)).map(([id, size]) => [path(id), size])),
    chunks: chunks.map((chunk) =>
      chunkOf(
        chunk,
        sizesOf(chunk.modules, leftOut).map(([id]) => path(id)),
      ),
    ),
  };
}

/** The only other files that the bundler writes are source maps. */
function mapText(text: string): string {
  return JSON.stringify(ownMap(SOURCE_MAP.parse(JSON.parse(text)), (source) => !source.includes('node_modules/')));
}

function sizesOf(
  modules: OutputChunk['modules'],
  leftOut: ReadonlySet<string>,
): readonly (readonly [string, number])[] {
  return Object.entries(modules)
    .filter(([id, { renderedLength }]) => renderedLength > 0 && !id.startsWith('\0') && !leftOut.has(id))
    .map(([id, { renderedLength }]) => [id, renderedLength]);
}

function chunkOf({ fileName, imports, dynamicImports }: OutputChunk, modules: readonly string[]): Chunk {
  return { name: fileName, imports, lazyImports: dynamicImports, modules };
}

function withoutUnused(leftOut: Set<string>): Plugin {
  return {
    name: 'without-unused',
    load(id) {
      const specifier = specifierOf(id.replaceAll('\\', '/'));
      if (specifier === undefined || !isLeftOut(specifier)) return undefined;
      leftOut.add(id);
      return { code: standInFor(specifier), moduleType: 'js' };
    },
  };
}

/**
 * Lets each module find the files beside it, because they have the same paths in the bundle as before. It also writes
 * only ASCII: V8 needs half the memory for such a source.
 */
function inPlace(root: string): Plugin {
  return {
    name: 'in-place',
    transform(code, id) {
      if (!code.includes('import.meta.url')) return undefined;
      const path = relative(root, id).replaceAll('\\', '/');
      return { code: code.replace(HERE, `${PLACE}(${JSON.stringify(path)})`) };
    },
    renderChunk(code, { fileName }) {
      const up = '../'.repeat(fileName.split('/').length - 1);
      const placed = code.replace(
        MARK,
        (_, path) => `new URL(${JSON.stringify(`${up}${path}`)}, import.meta.url).href`,
      );
      return { code: placed.replace(NOT_ASCII, escaped) };
    },
  };
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** The first line of the bundler's message is only how many errors follow. */
function unrolled(cause: unknown): BundleError {
  const [first, second = first] = linesOf(cause instanceof Error ? cause.message : String(cause));
  return new BundleError([second ?? 'the bundler failed']);
}

function linesOf(text: string): readonly string[] {
  return stripVTControlCharacters(text)
    .split('\n')
    .filter((line) => line.trim() !== '');
}

import { existsSync, readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { z } from 'zod';
import { PackageError } from './problem.ts';

const VERSION = /^(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/;
const LAST = z.object({ id: z.string(), version: z.string().regex(VERSION) });

/** The app package that was written before this one. */
export interface LastPackage {
  readonly id: string;
  readonly version: string;
  readonly bytes: Uint8Array;
}

/** Reads the package that the new one will replace. Undefined if there is none that can be read. */
export function lastPackage(file: string): LastPackage | undefined {
  if (!existsSync(file)) return undefined;
  const bytes = new Uint8Array(readFileSync(file));
  try {
    const manifest = unzipSync(bytes)['manifest.json'] ?? new Uint8Array();
    return { ...LAST.parse(JSON.parse(strFromU8(manifest))), bytes };
  } catch {
    return undefined;
  }
}

interface Wanted {
  /** The id that the new package has. */
  readonly id: string;
  /** The version of the sources. */
  readonly own: string;
  /** The version that the operator asks for. */
  readonly given: string | undefined;
  /** Whether a package with this version is the same, byte for byte, as the last one. */
  readonly isSame: (version: string) => boolean;
}

/**
 * The version of the new package. Teams takes a package as an update only if it has the same id and a higher version. So
 * the version rises by itself if something has changed since the last package. Throws PackageError.
 */
export function versionFor(last: LastPackage | undefined, { id, own, given, isSame }: Wanted): string {
  if (given !== undefined && !VERSION.test(given)) {
    throw problem(`--app-version is ${given}: write three numbers, such as 1.0.1`);
  }
  if (last === undefined) return given ?? own;
  if (last.id !== id) {
    throw problem(
      `the app has the id ${id}, and the package before had ${last.id}: Teams would take it for another app. Set TEAMS_APP_ID to ${last.id}, or write into another folder with --out`,
    );
  }
  if (given === undefined) {
    if (isSame(last.version)) return last.version;
    return compared(own, last.version) > 0 ? own : raised(last.version);
  }
  if (compared(given, last.version) > 0 || isSame(given)) return given;
  throw problem(
    `--app-version is ${given}, and the package before had ${last.version}: Teams takes an update only if its version is higher`,
  );
}

function problem(sentence: string): PackageError {
  return new PackageError([{ name: 'version', sentence }]);
}

function numbersOf(version: string): readonly number[] {
  return version.split('.').map(Number);
}

function compared(one: string, other: string): number {
  const there = numbersOf(other);
  const differences = numbersOf(one).map((number, i) => number - (there[i] ?? 0));
  return differences.find((difference) => difference !== 0) ?? 0;
}

function raised(version: string): string {
  const [major = 0, minor = 0, patch = 0] = numbersOf(version);
  return [major, minor, patch + 1].join('.');
}

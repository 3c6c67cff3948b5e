import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const PARTS = ['turns', 'tenant', 'start', 'sweep', 'fan-out', 'flood', 'load'] as const;
export type PartName = (typeof PARTS)[number];

export interface Options {
  /** The parts to run, in their order. */
  readonly parts: readonly PartName[];
  /** Small counts, to see whether it runs: the figures mean little. */
  readonly quick: boolean;
  /** Only these programs; undefined for all of them. */
  readonly only: readonly string[] | undefined;
  /** The folder for CPU profiles of the bot, from source and from the bundle; undefined for none. */
  readonly profile: string | undefined;
  /** Whether the tables are written into README.md. */
  readonly keep: boolean;
}

export const USAGE = `Usage: npm run bench -- [${PARTS.join('|')} …] [--quick] [--only <program,…>] [--cpu-prof <folder>] [--keep]`;

/** Throws with the usage if it does not understand. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parse(args);
  const unknown = positionals.filter((name) => !isPart(name));
  if (unknown.length > 0) throw new Error(USAGE);
  const profile = values['cpu-prof'];
  return {
    parts: PARTS.filter((part) => positionals.length === 0 || positionals.includes(part)),
    quick: values.quick ?? false,
    only: values.only?.split(','),
    profile: profile === undefined ? undefined : resolve(profile),
    keep: values.keep ?? false,
  };
}

function isPart(name: string): name is PartName {
  return PARTS.some((part) => part === name);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        quick: { type: 'boolean' },
        only: { type: 'string' },
        'cpu-prof': { type: 'string' },
        keep: { type: 'boolean' },
      },
    });
  } catch {
    throw new Error(USAGE);
  }
}

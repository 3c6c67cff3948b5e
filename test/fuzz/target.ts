import type { Arbitrary } from 'fast-check';

/** Something that takes what others send. A case can be written as JSON. */
export interface Target {
  readonly name: string;
  open(): Promise<OpenTarget>;
}

export interface OpenTarget {
  readonly cases: Arbitrary<unknown>;
  /** Throws if the case breaks a promise. */
  run(given: unknown): Promise<void>;
  close(): Promise<void>;
}

/** A target whose cases have one type. Cases that are read from a file were written by it. */
export function targetOf<C>(
  name: string,
  cases: Arbitrary<C>,
  open: () => Promise<{ readonly run: (given: C) => Promise<void>; readonly close: () => Promise<void> }>,
): Target {
  return {
    name,
    open: async () => {
      const { run, close } = await open();
      return { cases, run: (given) => run(given as C), close };
    },
  };
}

/** Fails with what was expected. The message is all that a report shows of a case beside the case. */
export function promise(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}

/** No case takes longer, on a machine that is busy with other work, too. */
const MOST_MS = 10_000;

export async function inTime<T>(work: Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work;
  promise(performance.now() - start < MOST_MS, `an answer came after more than ${MOST_MS} ms`);
  return result;
}

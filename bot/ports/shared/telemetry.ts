/** The kinds of work that are measured. The span and the histogram of durations have this name. */
export type Work = 'turn' | 'command' | 'task' | 'graph' | 'connector' | 'ledger' | 'sweep';

/** The counters. */
export type Event = 'commands' | 'sign-ins' | 'turned-away' | 'deliveries' | 'removals' | 'announcements';

/** The gauges. `queue.oldest` and the ages are in seconds. */
export type Level = 'queue.depth' | 'queue.oldest' | 'sweep.age' | 'sweep.applications' | 'sign-in-log.age';

/**
 * Attributes are kinds, outcomes and codes from closed sets: nothing that a person typed, no name, no token, and no id of
 * a person, conversation, application or secret. The adapter leaves out everything that is not listed or does not look
 * like a code.
 */
export type AttributeName =
  | 'activity'
  | 'call'
  | 'command'
  | 'method'
  | 'need'
  | 'operation'
  | 'outcome'
  | 'queue'
  | 'reference'
  | 'refusal'
  | 'result'
  | 'service'
  | 'status'
  | 'step'
  | 'store'
  | 'task'
  | 'to';
export type Attributes = Readonly<Partial<Record<AttributeName, string | undefined>>>;

export interface Reading {
  readonly level: Level;
  readonly value: number;
  readonly attributes?: Attributes;
}

/** For operators: traces and metrics. Nothing here waits for a collector, or throws. */
export interface Telemetry {
  /** Runs the work in a span, a child of the one under way. `tell` adds how it ended; if the work throws, `result` is `failed`. */
  measure<T>(work: Work, attributes: Attributes, run: (tell: (more: Attributes) => void) => Promise<T>): Promise<T>;
  /** Records work that has ended already. */
  took(work: Work, seconds: number, attributes: Attributes): void;
  count(event: Event, attributes: Attributes): void;
  /** Writes the reference that a person was shown into the span under way. The log has the same reference. */
  note(reference: string): void;
  /** Is read at each collection, within a short time. If a reading throws, its value is missing from that collection. */
  observe(read: () => Promise<readonly Reading[]>): void;
  /** Sends what was collected, within a short time. */
  close(): Promise<void>;
}

/** Measures nothing. */
export const SILENT: Telemetry = {
  measure: (_work, _attributes, run) => run(() => undefined),
  took: () => undefined,
  count: () => undefined,
  note: () => undefined,
  observe: () => undefined,
  close: async () => undefined,
};

/** The class of an HTTP status. Throttling has a class of its own; `none` means that there was no answer. */
export function statusClass(status: number | undefined): string {
  if (status === undefined) return 'none';
  return status === 429 ? '429' : `${Math.trunc(status / 100)}xx`;
}

/** What is measured: its span, and the histogram of its duration, carry this name. */
export type Work = 'turn' | 'command' | 'task' | 'graph' | 'connector' | 'ledger' | 'sweep';

/** What is counted. */
export type Event = 'commands' | 'sign-ins' | 'turned-away' | 'deliveries' | 'removals' | 'announcements';

/** What is read now and then. `queue.oldest` and `sweep.age` in seconds. */
export type Level = 'queue.depth' | 'queue.oldest' | 'sweep.age' | 'sweep.applications';

/**
 * What may be said of it: kinds, outcomes and codes out of closed sets. Nothing that a person typed, no name, no token,
 * no id of a person, conversation, application or secret. The adapter leaves out whatever is not listed or does not look
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
  /** Runs the work in a span, a child of the one under way. `tell` adds what it came to; where it throws, `result` is `failed`. */
  measure<T>(work: Work, attributes: Attributes, run: (tell: (more: Attributes) => void) => Promise<T>): Promise<T>;
  /** Work that is over by now. */
  took(work: Work, seconds: number, attributes: Attributes): void;
  count(event: Event, attributes: Attributes): void;
  /** The reference that a person was shown, for the span under way: the one that the log has, too. */
  note(reference: string): void;
  /** Read at each collection, within a short time; a reading that throws is missing that once. */
  observe(read: () => Promise<readonly Reading[]>): void;
  /** Sends what there is, within a short time. */
  close(): Promise<void>;
}

/** Where nothing is to be measured. */
export const SILENT: Telemetry = {
  measure: (_work, _attributes, run) => run(() => undefined),
  took: () => undefined,
  count: () => undefined,
  note: () => undefined,
  observe: () => undefined,
  close: async () => undefined,
};

/** Of an HTTP status; throttling has its own, and `none` is no answer. */
export function statusClass(status: number | undefined): string {
  if (status === undefined) return 'none';
  return status === 429 ? '429' : `${Math.trunc(status / 100)}xx`;
}

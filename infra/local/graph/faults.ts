import { setTimeout as wait } from 'node:timers/promises';
import type { Reply } from '../http.ts';
import { failureReply, GraphFailure } from './errors.ts';
import type { SignInReportState } from './reports/sign-in-report.ts';
import type { Listing } from './unsteady.ts';

/** A planned fault: the next `times` requests that match are answered in this way. */
export interface GraphFault {
  readonly method?: string;
  /** Matches the path with its query. If it is left out, every path matches. */
  readonly path?: RegExp;
  /** How many matching requests fail. The default is 1. */
  readonly times?: number;
  /**
   * `fail`: answer status and code, nothing is done. `commit-then-fail`: do it, then answer status and code.
   * `hang`: do nothing and never answer. `commit-then-hang`: do it, never answer. `drop`: close the connection.
   * `commit-then-drop`: do it, then close the connection. `delay`: do it after `delayMs`, and answer as usual.
   */
  readonly kind: 'fail' | 'commit-then-fail' | 'hang' | 'commit-then-hang' | 'drop' | 'commit-then-drop' | 'delay';
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
  readonly retryAfterSeconds?: number;
  readonly delayMs?: number;
}

/** The faults that tests and the panel can switch on. */
export interface GraphFaults {
  /** Every request answers 429 with Retry-After while true. */
  throttle: boolean;
  retryAfterSeconds: number;
  /** Reads see the state of this many milliseconds ago. */
  lagMs: number;
  /** Whether the list of applications repeats or loses objects between its pages. */
  listing: Listing;
  /** Whether the report and the log of sign-ins can be read, and the reason if they cannot. */
  signInReport: SignInReportState;
  /** An entry of the log of sign-ins appears so long after its sign-in. */
  signInLogLagMs: number;
  /** Whether the log says of a wrong secret which application it was for. */
  namesWrongSecrets: boolean;
  /** Plans a fault. The first planned fault that matches a request is used up. */
  next(fault: GraphFault): void;
  /**
   * Forgets planned faults, throttling, lag and an unsteady list, and makes the report and the log of sign-ins readable.
   * Limits start again.
   */
  clear(): void;
}

const CALM = {
  throttle: false,
  retryAfterSeconds: 5,
  lagMs: 0,
  listing: 'steady',
  signInReport: 'on',
  signInLogLagMs: 1_000,
  namesWrongSecrets: true,
} as const;

/** Returns the faults, and the function with which the service takes the next one. `cleared` is called when they are cleared. */
export function createFaults(cleared: () => void): {
  faults: GraphFaults;
  take(method: string, target: string): GraphFault | undefined;
} {
  let queue: { readonly fault: GraphFault; left: number }[] = [];
  const faults: GraphFaults = {
    ...CALM,
    next: (fault) => queue.push({ fault, left: fault.times ?? 1 }),
    clear: () => {
      queue = [];
      Object.assign(faults, CALM);
      cleared();
    },
  };
  return {
    faults,
    take: (method, target) => {
      const hit = queue.find(({ fault, left }) => left > 0 && matches(fault, method, target));
      if (hit !== undefined) hit.left -= 1;
      queue = queue.filter(({ left }) => left > 0);
      return hit?.fault;
    },
  };
}

function matches(fault: GraphFault, method: string, target: string): boolean {
  return (fault.method === undefined || fault.method === method) && (fault.path?.test(target) ?? true);
}

/** The answer to a request, and what happens to the connection. */
export interface Verdict {
  readonly reply: Reply;
  readonly end: 'answer' | 'hang' | 'drop';
}

/** Performs a request, unless a planned fault says otherwise. `id` is the client's own id of the request. */
export async function judge(
  fault: GraphFault | undefined,
  perform: () => Promise<Verdict>,
  id: string | undefined,
): Promise<Verdict> {
  if (fault?.kind === 'delay') await wait(fault.delayMs ?? 0);
  if (fault === undefined || fault.kind === 'delay') return perform();
  if (fault.kind.startsWith('commit-then-')) await perform();
  const { status = 500, code = 'InternalServerError', message = 'Something went wrong.' } = fault;
  const reply = failureReply(new GraphFailure(status, code, message, fault.retryAfterSeconds), id);
  if (fault.kind === 'fail' || fault.kind === 'commit-then-fail') return { reply, end: 'answer' };
  return { reply: { status: 0 }, end: fault.kind.endsWith('hang') ? 'hang' : 'drop' };
}

import { randomUUID } from 'node:crypto';
import type { Outcome } from '../../../domain/shared/outcome.ts';
import type { Log } from '../../../ports/shared/log.ts';

/** Turns what must not happen into a plain refusal whose reference is also in the log, beside the cause. */
export function faulted(log: Log, event: string, cause: unknown): Outcome {
  const reference = randomUUID().slice(0, 8);
  log.error(event, { reference }, cause);
  return { kind: 'refused', refusal: 'fault', reference };
}

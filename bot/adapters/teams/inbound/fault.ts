import { randomUUID } from 'node:crypto';
import type { Outcome } from '../../../domain/shared/outcome.ts';
import type { Log } from '../../../ports/shared/log.ts';

/** Turns a fault into a refusal for the person. Its reference is in the log, too, beside the cause. */
export function faulted(log: Log, event: string, cause: unknown): Outcome {
  const reference = randomUUID().slice(0, 8);
  log.error(event, { reference }, cause);
  return { kind: 'refused', refusal: 'fault', reference };
}

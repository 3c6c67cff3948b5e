import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Refusal } from '../../domain/shared/refusal.ts';
import { DirectoryFault, type DirectoryProblem } from '../../ports/secrets/directory.ts';
import type { Deps } from './deps.ts';

const REFUSAL_OF: Readonly<Record<DirectoryProblem, Refusal>> = {
  absent: 'directory-absent',
  forbidden: 'directory-forbidden',
  lifetime: 'lifetime',
  'credential-type': 'credential-type',
  'two-at-most': 'two-at-most',
  full: 'full',
  throttled: 'busy',
  unreachable: 'directory-unreachable',
  unexpected: 'directory-unreachable',
};

export function refused(refusal: Refusal, reference?: string): Outcome {
  return { kind: 'refused', refusal, reference };
}

/** A short id that is in the person's card, and in the log beside the cause. */
export function newReference(deps: Pick<Deps, 'random'>): string {
  return deps.random.id().slice(0, 8);
}

/** Turns a directory's fault into plain words with a reference; other faults pass on to the last resort. */
export function refuseFault(deps: Pick<Deps, 'random' | 'log'>, cause: unknown): Outcome {
  if (!(cause instanceof DirectoryFault)) throw cause;
  const reference = newReference(deps);
  deps.log.warn('directory refused', { reference, problem: cause.problem, requestId: cause.requestId }, cause);
  return refused(REFUSAL_OF[cause.problem], reference);
}

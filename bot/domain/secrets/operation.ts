import type { ApplicationRef } from '../shared/application.ts';
import type { Asker } from '../shared/person.ts';

/**
 * The state of a change. `open`: the form is shown. `intended`: the form was submitted, and the outside world may have
 * changed. `added` (create): Entra has the secret under `keyId`, and nobody has it yet. `done` and `undone` are final.
 */
export type OperationState = 'open' | 'intended' | 'added' | 'done' | 'undone';

/**
 * One creation or deletion. A card carries the nonce only; every other fact is kept here. See decision 0004: a change
 * is one row, from its form to its end.
 */
export interface Operation {
  readonly nonce: string;
  readonly kind: 'create' | 'delete';
  readonly asker: Asker;
  readonly application: ApplicationRef;
  /** The rotation that it is a step of. */
  readonly rotationId: string | undefined;
  readonly state: OperationState;
  /** delete: the secret to remove. create: known from `added` on. */
  readonly keyId: string | undefined;
  /** create, from `intended` on: after a crash it tells this secret from all others. */
  readonly secretName: string | undefined;
  readonly secretEnd: Date | undefined;
  readonly knownKeyIds: readonly string[];
  readonly openedAt: Date;
  readonly intendedAt: Date | undefined;
  /** Until then the process that began it works on it. After that reconciliation takes it up. */
  readonly leaseUntil: Date | undefined;
  /** Reconciliation's attempts so far. */
  readonly attempts: number;
  /** delete: the person has confirmed that it may be the application's last live secret. */
  readonly confirmedLast: boolean;
  /** delete: what its form has said. A typed name confirms only that. */
  readonly warned: Warned;
  /** When it came to its end. */
  readonly settledAt: Date | undefined;
}

/** What must be confirmed by typing the application's name. */
export interface Warned {
  /** The secret is the application's only live one. */
  readonly last: boolean;
  readonly inUse: boolean;
}

/** How long a form may be submitted. */
export const FORM_LIFETIME_MS = 60 * 60_000;
/** How long a submitted operation belongs to the process that began it: longer than all its calls' time-outs together. */
export const LEASE_MS = 60_000;
/** Graph shows a change late. Until then a missing secret proves nothing. */
export const REPLICATION_MS = 3 * 60_000;

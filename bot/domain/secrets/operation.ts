import type { ApplicationRef } from '../shared/application.ts';
import type { Asker } from '../shared/person.ts';

/**
 * A change from its form to its end. `open`: the form is shown. `intended`: submitted, the outside world may have
 * changed. `added` (create): Entra has the secret under `keyId`, nobody has it yet. `done` and `undone` are final.
 */
export type OperationState = 'open' | 'intended' | 'added' | 'done' | 'undone';

/**
 * One create or delete. The nonce is all that a card carries; every other fact stays here. See decision 0004: a change is
 * one row, from its form to its end.
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
  /** create, from `intended` on: tells our secret from everybody else's after a crash. */
  readonly secretName: string | undefined;
  readonly secretEnd: Date | undefined;
  readonly knownKeyIds: readonly string[];
  readonly openedAt: Date;
  readonly intendedAt: Date | undefined;
  /** Until then its process is at work on it; after that reconciliation takes it up. */
  readonly leaseUntil: Date | undefined;
  /** Reconciliation's attempts so far. */
  readonly attempts: number;
}

/** How long a form may be submitted. */
export const FORM_LIFETIME_MS = 60 * 60_000;
/** How long a submitted operation belongs to the process that began it: longer than all its calls' time-outs together. */
export const LEASE_MS = 60_000;
/** Graph's reads lag writes: until then a missing secret proves nothing. */
export const REPLICATION_MS = 3 * 60_000;

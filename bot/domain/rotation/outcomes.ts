import type { ApplicationRef, ClientSecret } from '../shared/application.ts';
import type { DeleteWarning, Evidence, Rotation } from './rotation.ts';

export interface RotationView {
  readonly rotation: Rotation;
  /** Nothing connects with the old secret any more, whatever the steps. */
  readonly oldExpired: boolean;
  /** Undefined where the sign-in report is off or not to be had. */
  readonly evidence: Evidence | undefined;
  /** Whether the operator has switched the sign-in report on. */
  readonly reportOn: boolean;
  /** At step 1: live secrets, newer than the old one, that could take its place. */
  readonly candidates: readonly ClientSecret[];
  readonly warnings: readonly DeleteWarning[];
  /** Somebody else was faster, or something changed outside: said above the card. */
  readonly news: 'step-taken' | 'new-secret-gone' | 'secret-created' | undefined;
  /** Where the value went, with news `secret-created`. */
  readonly delivered: { readonly where: 'here' | 'personal'; readonly minutes: number } | undefined;
}

/** What the commands about rotations come to. */
export type RotationOutcome =
  | { readonly kind: 'rotation'; readonly view: RotationView }
  | { readonly kind: 'rotations'; readonly rotations: readonly Rotation[] }
  | { readonly kind: 'nothing-to-rotate'; readonly application: ApplicationRef };

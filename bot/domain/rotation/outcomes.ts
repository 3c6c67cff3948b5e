import type { DeleteWarning } from '../secrets/delete-warning.ts';
import type { ApplicationRef, ClientSecret } from '../shared/application.ts';
import type { Evidence, Rotation, RotationMoment } from './rotation.ts';

export interface RotationView extends RotationMoment {
  readonly rotation: Rotation;
  /** Undefined if the sign-in report is off or not available. */
  readonly evidence: Evidence | undefined;
  /** Whether the operator has switched the sign-in report on. */
  readonly reportOn: boolean;
  /** At step 1: live secrets, newer than the old one, that could take its place. */
  readonly candidates: readonly ClientSecret[];
  /** Key ids of the secrets that their names do not tell from others of the application. */
  readonly namesakes: ReadonlySet<string>;
  readonly warnings: readonly DeleteWarning[];
  /** The news above the card: somebody else was faster, something changed outside, or the new secret exists. */
  readonly news: 'step-taken' | 'new-secret-gone' | 'secret-created' | undefined;
  /** Defined with the news `secret-created`: the message that holds the value, and how long it lasts. */
  readonly delivered: { readonly where: 'here' | 'personal'; readonly minutes: number } | undefined;
}

/** The outcomes of the commands about rotations. */
export type RotationOutcome =
  | { readonly kind: 'rotation'; readonly view: RotationView }
  | { readonly kind: 'rotations'; readonly rotations: readonly Rotation[] }
  | { readonly kind: 'nothing-to-rotate'; readonly application: ApplicationRef };

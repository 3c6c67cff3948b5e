import type { DeleteWarning } from '../../domain/secrets/delete-warning.ts';
import type { Application } from '../../domain/shared/application.ts';
import type { Outcome } from '../../domain/shared/outcome.ts';
import type { Deps } from '../shared/deps.ts';

/** Where the value of a new secret went, and for how long it is shown. */
export interface HandedOver {
  readonly where: 'here' | 'personal';
  readonly minutes: number;
}

/**
 * What other slices do when a secret has changed. A secret knows of a rotation only its id, which is kept with the operation;
 * commands.ts hands this over, so that rotations may build on secrets, and not the other way round. See
 * decision 0019: rotations build on secrets.
 */
export interface AfterChange {
  /** The card of a rotation whose step somebody else has taken. */
  stepTaken(deps: Deps, rotationId: string): Promise<Outcome>;
  /** The card of a rotation whose new secret has just been created. */
  created(deps: Deps, rotationId: string, handedOver: HandedOver): Promise<Outcome>;
  /** The card of a rotation whose old secret has just been deleted. */
  deleted(deps: Deps, rotationId: string): Promise<Outcome>;
  /** What speaks against deleting the old secret of a rotation now. */
  warnings(deps: Deps, rotationId: string): Promise<readonly DeleteWarning[]>;
  /** Posted digests that speak of the application's secrets are corrected. Never throws: the change has succeeded. */
  refresh(deps: Deps, application: Application): Promise<void>;
}

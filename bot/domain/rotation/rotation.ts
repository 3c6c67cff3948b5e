import type { DeleteWarning } from '../secrets/delete-warning.ts';
import type { ReportCover } from '../secrets/last-use.ts';
import type { ApplicationRef, ClientSecret } from '../shared/application.ts';
import type { Asker, NamedPerson } from '../shared/person.ts';

const HOUR_MS = 60 * 60_000;

/** Guide 1.5: create, update your system, confirm connectivity, delete the old one. */
export type RotationStep = 'create' | 'update' | 'confirm' | 'delete';

export interface Tick {
  readonly by: NamedPerson;
  readonly at: Date;
}

/** `open`, or how the rotation ended. `reopened`: it was `replaced`, until somebody rotated the same secret again. */
export type RotationState = 'open' | 'deleted' | 'replaced' | 'abandoned' | 'reopened';

/** Enough of a secret to recognise it by. */
export type SecretRef = Pick<ClientSecret, 'keyId' | 'name' | 'hint' | 'end'>;

/**
 * The replacement of one client secret by another. Every manager can work on it, from anywhere. See decision 0011: a
 * secret counts as replaced when a rotation ends so.
 */
export interface Rotation {
  readonly id: string;
  readonly application: ApplicationRef;
  readonly old: SecretRef;
  readonly state: RotationState;
  readonly started: Tick;
  /** Step 1. `adopted`: the new secret existed already and was chosen for it. */
  readonly fresh: (Tick & { readonly secret: SecretRef; readonly adopted: boolean }) | undefined;
  readonly updated: Tick | undefined;
  readonly confirmed: Tick | undefined;
  readonly ended: (Omit<Tick, 'by'> & { readonly by: NamedPerson | undefined }) | undefined;
  /** The earliest use of the new secret that a look at the rotation has shown. */
  readonly firstUsed: Date | undefined;
  /** Somebody has said that the old secret is in wrong hands. Undefined also if a manager keeps it all the same. */
  readonly exposed?: Exposed | undefined;
}

/** The old secret is removed so many hours after the new one was created. */
export interface Exposed {
  readonly by: Asker;
  readonly at: Date;
  readonly hours: ExposedHours;
}

/** The waits that one can choose from. In that time systems get the new secret, and whoever has the old one may use it. */
export const EXPOSED_HOURS = [1, 4, 24, 72] as const;
export type ExposedHours = (typeof EXPOSED_HOURS)[number];

/** When the old secret is removed. Undefined while there is no new one, and if nothing is planned. */
export function removalDue({ exposed, fresh, state }: Rotation): Date | undefined {
  if (exposed === undefined || fresh === undefined || state !== 'open') return undefined;
  const from = Math.max(exposed.at.getTime(), fresh.at.getTime());
  return new Date(from + exposed.hours * HOUR_MS);
}

/** The step that is to be done next. Undefined if the rotation is over. */
export function currentStep(rotation: Rotation): RotationStep | undefined {
  if (rotation.state !== 'open') return undefined;
  if (rotation.fresh === undefined) return 'create';
  if (rotation.updated === undefined) return 'update';
  return rotation.confirmed === undefined ? 'confirm' : 'delete';
}

/** What is known of the use of a rotation's secrets. A use is undefined if none is known. */
export interface Evidence {
  /** What Entra's report covers. Undefined if it was never read. */
  readonly report: ReportCover | undefined;
  readonly newFirstUsed: Date | undefined;
  readonly oldLastUsed: Date | undefined;
  /** If the old secret is in use: the first day on which it is safe to delete, if nothing uses it until then. */
  readonly oldSafeFrom: Date | undefined;
}

/** Nothing speaks against it if the old secret has expired: no system can use it any more. */
export function deleteWarnings(
  rotation: Rotation,
  evidence: Evidence | undefined,
  oldExpired: boolean,
): readonly DeleteWarning[] {
  const { fresh, confirmed } = rotation;
  if (oldExpired) return [];
  if (fresh === undefined) return ['unconfirmed'];
  if (evidence === undefined) return confirmed === undefined ? ['unconfirmed'] : [];
  const { oldLastUsed, newFirstUsed } = evidence;
  return [
    ...(oldLastUsed !== undefined && oldLastUsed > fresh.at ? (['old-still-used'] as const) : []),
    ...(newFirstUsed === undefined ? (['new-unused'] as const) : []),
  ];
}

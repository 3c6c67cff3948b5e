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
  /** Undefined if the log of sign-ins was not read for it. */
  readonly log: RotationLog | undefined;
}

/** The old secret is removed so many hours after the new one was created. */
export interface Exposed {
  readonly by: Asker;
  readonly at: Date;
  readonly hours: ExposedHours;
}

/** The waits that one can choose from. In that time systems get the new secret, and everybody who has the old one may use it. */
export const EXPOSED_HOURS = [1, 4, 24, 72] as const;
export type ExposedHours = (typeof EXPOSED_HOURS)[number];

/** When the old secret is removed. Undefined while there is no new one, and if nothing is planned. */
export function removalDue({ exposed, fresh, state }: Pick<Rotation, 'exposed' | 'fresh' | 'state'>): Date | undefined {
  if (exposed === undefined || fresh === undefined || state !== 'open') return undefined;
  const from = Math.max(exposed.at.getTime(), fresh.at.getTime());
  return new Date(from + exposed.hours * HOUR_MS);
}

/**
 * Why a secret in wrong hands is not removed. `kept`: a manager says so. `no-new-secret`: the new one is gone. `no-manager`:
 * who wanted it manages the application no more. `not-shown`: Entra shows no such application. `refused`: Entra does not let
 * the bot remove it.
 */
export type ExposedStays = 'kept' | 'no-new-secret' | 'last-live' | 'no-manager' | 'not-shown' | 'refused';

/** Whether the removal would come sooner than the one that is planned, if there is one. */
export function isSooner(exposed: Exposed, rotation: Pick<Rotation, 'exposed' | 'fresh' | 'state'>): boolean {
  if (rotation.exposed === undefined) return true;
  const [wanted, planned] = [removalDue({ ...rotation, exposed }), removalDue(rotation)];
  return wanted === undefined || planned === undefined
    ? exposed.hours < rotation.exposed.hours
    : wanted.getTime() < planned.getTime();
}

/** What Entra's log of sign-ins says of a rotation. */
export interface RotationLog {
  /** The first sign-in with the new secret. Undefined also if that existed before: other systems may use it. */
  readonly signedInAt: Date | undefined;
  /** The last sign-in with the old secret. */
  readonly oldUsedAt: Date | undefined;
  /** The log was read without a gap since then, */
  readonly from: Date;
  /** and until then. */
  readonly until: Date;
}

/** The step that is to be done next. Undefined if the rotation is over. */
export function currentStep(rotation: Rotation): RotationStep | undefined {
  if (rotation.state !== 'open') return undefined;
  if (rotation.fresh === undefined) return 'create';
  // Somebody who has signed in with the new secret has it, and connects.
  if (rotation.log?.signedInAt !== undefined) return 'delete';
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

/** What the moment at which somebody looks adds to a rotation. */
export interface RotationMoment {
  /** The old secret has expired: no system can connect with it, no matter which steps are done. */
  readonly oldExpired: boolean;
  /** The log of sign-ins was read once and is not any more: see isLogLate(). */
  readonly logLate: boolean;
}

/** Nothing speaks against it if the old secret has expired: no system can use it any more. */
export function deleteWarnings(
  rotation: Rotation,
  evidence: Evidence | undefined,
  { oldExpired, logLate }: RotationMoment,
): readonly DeleteWarning[] {
  const { fresh, confirmed } = rotation;
  if (oldExpired) return [];
  if (fresh === undefined) return ['unconfirmed'];
  const { log } = rotation;
  const unconfirmed = confirmed === undefined ? (['unconfirmed'] as const) : [];
  if (evidence === undefined && log === undefined) return unconfirmed;
  const oldLastUsed = later(evidence?.oldLastUsed, log?.oldUsedAt);
  const isSilent = !logLate && silenceOf(rotation, evidence)?.isEnough === true;
  const newFirstUsed = log?.signedInAt ?? evidence?.newFirstUsed;
  // The log is not asked about a secret that existed before: other systems may use it.
  const unused = evidence === undefined && fresh.adopted ? unconfirmed : (['new-unused'] as const);
  return [
    ...(oldLastUsed !== undefined && oldLastUsed > fresh.at && !isSilent ? (['old-still-used'] as const) : []),
    ...(newFirstUsed === undefined ? unused : []),
  ];
}

/** The log is read about every minute for a rotation that is open. */
const LOG_LATE_MS = 2 * HOUR_MS;

/** Whether the log was read so long ago that the old secret may have been used since: nobody calls it silent then. */
export function isLogLate({ log }: Pick<Rotation, 'log'>, now: Date): boolean {
  return log !== undefined && now.getTime() - log.until.getTime() > LOG_LATE_MS;
}

/** How long the old secret must have been silent before its deletion is recommended. */
export const SILENT_DAYS = 3;
const DAY_MS = 24 * HOUR_MS;

/** Since when the old secret has been silent, as far as the log was read. */
export interface Silence {
  readonly since: Date;
  /** Whether a use of it began the silence. Otherwise the log was read from then on. */
  readonly isUse: boolean;
  /** From then on it has been silent for long enough. */
  readonly enoughAt: Date;
  /** Whole days up to the end of what was read. */
  readonly days: number;
  readonly isEnough: boolean;
}

/**
 * Undefined if the log was not read for this rotation. A silence is counted only from the beginning of what was read. A use
 * that the report knows of ends it, too.
 */
export function silenceOf({ log }: Rotation, evidence: Pick<Evidence, 'oldLastUsed'> | undefined): Silence | undefined {
  if (log === undefined) return undefined;
  const used = later(log.oldUsedAt, evidence?.oldLastUsed);
  const since = later(log.from, used) ?? log.from;
  const enoughAt = new Date(since.getTime() + SILENT_DAYS * DAY_MS);
  const days = Math.max(0, Math.floor((log.until.getTime() - since.getTime()) / DAY_MS));
  return { since, isUse: since === used, enoughAt, days, isEnough: log.until >= enoughAt };
}

function later(a: Date | undefined, b: Date | undefined): Date | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}

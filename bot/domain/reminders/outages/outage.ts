import type { Refusal } from '../../secrets/sign-in-log.ts';
import type { ApplicationRef } from '../../shared/application.ts';

/** A secret with which a system signed in. */
export interface LastUsed {
  readonly keyId: string;
  /** Untrusted text; empty if the application does not have the secret any more. */
  readonly name: string;
  readonly hint: string;
  /** Undefined if no successful sign-in with it is known. */
  readonly at: Date | undefined;
}

/** A system cannot sign in as an application: Entra refuses it. One at a time for each application. */
export interface Outage {
  readonly id: string;
  readonly application: ApplicationRef;
  /** Why its newest attempt was refused. */
  readonly why: Refusal;
  /** The first attempt that was refused. */
  readonly since: Date;
  readonly lastAt: Date;
  /** How many refused attempts were read. */
  readonly attempts: number;
  /** The secret that the system uses: the one that the log names, or the one with which it signed in last. */
  readonly lastUsed: LastUsed | undefined;
  /** The newest sign-in that has succeeded since it began. */
  readonly succeededAt: Date | undefined;
  /** `mended`: its system signs in again. `silent`: nothing was refused for days. */
  readonly ended: { readonly at: Date; readonly how: 'mended' | 'silent' } | undefined;
  /** How often it had ended, and went on. */
  readonly reopened: number;
  /** When its cards were drawn last, or are due to be. */
  readonly shownAt: Date;
}

/** A new state of an outage. `redraw`: what its cards show is worth to be drawn again. */
export interface OutageChange {
  readonly outage: Outage;
  readonly news: 'opened' | 'reopened' | 'grown' | 'ended';
  readonly redraw: boolean;
}

const MINUTE_MS = 60_000;
/** An outage that goes on within this time after its end is the same one. Anybody can make Entra refuse an unknown secret. */
const REOPENS_MS: Readonly<Record<Refusal, number>> = {
  expired: 60 * MINUTE_MS,
  disabled: 60 * MINUTE_MS,
  unknown: 24 * 60 * MINUTE_MS,
};
/** The longest of these times: ended outages are looked at for so long. */
export const REMEMBERED_MS = REOPENS_MS.unknown;
/** After it went on once, another system succeeds meanwhile: it then ends only after so long without a refusal. */
const QUIET_MS = 30 * MINUTE_MS;
/** Nothing was refused for so long. */
const SILENT_MS = 3 * 24 * 60 * MINUTE_MS;
/** Cards are drawn again for more attempts alone after this time, and later and later in a long outage. */
const REDRAW_MS = 10 * MINUTE_MS;

/** The refused attempts of one application that were not counted before. */
export interface Refusals {
  readonly why: Refusal;
  readonly first: Date;
  readonly last: Date;
  readonly count: number;
  readonly lastUsed: LastUsed | undefined;
}

/** `last`: the newest outage of the application, open or ended. `newId`: the id of a new one. */
export function afterRefusals(
  application: ApplicationRef,
  refusals: Refusals,
  last: Outage | undefined,
  now: Date,
  newId: string,
): OutageChange {
  if (last === undefined || isOver(last, refusals, now)) {
    const { why, first: since, last: lastAt, count: attempts, lastUsed } = refusals;
    const begun = { id: newId, application, why, since, lastAt, attempts, lastUsed };
    const fresh = { succeededAt: undefined, ended: undefined, reopened: 0, shownAt: now };
    return { outage: { ...begun, ...fresh }, news: 'opened', redraw: false };
  }
  const grown = grow(last, refusals);
  if (last.ended !== undefined && isLate(last, refusals)) return { outage: grown, news: 'grown', redraw: false };
  if (last.ended !== undefined) {
    const again = { ...grown, ended: undefined, reopened: last.reopened + 1, shownAt: now };
    return { outage: again, news: 'reopened', redraw: true };
  }
  const redraw = grown.why !== last.why || isRedrawDue(last, now);
  return { outage: redraw ? { ...grown, shownAt: now } : grown, news: 'grown', redraw };
}

/** What a look at the log shows of the successes of an outage's application. */
export interface Successes {
  /** The newest of all. */
  readonly newest: Date | undefined;
  /** The newest that may be of the system that was refused (`mayMend`). */
  readonly mending: Date | undefined;
}

/**
 * Whether a success with this secret may be of the system that was refused. A secret that was in use before belongs to another
 * system, unless it is the one that the refused system is thought to use. If the outage went on after such a success, that
 * thought was wrong. `firstUse`: undefined if the log does not name the secret.
 */
export function mayMend(outage: Outage, keyId: string | undefined, firstUse: Date | undefined): boolean {
  const { why, since, lastUsed, reopened } = outage;
  if (why === 'disabled') return true;
  if (firstUse !== undefined && firstUse > since) return true;
  const isThought = keyId === undefined || keyId === lastUsed?.keyId.toLowerCase();
  return isThought && reopened === 0;
}

/** Undefined if nothing has changed. */
export function afterLook(outage: Outage, { newest, mending }: Successes, now: Date): OutageChange | undefined {
  if (outage.ended !== undefined) return undefined;
  const known = latest(outage.succeededAt, newest !== undefined && newest > outage.since ? newest : undefined);
  const quiet = now.getTime() - outage.lastAt.getTime();
  const isMended = mending !== undefined && mending > outage.lastAt && (outage.reopened === 0 || quiet >= QUIET_MS);
  if (isMended || quiet >= SILENT_MS) {
    const ended = { at: now, how: isMended ? ('mended' as const) : ('silent' as const) };
    const succeededAt = isMended ? mending : known;
    return { outage: { ...outage, succeededAt, ended, shownAt: now }, news: 'ended', redraw: true };
  }
  if (known?.getTime() === outage.succeededAt?.getTime()) return undefined;
  const isFirst = outage.succeededAt === undefined;
  const shownAt = isFirst ? now : outage.shownAt;
  return { outage: { ...outage, succeededAt: known, shownAt }, news: 'grown', redraw: isFirst };
}

/** Whether the last outage has ended so long ago that these refusals are another one. */
function isOver({ ended, why }: Outage, refusals: Refusals, now: Date): boolean {
  if (ended === undefined) return false;
  const longest = Math.max(REOPENS_MS[why], REOPENS_MS[refusals.why]);
  const within = why === refusals.why ? REOPENS_MS[why] : Math.min(longest, REOPENS_MS.expired);
  return now.getTime() - ended.at.getTime() >= within;
}

/** An entry that appears after the success that has ended the outage, and is older than that. */
function isLate({ succeededAt, ended }: Outage, { last }: Refusals): boolean {
  return last <= (succeededAt ?? ended?.at ?? last);
}

function grow(outage: Outage, { why, first, last, count, lastUsed }: Refusals): Outage {
  const isNewer = last >= outage.lastAt;
  return {
    ...outage,
    since: first < outage.since ? first : outage.since,
    lastAt: isNewer ? last : outage.lastAt,
    attempts: outage.attempts + count,
    why: isNewer ? why : outage.why,
    lastUsed: isNewer ? (lastUsed ?? outage.lastUsed) : outage.lastUsed,
  };
}

function isRedrawDue({ shownAt, since }: Outage, now: Date): boolean {
  const age = now.getTime() - since.getTime();
  return now.getTime() - shownAt.getTime() >= Math.max(REDRAW_MS, age / 10);
}

function latest(a: Date | undefined, b: Date | undefined): Date | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a > b ? a : b;
}

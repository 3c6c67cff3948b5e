import { isGuest, type LocalPerson } from '../people.ts';
import type { ConditionalAccessPolicy, GrantControls, GuestsOrExternalUsers } from './conditional-access.ts';
import type { Session } from './sessions.ts';

/** What is asked for: a token for an application, or an authentication context. */
export type Target = { readonly appId: string } | { readonly context: string };

/**
 * What the policies say. `interaction`: the person must give the first factor again, the second one, or both.
 * `expired` says that they were given too long ago. `device`: only another device would do.
 */
export type Verdict =
  | { readonly kind: 'granted' }
  | { readonly kind: 'interaction'; readonly firstFactor: boolean; readonly mfa: boolean; readonly expired: boolean }
  | { readonly kind: 'device' }
  | { readonly kind: 'blocked' };

/** With the interval "every time" Entra asks once in five minutes at most. https://learn.microsoft.com/entra/identity/conditional-access/concept-session-lifetime */
const EVERY_TIME_MS = 5 * 60_000;
const UNIT_MS = { hours: 60 * 60_000, days: 24 * 60 * 60_000 } as const;

/**
 * Evaluates all enabled policies that aim at the target and apply to the person. Every one of them must be satisfied. If
 * none applies, the answer is `granted`, so an authentication context that nobody guards proves nothing.
 */
export function evaluate(
  policies: readonly ConditionalAccessPolicy[],
  person: LocalPerson,
  session: Session,
  targets: readonly Target[],
  now: Date,
): Verdict {
  return policies
    .filter((policy) => policy.state === 'enabled')
    .filter((policy) => targets.some((target) => isAimedAt(policy, target)))
    .filter((policy) => isFor(policy, person) && isInConditions(policy))
    .map((policy) => verdictOf(policy, session, now))
    .reduce(stricter, { kind: 'granted' });
}

function isAimedAt({ conditions: { applications } }: ConditionalAccessPolicy, target: Target): boolean {
  if ('context' in target) return applications.includeAuthenticationContextClassReferences.includes(target.context);
  if (applications.excludeApplications.includes(target.appId)) return false;
  return applications.includeApplications.some((one) => one === 'All' || one === target.appId);
}

/** The tenant has no groups and no directory roles, so a policy for them applies to nobody. An exclusion wins. */
function isFor({ conditions: { users } }: ConditionalAccessPolicy, person: LocalPerson): boolean {
  const names = (list: readonly string[]): boolean =>
    list.includes('All') || list.includes(person.oid) || (isGuest(person) && list.includes('GuestsOrExternalUsers'));
  const excluded = names(users.excludeUsers) || isGuestOf(users.excludeGuestsOrExternalUsers, person);
  return !excluded && (names(users.includeUsers) || isGuestOf(users.includeGuestsOrExternalUsers, person));
}

function isGuestOf(guests: GuestsOrExternalUsers | null, person: LocalPerson): boolean {
  return guests?.guestOrExternalUserTypes.split(',').includes('b2bCollaborationGuest') === true && isGuest(person);
}

/** Local people use browsers on Windows, at an address that no named location holds, and nothing about them is a risk. */
function isInConditions({ conditions }: ConditionalAccessPolicy): boolean {
  const { clientAppTypes, locations, platforms, userRiskLevels, signInRiskLevels } = conditions;
  const among = (include: readonly string[], exclude: readonly string[], words: readonly string[]): boolean =>
    words.some((word) => include.includes(word)) && !words.some((word) => exclude.includes(word));
  return (
    among(clientAppTypes, [], ['all', 'browser']) &&
    (locations === null || among(locations.includeLocations, locations.excludeLocations, ['All'])) &&
    (platforms === null || among(platforms.includePlatforms, platforms.excludePlatforms, ['all', 'windows'])) &&
    userRiskLevels.length === 0 &&
    signInRiskLevels.length === 0
  );
}

function verdictOf({ grantControls, sessionControls }: ConditionalAccessPolicy, session: Session, now: Date): Verdict {
  if (grantControls?.builtInControls.includes('block') === true) return { kind: 'blocked' };
  const needsMfa = !isMet(grantControls, session, false);
  if (needsMfa && !isMet(grantControls, session, true)) return { kind: 'device' };
  const frequency = sessionControls?.signInFrequency;
  const window = frequency?.isEnabled === true ? windowOf(frequency) : Number.POSITIVE_INFINITY;
  const isOld = (at: Date | undefined): boolean => at !== undefined && now.getTime() - at.getTime() > window;
  const firstFactor = frequency?.authenticationType !== 'secondaryAuthentication' && isOld(session.firstFactorAt);
  const mfa = needsMfa && (session.mfaAt === undefined || isOld(session.mfaAt));
  if (!firstFactor && !mfa) return { kind: 'granted' };
  return { kind: 'interaction', firstFactor, mfa, expired: firstFactor || isOld(session.mfaAt) };
}

function windowOf({
  frequencyInterval,
  value,
  type,
}: {
  frequencyInterval: string;
  value: number | null;
  type: 'hours' | 'days' | null;
}): number {
  if (frequencyInterval === 'everyTime') return EVERY_TIME_MS;
  return (value ?? 0) * UNIT_MS[type ?? 'hours'];
}

/** Whether a session satisfies the grant controls, with MFA or without it. */
function isMet(controls: GrantControls | null, session: Session, withMfa: boolean): boolean {
  if (controls === null) return true;
  const strength = controls.authenticationStrength;
  const met = [
    ...controls.builtInControls.map((control) => isControlMet(control, session, withMfa)),
    ...(strength === null ? [] : [strength.requirementsSatisfied !== 'mfa' || withMfa]),
  ];
  return met.length === 0 || (controls.operator === 'AND' ? met.every(Boolean) : met.some(Boolean));
}

function isControlMet(control: string, session: Session, withMfa: boolean): boolean {
  if (control === 'mfa') return withMfa;
  return (control === 'compliantDevice' || control === 'domainJoinedDevice') && session.compliantDevice;
}

const ORDER = ['granted', 'interaction', 'device', 'blocked'] as const;

function stricter(one: Verdict, other: Verdict): Verdict {
  if (one.kind === 'interaction' && other.kind === 'interaction') {
    const [firstFactor, mfa] = [one.firstFactor || other.firstFactor, one.mfa || other.mfa];
    return { kind: 'interaction', firstFactor, mfa, expired: one.expired || other.expired };
  }
  return ORDER.indexOf(one.kind) >= ORDER.indexOf(other.kind) ? one : other;
}
